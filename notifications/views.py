"""The list behind the bell, and what one wants to be told. Everybody's own; another's message is a 404."""

from django.contrib import messages
from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.query import keys_in, page_of
from notifications.forms import MessageSettingsForm
from notifications.reading import visible_to

PER_PAGE = 30


@never_cache
@require_safe
def notifications(request: HttpRequest) -> HttpResponse:
    """The newest first (a fixed number of queries)."""
    mine = visible_to(request.user)
    context = {
        "header_title": _("Pesan"),
        "listed": page_of(mine.select_related("village"), request.GET.get("page"), per_page=PER_PAGE),
        "newest_unread": mine.filter(read_at=None).aggregate(newest=Max("pk"))["newest"],
    }
    return render(request, "notifications/list.html", context)


@never_cache
@require_http_methods(["GET"])
def notification_open(request: HttpRequest, notification_id: int) -> HttpResponse:
    """To what the message is about; it counts as read from then on.

    By GET, as the link in a mail: it changes nothing but that, and only for whom it was sent to.
    """
    one = get_object_or_404(visible_to(request.user), pk=notification_id)
    visible_to(request.user).filter(pk=one.pk, read_at=None).update(read_at=timezone.now())
    return redirect(one.url if _leads_inside(one.url) else "notifications")


@require_POST
def notifications_read(request: HttpRequest) -> HttpResponse:
    """Everything up to the newest there was on the screen; what came meanwhile stays unread."""
    shown = max(keys_in(request.POST.get("newest", "")), default=0)
    read = visible_to(request.user).filter(read_at=None, pk__lte=shown).update(read_at=timezone.now())
    if read:
        messages.success(request, _("%(count)d pesan ditandai sudah dibaca.") % {"count": read})
    return redirect("notifications")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def notification_settings(request: HttpRequest) -> HttpResponse:
    form = MessageSettingsForm(request.POST or None, person=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Pengaturan pesan disimpan."))
        return redirect("notification_settings")
    context = {"header_title": _("Pengaturan pesan"), "form": form}
    return render(request, "notifications/settings.html", context)


def _leads_inside(url: str) -> bool:
    return url.startswith("/") and url_has_allowed_host_and_scheme(url, allowed_hosts=None)


urlpatterns = [
    path("pesan/", notifications, name="notifications"),
    path("pesan/<int:notification_id>/", notification_open, name="notification_open"),
    path("pesan/dibaca/", notifications_read, name="notifications_read"),
    path("pesan/pengaturan/", notification_settings, name="notification_settings"),
]
