"""Who reads which acts, and which of them one is looking for."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import cast

from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from audit.enums import BEGINNINGS, ActKind
from audit.models import Act
from core.query import clean_words
from village_pages.rights import regency_roles, villages_supervised_by

# In the address: acts of no village, and acts that nobody in particular did.
REGENCY, SYSTEM = "kabupaten", "sistem"
DATE_FORMATS = ["%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y"]
BAD_DATE = _("Tulis tanggal seperti 24/11/2026.")


def acts_for(user) -> QuerySet:
    """Acts that ``user`` may read: all for the regency's, else those of the villages he supervises."""
    if regency_roles(user):
        return Act.objects.all()
    return Act.objects.filter(village_code__in=villages_supervised_by(user).values("code"))


class UnknownVillageError(Exception):
    """The address names a village whose acts the person does not read."""


class ActFilter(forms.Form):
    """What one is looking for among the acts that ``user`` may read; ``data`` comes from the address.

    Choices name nothing outside of those acts. Raises ``UnknownVillageError`` for a village that is not one
    of them. A field that is not valid narrows nothing down.
    """

    desa = forms.ChoiceField(label=_("Desa"), required=False)
    orang = forms.ChoiceField(label=_("Siapa"), required=False)
    jenis = forms.ChoiceField(label=_("Tentang apa"), required=False)
    dari = forms.DateField(
        label=_("Dari tanggal"),
        required=False,
        input_formats=DATE_FORMATS,
        error_messages={"invalid": BAD_DATE},
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    sampai = forms.DateField(
        label=_("Sampai tanggal"),
        required=False,
        input_formats=DATE_FORMATS,
        error_messages={"invalid": BAD_DATE},
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    kata = forms.CharField(label=_("Kata dalam nama"), required=False, max_length=100)
    # The history of one thing: ``app_label.model:key``.
    objek = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, user, data: Mapping[str, str]):
        super().__init__(data, auto_id="acts-%s")
        self.user = user
        self.readable = acts_for(user)
        self._offer_villages()
        self._offer("orang", _("Semua orang"), self._people())
        kinds = [(kind.value, kind.label) for kind in ActKind if kind != ActKind.SETTING or self._is_regency]
        self._offer("jenis", _("Semua tindakan"), kinds)

    def _offer(self, name: str, everything, choices: list[tuple]) -> None:
        cast(forms.ChoiceField, self.fields[name]).choices = [("", everything), *choices]

    @property
    def _is_regency(self) -> bool:
        return bool(regency_roles(self.user))

    def _offer_villages(self) -> None:
        villages = list(villages_supervised_by(self.user).order_by("title").values_list("code", "title"))
        if self._is_regency:
            villages.insert(0, (REGENCY, _("Kabupaten (tanpa desa)")))
        chosen = self.data.get("desa", "")
        if chosen and chosen not in dict(villages):
            raise UnknownVillageError(chosen)
        self.several_villages = len(villages) > 1
        self.only_village = "" if self.several_villages else villages[0][0]
        self._offer("desa", _("Semua desa"), villages)
        if not self.several_villages:
            self.fields["desa"].widget = forms.HiddenInput()

    def _people(self) -> list[tuple[str, str]]:
        """Everybody who did one of these acts, once each (one query)."""
        rows = self.readable.order_by("actor_name").values_list("actor_key", "actor_name").distinct()
        names = {SYSTEM if key is None else str(key): name or str(_("Sistem")) for key, name in rows}
        return sorted(names.items(), key=lambda person: person[1].casefold())

    @cached_property
    def chosen(self) -> dict:
        """What was asked for and is valid."""
        self.full_clean()
        return {name: value for name, value in self.cleaned_data.items() if value}

    def acts(self) -> QuerySet:
        """The acts that fit, newest first."""
        chosen = self.chosen
        acts = self.readable.filter(self._of_object(chosen.get("objek", "")))
        if "desa" in chosen:
            acts = acts.filter(village_code="" if chosen["desa"] == REGENCY else chosen["desa"])
        if "orang" in chosen:
            acts = acts.filter(actor_key=None if chosen["orang"] == SYSTEM else int(chosen["orang"]))
        if "dari" in chosen:
            acts = acts.filter(at__gte=_midnight(chosen["dari"]))
        if "sampai" in chosen:
            acts = acts.filter(at__lt=_midnight(chosen["sampai"] + timedelta(days=1)))
        for word in clean_words(chosen.get("kata", "")).split():
            acts = acts.filter(object_name__icontains=word)
        if "jenis" in chosen:
            acts = acts.filter(_of_kind(ActKind(chosen["jenis"])))
        return acts

    @staticmethod
    def _of_object(reference: str) -> Q:
        object_type, _colon, key = reference.rpartition(":")
        return Q(object_type=object_type, object_key=key) if reference else Q()


def _of_kind(kind: ActKind) -> Q:
    condition = Q()
    for beginning in BEGINNINGS[kind]:
        condition |= Q(verb__startswith=beginning)
    return condition


def _midnight(day) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
