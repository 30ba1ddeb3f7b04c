from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from village_pages.enums import VillageKind
from village_pages.models.village import validate_code
from village_pages.opening import VillageListError, open_village
from village_pages.rights import may_appoint


class OpenVillageForm(forms.Form):
    code = forms.CharField(
        label=gettext_lazy("Kode desa"),
        max_length=13,
        validators=[validate_code],
        help_text=gettext_lazy("Kode Kemendagri, misalnya 15.07.09.2002."),
    )
    name = forms.CharField(label=gettext_lazy("Nama desa"), max_length=80)
    district = forms.CharField(label=gettext_lazy("Kecamatan"), max_length=80)
    kind = forms.ChoiceField(label=gettext_lazy("Jenis"), choices=VillageKind.choices)


def open_village_view(request: HttpRequest) -> HttpResponse:
    """The officer opens one more village; opening an open one changes nothing and says so."""
    if not may_appoint(request.user):
        raise PermissionDenied
    form = OpenVillageForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            village, created = open_village(**form.cleaned_data, by=request.user)
        except VillageListError as error:
            form.add_error(None, str(error))
        else:
            text = _("%(name)s dibuka.") if created else _("%(name)s sudah dibuka sebelumnya.")
            messages.success(request, text % {"name": village.full_name})
            return redirect("wagtailadmin_explore", village.pk)
    return render(request, "village_pages/admin/open_village.html", {"form": form})
