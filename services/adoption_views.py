"""Screens on which a cadre takes services of the regency into the village."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from services.adoption import adopt, offers_for
from services.forms import AdoptionForm
from services.models import ServiceIndexPage, ServiceStandard
from village_pages.enums import REVIEWING_ROLES
from village_pages.models import VillagePage
from village_pages.publishing import PublishRefusedError
from village_pages.rights import may_publish, open_villages_where
from village_pages.walls import may_enter


@never_cache
@require_safe
def choose_village(request: HttpRequest) -> HttpResponse:
    """Straight on for who works in one village; else the list of one's own."""
    villages = list(open_villages_where(request.user, REVIEWING_ROLES).order_by("title"))
    if not villages:
        raise PermissionDenied
    if len(villages) == 1:
        return redirect("adopt_services", villages[0].pk)
    return render(
        request,
        "services/admin/adoption_villages.html",
        {"header_title": _("Ambil layanan kabupaten"), "villages": villages},
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def adopt_services(request: HttpRequest, village_id: int) -> HttpResponse:
    """Services of the regency, those that the village has and those to tick (a fixed number of queries)."""
    village = VillagePage.objects.filter(pk=village_id).first()
    if village is None or not may_enter(request.user, village):
        raise Http404
    if not may_publish(request.user, village):
        raise PermissionDenied
    sent = request.POST if request.method == "POST" else None
    form = AdoptionForm(sent, standards=ServiceStandard.objects.all())
    if sent is not None and form.is_valid() and _adopted(request, village, form):
        index = ServiceIndexPage.objects.child_of(village).get()
        return redirect("wagtailadmin_explore", index.pk)
    offers = offers_for(village)
    return render(
        request,
        "services/admin/adoption.html",
        {
            "header_title": _("Ambil layanan kabupaten"),
            "village": village,
            "form": form,
            "ticked": set(request.POST.getlist("standards")),
            "missing": [offer for offer in offers if offer.page is None],
            "present": [offer for offer in offers if offer.page is not None],
        },
    )


def _adopted(request: HttpRequest, village: VillagePage, form: AdoptionForm) -> bool:
    """Make the pages and say so; ``False``, with the reason in a message, where they cannot be sent in."""
    chosen = form.cleaned_data["standards"]
    send_in = "kirim" in request.POST
    try:
        pages = adopt(village, chosen, request.user, send_in=send_in)
    except PublishRefusedError as refused:
        messages.error(request, str(refused))
        return False
    if not pages:
        messages.warning(request, _("Semua layanan yang dicentang sudah ada di desa ini."))
        return True
    if send_in:
        words = ngettext(
            "%(n)d layanan ditambahkan dan dikirim untuk diperiksa pembaca kedua.",
            "%(n)d layanan ditambahkan dan dikirim untuk diperiksa pembaca kedua.",
            len(pages),
        )
    else:
        words = ngettext(
            "%(n)d layanan ditambahkan sebagai draf. Periksa isinya, lalu kirim untuk diperiksa.",
            "%(n)d layanan ditambahkan sebagai draf. Periksa isinya, lalu kirim untuk diperiksa.",
            len(pages),
        )
    messages.success(request, words % {"n": len(pages)})
    return True


def adoption_address(village_id: int) -> str:
    return reverse("adopt_services", args=[village_id])


urlpatterns = [
    path("layanan/dari-kabupaten/", choose_village, name="adopt_services_village"),
    path("layanan/dari-kabupaten/<int:village_id>/", adopt_services, name="adopt_services"),
]
