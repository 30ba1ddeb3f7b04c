"""Where taking services of the regency is offered: menu, the village's list of services, an empty desk."""

from django.db.models import Exists, OuterRef
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button

from editorial.desk import DeskEntry, DeskGroup, register
from services import adoption_views
from services.models import ServiceIndexPage, ServicePage, ServiceStandard
from village_pages.enums import REVIEWING_ROLES
from village_pages.places import village_of
from village_pages.rights import may_publish, may_supervise, open_villages_where, regency_roles


@hooks.register("register_admin_urls")
def adoption_urls():
    return adoption_views.urlpatterns


class AdoptionMenuItem(MenuItem):
    def is_shown(self, request):
        return may_supervise(request.user) and not regency_roles(request.user)


@hooks.register("register_admin_menu_item")
def adoption_menu_item():
    return AdoptionMenuItem(
        gettext_lazy("Ambil layanan"),
        reverse("adopt_services_village"),
        name="adopt_services",
        icon_name="download",
        order=130,
    )


@hooks.register("register_page_header_buttons")
def adoption_button(page, user, next_url=None, view_name=None):
    if issubclass(page.specific_class or type(page), ServiceIndexPage) and may_publish(user, page):
        yield Button(
            _("Ambil layanan kabupaten"),
            url=adoption_views.adoption_address(village_of(page).pk),
            icon_name="download",
            priority=5,
        )


def villages_without_services(request: HttpRequest) -> DeskGroup | None:
    """For the cadre of a village that tells of no service yet, while the regency has some (one query)."""
    if not may_supervise(request.user) or regency_roles(request.user):
        return None
    told = ServicePage.objects.filter(path__startswith=OuterRef("path"))
    villages = open_villages_where(request.user, REVIEWING_ROLES).filter(
        Exists(ServiceStandard.objects.all()), ~Exists(told)
    )
    entries = [
        DeskEntry(
            title=village.title,
            url=adoption_views.adoption_address(village.pk),
            action=_("Ambil dari kabupaten"),
            detail=_("Belum ada layanan. Pilih layanan kabupaten yang ada di desa ini."),
        )
        for village in villages.order_by("title")
    ]
    return DeskGroup(title=_("Layanan desa"), entries=entries, count=len(entries))


register("villages_without_services", 80, villages_without_services)
