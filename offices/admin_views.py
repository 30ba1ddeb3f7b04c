"""The screens of offices, hours and closings: kept by a village's cadres and ambassadors.

Every lookup starts from what the person may read: a thing of another village answers 404.
"""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from core.query import keys_in, page_of
from offices import acts
from offices.forms import OfficeSheet, SpecialHoursForm, TodayForm
from offices.keepers import offices_read_by
from offices.models import Office, SpecialHours
from offices.reading import with_hours
from offices.special_days import ahead, holidays_ahead, in_words, is_running, place_of
from offices.timetable import open_state, special_on
from offices.wording import state_in_words, week_in_words
from village_pages.rights import may_keep_offices, may_supervise, regency_roles, villages_supervised_by

PER_PAGE = 20

writes = require_http_methods(["GET", "HEAD", "POST"])


@never_cache
@require_safe
def offices(request: HttpRequest) -> HttpResponse:
    """Every place of one's villages with its hours, and the way to close it today."""
    _only_who_reads(request)
    listed = page_of(
        villages_supervised_by(request.user).select_related("access").order_by("title", "pk"),
        request.GET.get("page"),
        per_page=PER_PAGE,
    )
    scopes = list(listed)
    if regency_roles(request.user) and listed.number == 1:
        scopes.insert(0, None)
    context = {
        "header_title": _("Kantor dan jam"),
        "listed": listed,
        "groups": _groups(request.user, scopes),
    }
    return render(request, "offices/admin/offices.html", context)


def _groups(user, scopes: list) -> list[dict]:
    """For each village (``None``: the regency) its places, as they are now (four queries)."""
    here = Q(village__in=[village for village in scopes if village])
    if None in scopes:
        here |= Q(village=None)
    rows = Office.objects.filter(here).order_by("-is_main", "place", "name", "pk")
    shown: dict[int | None, list[dict]] = {}
    for office in with_hours(rows):
        shown.setdefault(office.village_id, []).append(_shown_in_list(office))
    return [
        {
            "village": village,
            "may_change": may_keep_offices(user, village),
            "offices": shown.get(village.pk if village else None, []),
        }
        for village in scopes
    ]


def _shown_in_list(office: Office) -> dict:
    state = open_state(office)
    return {
        "office": office,
        "week": week_in_words(office),
        "state": state_in_words(state),
        "is_special": state is not None and special_on(office, state.at.date()) is not None,
    }


@never_cache
@writes
def office_new(request: HttpRequest, village_id: int | None = None) -> HttpResponse:
    """One place more: of a village, or (without one) a body of the regency."""
    village = _village_or_404(request, village_id)
    if not may_keep_offices(request.user, village):
        raise PermissionDenied
    made = Office(village=village)
    sheet = OfficeSheet(request.POST if request.method == "POST" else None, office=made)
    if request.method == "POST" and sheet.is_valid:
        acts.add(made, **sheet.rows, by=request.user)
        return _done(request, _("%(name)s ditambah.") % {"name": made.name})
    title = _("Tempat baru: %(village)s") % {"village": village.full_name} if village else _("Kantor baru")
    return _sheet_shown(request, sheet, title)


@never_cache
@writes
def office(request: HttpRequest, office_id: int) -> HttpResponse:
    """Change one place, say that it is still right, or (asked once more: ``?hapus=1``) remove it."""
    found = _office_or_404(request, office_id)
    if not may_keep_offices(request.user, found.village):
        if request.method == "POST":
            raise PermissionDenied
        return _facts_shown(request, found)
    seen = acts.as_seen(found)
    if request.method == "POST" and request.POST.get("action") in ("confirm", "remove"):
        return _decided(request, found)
    if request.method == "GET" and "hapus" in request.GET and not found.is_main:
        return _asked_once_more(request, found)
    # The form writes into what it is given: the heading tells of the office as it stands.
    title = found.name
    sheet = OfficeSheet(request.POST if request.method == "POST" else None, office=found, seen=seen)
    if request.method == "POST" and sheet.is_valid:
        try:
            acts.change(found, **sheet.rows, by=request.user, seen=request.POST.get("seen", ""))
        except acts.ChangedMeanwhileError:
            return _changed_meanwhile(request, office_id)
        return _done(request, _("%(name)s disimpan. Warga langsung melihatnya.") % {"name": found.name})
    return _sheet_shown(request, sheet, title, office=found, seen=seen)


def _decided(request: HttpRequest, found: Office) -> HttpResponse:
    """Still right, or removed; what changed meanwhile is looked at first."""
    removes, seen = request.POST["action"] == "remove", request.POST.get("seen", "")
    try:
        (acts.remove if removes else acts.confirm)(found, by=request.user, seen=seen)
    except acts.ChangedMeanwhileError:
        messages.error(request, _other_changed())
        return redirect("office", found.pk)
    except acts.MainOfficeError:
        messages.error(request, _("Kantor desa sendiri tidak dapat dihapus. Ubah saja isinya."))
        return redirect("office", found.pk)
    except acts.InUseError as error:
        return _asked_once_more(request, found, users=error.users)
    said = _("%(name)s dihapus.") if removes else _("%(name)s ditandai masih benar hari ini.")
    return _done(request, said % {"name": found.name})


def _asked_once_more(request: HttpRequest, found: Office, users: list[str] | None = None) -> HttpResponse:
    title = _("Hapus %(name)s?") % {"name": found.name}
    context = {"header_title": title, "office": found, "seen": acts.as_seen(found), "users": users}
    return render(request, "offices/admin/remove.html", context, status=409 if users else 200)


def _changed_meanwhile(request: HttpRequest, office_id: int) -> HttpResponse:
    """What was typed, beside what somebody else has written in between."""
    now = _office_or_404(request, office_id)
    title, seen = now.name, acts.as_seen(now)
    facts = {"address": now.address, "week": week_in_words(now), "contacts": list(now.contacts.all())}
    data = request.POST.copy()
    data["seen"] = seen
    sheet = OfficeSheet(data, office=now)
    return _sheet_shown(request, sheet, title, problem=_other_changed(), now=facts, status=409)


@never_cache
@writes
def special_hours(request: HttpRequest, village_id: int | None = None) -> HttpResponse:
    """Closed today, holidays and other hours: of a village, or (without one) of the regency."""
    village = _village_or_404(request, village_id)
    may_change = may_keep_offices(request.user, village)
    if not may_change and (request.method == "POST" or village is None):
        raise PermissionDenied
    if request.method == "POST" and request.POST.get("action") == "end":
        return _ended(request, village)
    places = list(Office.objects.of_village(village))
    asked = {"village": village, "offices": places, "initial": {"where": request.GET.get("tempat", "")}}
    is_today = request.POST.get("action") == "today"
    posted = request.POST if request.method == "POST" else None
    today = TodayForm(posted if is_today else None, prefix="kini", **asked)
    days = SpecialHoursForm(None if is_today else posted, prefix="lain", **asked)
    sent = today if is_today else days
    if posted is not None and sent.is_valid():
        acts.plan(sent.instance, by=request.user)
        _tell_what_still_holds(request, sent.instance)
        messages.success(
            request, _("Disimpan. Warga langsung melihatnya: %(words)s") % {"words": in_words(sent.instance)}
        )
        return redirect(_address(village))
    context = {
        "header_title": village.full_name if village else _("Libur kabupaten"),
        "back_url": reverse("offices"),
        "village": village,
        "may_change": may_change,
        "today": today,
        "days": days,
        "listed": [_shown_special(one) for one in ahead(village)],
        "holidays": [_shown_special(one) for one in holidays_ahead()] if village else [],
    }
    return render(request, "offices/admin/special_hours.html", context, status=422 if sent.errors else 200)


def _shown_special(special: SpecialHours) -> dict:
    place = place_of(special)
    return {"special": special, "place": place, "words": in_words(special), "is_running": is_running(special)}


def _ended(request: HttpRequest, village) -> HttpResponse:
    """The usual hours hold again, or what was planned is taken away."""
    keys = keys_in(request.POST.get("special", ""))
    special = get_object_or_404(ahead(village), pk__in=keys)
    try:
        acts.end(special, by=request.user)
    except acts.ChangedMeanwhileError:
        messages.error(request, _("Sudah berakhir atau sudah dihapus orang lain."))
    else:
        messages.success(request, _("Jam biasa berlaku lagi: %(place)s.") % {"place": place_of(special)})
    return redirect(_address(village))


def _tell_what_still_holds(request: HttpRequest, special: SpecialHours) -> None:
    """What was said of one office alone is stronger than what is said of all."""
    if special.office or not special.village:
        return
    own = ahead(special.village).filter(
        office__isnull=False, first_day__lte=special.last_day, last_day__gte=special.first_day
    )
    if names := sorted({one.office.name for one in own if one.office}):
        said = _("Jam khusus sendiri tetap berlaku di: %(names)s. Akhiri dahulu bila tidak benar lagi.")
        messages.warning(request, said % {"names": ", ".join(names)})


def _address(village) -> str:
    return reverse("special_hours", args=[village.pk]) if village else reverse("special_hours_regency")


def _only_who_reads(request: HttpRequest) -> None:
    if not may_supervise(request.user):
        raise PermissionDenied


def _village_or_404(request: HttpRequest, village_id: int | None):
    """The village of the address, of those that one reads; ``None`` where the address names none."""
    _only_who_reads(request)
    if village_id is None:
        return None
    villages = villages_supervised_by(request.user).select_related("access")
    return get_object_or_404(villages, pk=village_id)


def _office_or_404(request: HttpRequest, office_id: int) -> Office:
    _only_who_reads(request)
    read = offices_read_by(request.user).with_details().select_related("village__access", "checked_by")
    return get_object_or_404(read, pk=office_id)


def _other_changed() -> str:
    return _("Belum tersimpan: orang lain baru saja mengubah tempat ini. Periksa isinya, lalu simpan lagi.")


def _done(request: HttpRequest, said: str) -> HttpResponse:
    messages.success(request, said)
    return redirect("offices")


def _facts_shown(request: HttpRequest, found: Office) -> HttpResponse:
    context = {"header_title": found.name, "back_url": reverse("offices"), "office": found}
    return render(request, "offices/admin/facts.html", context | {"week": week_in_words(found)})


def _sheet_shown(
    request: HttpRequest, sheet: OfficeSheet, title: str, *, status: int = 0, **more
) -> HttpResponse:
    context = {"header_title": title, "back_url": reverse("offices"), "sheet": sheet, **more}
    is_wrong = request.method == "POST" and not sheet.is_valid
    return render(request, "offices/admin/office.html", context, status=status or (422 if is_wrong else 200))
