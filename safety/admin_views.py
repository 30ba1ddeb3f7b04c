"""The screens of the list of help and of "Keluar cepat": kept by the office, read by all of the staff."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from core.query import page_of
from safety import acts
from safety.contacts import listed_for, may_read_list
from safety.exits import neutral_address
from safety.forms import ContactForm, ExitForm, SeenForm
from safety.models import HelpContact, SafetySettings
from village_pages.rights import may_set_help

PER_PAGE = 50

writes = require_http_methods(["GET", "HEAD", "POST"])


@never_cache
@require_safe
def contact_list(request: HttpRequest) -> HttpResponse:
    """Every number and office, sure or not, and when it was last looked at."""
    if not may_read_list(request.user):
        raise PermissionDenied
    context = {
        "header_title": _("Nomor bantuan"),
        "listed": page_of(listed_for(request.user), request.GET.get("page"), per_page=PER_PAGE),
        "may_change": may_set_help(request.user),
    }
    return render(request, "safety/admin/contacts.html", context)


@never_cache
@writes
def contact_new(request: HttpRequest) -> HttpResponse:
    """One line more."""
    _only_who_keeps_it(request)
    form = ContactForm(request.POST or None, instance=HelpContact())
    if request.method == "POST" and form.is_valid():
        acts.add(form.instance, by=request.user)
        return _done(request, _("Kontak ditambah."))
    return _shown(request, form, _("Kontak bantuan baru"))


@never_cache
@writes
def contact(request: HttpRequest, contact_id: int) -> HttpResponse:
    """Change one line, say that it is still right, or (asked once more: ``?hapus=1``) remove it."""
    _only_who_keeps_it(request)
    found = get_object_or_404(HelpContact.objects.select_related("village", "checked_by"), id=contact_id)
    if request.method == "POST" and request.POST.get("action") in ("confirm", "remove"):
        return _decided(request, found)
    if request.method == "GET" and "hapus" in request.GET:
        context = {"header_title": _("Hapus %(name)s?") % {"name": found.name}, "contact": found}
        return render(request, "safety/admin/remove.html", context | {"seen": acts.as_seen(found)})
    # The form writes into what it is given: the heading tells of the contact as it stands.
    title, seen = found.name, acts.as_seen(found)
    form = ContactForm(request.POST or None, instance=found, initial={"seen": seen})
    if request.method == "POST" and form.is_valid():
        try:
            acts.change(form.instance, by=request.user, seen=form.cleaned_data["seen"])
        except acts.ChangedMeanwhileError:
            form.data = {**request.POST.dict(), "seen": seen}
            return _shown(request, form, title, problem=_changed_meanwhile(), status=409)
        return _done(request, _("Kontak disimpan."))
    if request.method == "POST":
        return _shown(request, form, title)
    may_confirm = found.is_sure and found.can_be_reached
    return _shown(request, form, title, contact=found, seen=seen, may_confirm=may_confirm)


def _decided(request: HttpRequest, found: HelpContact) -> HttpResponse:
    """Still right, or removed; what changed meanwhile is looked at first."""
    form, removes = SeenForm(request.POST), request.POST["action"] == "remove"
    seen = form.cleaned_data["seen"] if form.is_valid() else ""
    if not removes and not (found.is_sure and found.can_be_reached):
        messages.error(request, _("Isi nomor atau alamatnya, lalu tandai Sudah pasti benar."))
        return redirect("help_contact", found.pk)
    try:
        (acts.remove if removes else acts.confirm)(found, by=request.user, seen=seen)
    except acts.ChangedMeanwhileError:
        messages.error(request, _changed_meanwhile())
        return redirect("help_contact", found.pk)
    said = _("%(name)s dihapus.") if removes else _("%(name)s ditandai masih benar hari ini.")
    return _done(request, said % {"name": found.name})


@never_cache
@writes
def safety_settings(request: HttpRequest) -> HttpResponse:
    """Where "Keluar cepat" leads."""
    _only_who_keeps_it(request)
    held = SafetySettings(pk=1, exit_url=neutral_address())
    form = ExitForm(request.POST or None, instance=held)
    if request.method == "POST" and form.is_valid():
        acts.lead_to(form.cleaned_data["exit_url"], by=request.user)
        return _done(request, _("Tujuan Keluar cepat disimpan. Coba tombolnya di halaman inklusi."))
    context = {
        "header_title": _("Tujuan Keluar cepat"),
        "back_url": reverse("help_contacts"),
        "form": form,
    }
    return render(request, "safety/admin/exit.html", context, status=422 if form.errors else 200)


def _only_who_keeps_it(request: HttpRequest) -> None:
    if not may_set_help(request.user):
        raise PermissionDenied


def _changed_meanwhile() -> str:
    return _("Belum tersimpan: orang lain baru saja mengubah kontak ini. Periksa isinya, lalu simpan lagi.")


def _done(request: HttpRequest, said: str) -> HttpResponse:
    messages.success(request, said)
    return redirect("help_contacts")


def _shown(request: HttpRequest, form: ContactForm, title: str, *, status: int = 0, **more) -> HttpResponse:
    context = {"header_title": title, "back_url": reverse("help_contacts"), "form": form, **more}
    return render(
        request, "safety/admin/contact.html", context, status=status or (422 if form.errors else 200)
    )
