"""The people of a village in the admin: the list, inviting, appointing."""

from functools import partial
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from core.formats import moment
from core.query import clean_words, page_of
from teams import invitations, links
from teams.forms import AppointForm, InvitationForm
from teams.models import Invitation
from teams.people import (
    accounts_called,
    called,
    invitations_seen_by,
    memberships_seen_by,
    with_second_factor,
)
from village_pages.enums import Role
from village_pages.rights import appoint, may_appoint, may_supervise, regency_roles, villages_supervised_by

PER_PAGE = 50
writes = require_http_methods(["GET", "HEAD", "POST"])


@never_cache
@require_safe
def team(request: HttpRequest) -> HttpResponse:
    """Who holds which role where, and which invitations are open (a fixed number of queries)."""
    if not may_supervise(request.user):
        raise PermissionDenied
    villages = list(villages_supervised_by(request.user).order_by("title"))
    chosen = next((village for village in villages if village.code == request.GET.get("desa")), None)
    query = clean_words(request.GET.get("q", ""))
    people = with_second_factor(memberships_seen_by(request.user)).filter(called(query, "user__"))
    waiting = invitations_seen_by(request.user)
    if chosen is not None:
        people, waiting = people.filter(village=chosen), waiting.filter(village=chosen)
    people = people.order_by("village__title", "role", "user__display_name", "user__username", "pk")
    open_invitations = page_of(waiting, request.GET.get("undangan"), PER_PAGE)
    return render(
        request,
        "teams/admin/team.html",
        {
            "header_title": _("Petugas"),
            "villages": villages if len(villages) > 1 else [],
            "chosen": chosen,
            "query": query,
            "filters": urlencode({"q": query, "desa": chosen.code if chosen else ""}),
            "people": page_of(people, request.GET.get("page"), PER_PAGE),
            "invitations": open_invitations,
            "revocable": {
                invitation.pk
                for invitation in open_invitations
                if invitations.may_revoke(request.user, invitation)
            },
            "tells_more": bool(regency_roles(request.user)),
            "may_appoint": may_appoint(request.user),
        },
    )


@never_cache
@writes
def invite(request: HttpRequest) -> HttpResponse:
    """Make an invitation; the answer shows its link, once."""
    if not may_supervise(request.user):
        raise PermissionDenied
    form = InvitationForm(request.POST or None, user=request.user, by_mail=links.can_mail())
    was_shown = False
    if request.method == "POST" and form.is_valid():
        try:
            made = links.make_once(request, Invitation, partial(_invited, request, form))
        except ValidationError as error:
            form.add_error(None, error)
        else:
            if made:
                return _shown_invitation(request, *made)
            was_shown = True
            form = InvitationForm(user=request.user, by_mail=links.can_mail())
    context = {
        "header_title": _("Undang petugas"),
        "form": form,
        "was_shown": was_shown,
        "days": Invitation.LIFETIME.days,
        "back_url": reverse("team"),
    }
    return render(request, "teams/admin/invite.html", context)


def _invited(request: HttpRequest, form: InvitationForm, token: str) -> tuple[Invitation, str]:
    given = form.cleaned_data
    made = invitations.invite(
        by=request.user, role=given["role"], village=given["village"], name=given["name"], token=token
    )
    if email := given.get("email"):
        _mail(request, email, *made)
    return made


def _mail(request: HttpRequest, email: str, invitation: Invitation, token: str) -> None:
    words = _words_of(invitation, links.address_of(request, "accept_invitation", token))
    if not links.may_mail(request.user):
        text = _("Email tidak dikirim: paling banyak %(most)s sehari. Bagikan tautannya dengan cara lain.")
        messages.warning(request, text % {"most": links.MAILS.most})
    elif links.mail(email, _("Undangan Desa Cerdas"), words):
        messages.success(request, _("Undangan dikirim ke %(email)s.") % {"email": email})
    else:
        messages.warning(request, _("Email tidak terkirim. Bagikan tautannya dengan cara lain."))


def _words_of(invitation: Invitation, address: str) -> str:
    place = invitation.village.full_name if invitation.village else _("seluruh kabupaten")
    return _(
        "Anda diundang menjadi %(role)s, %(place)s. Buka tautan ini sebelum %(until)s; berlaku satu kali: "
        "%(address)s"
    ) % {
        "role": invitation.get_role_display(),
        "place": place,
        "until": moment(invitation.expires),
        "address": address,
    }


def _shown_invitation(request: HttpRequest, invitation: Invitation, token: str) -> HttpResponse:
    address = links.address_of(request, "accept_invitation", token)
    context = {
        "header_title": _("Undangan siap dibagikan"),
        "about": str(invitation),
        "village": invitation.village,
        "link": links.ShownLink(address, _words_of(invitation, address)),
        "expires": invitation.expires,
        "advice": _("Kirim tautan ini hanya kepada orang yang Anda undang."),
        "back_url": reverse("team"),
    }
    return render(request, "teams/admin/link.html", context)


@never_cache
@writes
def revoke_invitation(request: HttpRequest, invitation_id: int) -> HttpResponse:
    if not may_supervise(request.user):
        raise PermissionDenied
    invitation = get_object_or_404(invitations_seen_by(request.user), pk=invitation_id)
    if not invitations.may_revoke(request.user, invitation):
        raise PermissionDenied
    if request.method == "POST":
        if invitations.revoke(invitation, by=request.user):
            messages.success(request, _("Undangan dibatalkan. Tautannya tidak berlaku lagi."))
        else:
            messages.warning(request, _("Undangan ini baru saja dipakai."))
        return redirect("team")
    context = {
        "header_title": _("Batalkan undangan"),
        "about": str(invitation),
        "village": invitation.village,
        "words": [_("Tautan undangan ini tidak dapat dipakai lagi setelah dibatalkan.")],
        "button": _("Batalkan undangan"),
        "serious": True,
        "back_url": reverse("team"),
    }
    return render(request, "teams/admin/confirm.html", context)


@never_cache
@writes
def appoint_account(request: HttpRequest) -> HttpResponse:
    """Give a role to an account that exists: find it by name, then say which role and where."""
    if not may_appoint(request.user):
        raise PermissionDenied
    query = clean_words(request.GET.get("q", ""))
    person = _chosen_account(request)
    form = AppointForm(request.POST or None, user=request.user, person=person) if person else None
    if request.method == "POST" and form is not None and form.is_valid():
        given = form.cleaned_data
        try:
            appoint(
                user=person,
                role=given["role"],
                village=given["village"],
                by=request.user,
                reason=given["reason"],
            )
        except ValidationError as error:
            form.add_error(None, error)
        except IntegrityError:  # somebody did the same at the same moment
            form.add_error(None, _("Orang ini sudah memegang peran itu."))
        else:
            messages.success(
                request,
                _("%(name)s sekarang %(role)s, %(place)s.")
                % {
                    "name": person.get_full_name(),
                    "role": Role(given["role"]).label,
                    "place": given["village"].full_name if given["village"] else _("seluruh kabupaten"),
                },
            )
            return redirect("team")
    context = {
        "header_title": _("Angkat petugas"),
        "back_url": reverse("team"),
        "query": query,
        "found": accounts_called(query) if query and person is None else None,
        "person": person,
        "form": form,
    }
    return render(request, "teams/admin/appoint.html", context)


def _chosen_account(request: HttpRequest):
    """The account that the address names; ``Http404`` for none that is in use."""
    key = request.GET.get("petugas")
    if key is None:
        return None
    if not (key.isascii() and key.isdigit() and len(key) < 19):
        raise Http404
    return get_object_or_404(get_user_model(), pk=key, is_active=True)
