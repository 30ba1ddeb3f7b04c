"""Which messages a person wants."""

from typing import cast

from django import forms
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from notifications.kinds import DIGEST, mutable_kinds
from notifications.models import Muted


class MessageSettingsForm(forms.Form):
    """What is ticked is wanted; kinds that nobody may switch off are not asked for."""

    kinds = forms.MultipleChoiceField(
        label=_("Pesan yang ingin Anda terima"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("Pilih dari daftar ini.")},
    )
    digest = forms.BooleanField(label=_("Kirim ringkasan lewat email"), required=False)

    def __init__(self, *args, person, **kwargs):
        self.person = person
        muted = set(person.muted_kinds.values_list("kind", flat=True))
        known = {kind.key: kind.label for kind in mutable_kinds()}
        wanted = {"kinds": [key for key in known if key not in muted], "digest": DIGEST not in muted}
        super().__init__(*args, initial=wanted, **kwargs)
        self.asked = set(known)
        cast(forms.MultipleChoiceField, self.fields["kinds"]).choices = list(known.items())
        if person.email:
            self.asked.add(DIGEST)
        else:
            del self.fields["digest"]

    @transaction.atomic
    def save(self) -> None:
        """What is not asked of this person stays as it is."""
        wanted = set(self.cleaned_data["kinds"])
        if self.cleaned_data.get("digest"):
            wanted.add(DIGEST)
        Muted.objects.filter(person=self.person, kind__in=wanted).delete()
        Muted.objects.bulk_create(
            [Muted(person=self.person, kind=kind) for kind in sorted(self.asked - wanted)],
            ignore_conflicts=True,
        )
