from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from village_pages.enums import VillageKind, VillageState
from village_pages.models import VillagePage
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


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def open_village_view(request: HttpRequest) -> HttpResponse:
    """The officer opens one more village; one that there is already stays as it is, and is told of."""
    if not may_appoint(request.user):
        raise PermissionDenied
    form = OpenVillageForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            village, created = open_village(**form.cleaned_data, by=request.user)
        except VillageListError as error:
            form.add_error(None, str(error))
        else:
            return _opened(request, village, created)
    return render(request, "village_pages/admin/open_village.html", {"form": form})


def _opened(request: HttpRequest, village: VillagePage, created: bool) -> HttpResponse:
    name = {"name": village.full_name}
    if village.state == VillageState.CLOSED:
        messages.warning(request, _("%(name)s sudah ditutup. Di sini desa itu dapat dibuka lagi.") % name)
        return redirect("village_reopen", village.pk)
    if created:
        messages.success(request, _("%(name)s dibuka.") % name)
    else:
        messages.info(request, _("%(name)s sudah dibuka sebelumnya. Tidak ada yang berubah.") % name)
    return redirect("wagtailadmin_explore", village.pk)
