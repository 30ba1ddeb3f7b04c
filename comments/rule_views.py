"""The screens of how comments are taken: under one page, and in a village."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from wagtail.models import Page

from audit import words
from audit.log import record
from comments import modes, reading
from comments.models import CommentRules, Thread
from comments.rule_forms import ThreadForm, VillageRulesForm
from core.caching import bump
from core.formats import moment
from village_pages.enums import REVIEWING_ROLES
from village_pages.models import VillagePage
from village_pages.places import village_of
from village_pages.rights import may_moderate, may_publish_in, villages_where

words.register(
    {
        "comment_thread.changed": gettext_lazy("Aturan komentar satu halaman diubah"),
        "comment_rules.changed": gettext_lazy("Aturan komentar desa diubah"),
    }
)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def comment_thread(request: HttpRequest, page_id: int) -> HttpResponse:
    """Set how one page takes comments: stricter than its village, closed earlier, or open again.

    404 for a page where the person does not moderate, and for one that takes no public comments at all.
    """
    _refuse_without_villages(request.user)
    page = get_object_or_404(Page, id=page_id).specific
    village = village_of(page) if getattr(page, "comments", False) and not page.comments_private else None
    if village is None or not may_moderate(request.user, village):
        raise Http404
    form = None
    if request.method == "POST":
        form = _keep_thread(request, page, village)
        if form.is_valid():
            messages.success(request, _("Aturan komentar halaman ini disimpan dan langsung berlaku."))
            return redirect("comment_thread", page.pk)
    thread = reading.thread_of(page)
    context = {
        "header_title": _("Komentar: %(title)s") % {"title": page.title},
        "form": form or _thread_form(page, village, thread),
        "page": page,
        "openness": modes.openness_of(page, village, thread),
        "may_set_rules": may_publish_in(request.user, village.path),
        "village": village,
    }
    status = 422 if form is not None else 200
    return render(request, "comments/admin/rules.html", context, status=status)


def _refuse_without_villages(user) -> None:
    if not villages_where(user, REVIEWING_ROLES).exists():
        raise PermissionDenied


def _thread_form(page, village, thread: Thread | None, data=None) -> ThreadForm:
    rules = modes.rules_of(village)
    ends = modes.closing_time(page, None, rules)
    return ThreadForm(
        data,
        instance=thread or Thread(page_id=page.pk, village=village),
        ceiling=modes.ceiling_of(page, rules),
        closes_by_rule=moment(ends) if ends else _("tidak ditutup sendiri"),
    )


@transaction.atomic
def _keep_thread(request: HttpRequest, page, village) -> ThreadForm:
    """Write what was sent if it is right; the second of two at once sees what the first wrote."""
    thread = Thread.objects.select_for_update().filter(page_id=page.pk).first()
    before = _thread_in_words(thread)
    form = _thread_form(page, village, thread, request.POST)
    if not form.is_valid():
        return form
    asked = form.cleaned_data
    if thread is None:
        made, _created = Thread.objects.get_or_create(page_id=page.pk, defaults={"village": village})
        thread = Thread.objects.select_for_update().get(pk=made.pk)
        before = _thread_in_words(thread)
    thread.mode, thread.closes_at = asked["mode"], asked["closes_at"]
    after = _thread_in_words(thread)
    if before != after:
        thread.save(update_fields=["mode", "closes_at"])
        Thread.objects.filter(pk=thread.pk).update(version=F("version") + 1)
        record(
            "comment_thread.changed",
            village=village,
            by=request.user,
            about=page,
            name=page.title,
            before=before,
            after=after,
            reason=asked["reason"],
        )
        bump(f"village:{village.pk}", "portal")
    return form


def _thread_in_words(thread: Thread | None) -> str:
    mode = thread.get_mode_display() if thread is not None and thread.mode else _("seperti aturan desa")
    if thread is None or thread.closes_at is None:
        return mode
    return _("%(mode)s; ditutup pada %(time)s") % {"mode": mode, "time": moment(thread.closes_at)}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def comment_rules(request: HttpRequest, village_id: int) -> HttpResponse:
    """Set how a village takes comments. 404 for one in which the person does not publish."""
    _refuse_without_villages(request.user)
    village = get_object_or_404(VillagePage, id=village_id)
    if not may_publish_in(request.user, village.path):
        raise Http404
    form = None
    if request.method == "POST":
        form = _keep_rules(request, village)
        if form.is_valid():
            messages.success(request, _("Aturan komentar desa disimpan dan langsung berlaku."))
            return redirect("comment_rules", village.pk)
    context = {
        "header_title": _("Aturan komentar: %(village)s") % {"village": village.full_name},
        "form": form or VillageRulesForm(instance=modes.rules_of(village)),
        "village": village,
    }
    return render(request, "comments/admin/rules.html", context, status=422 if form is not None else 200)


@transaction.atomic
def _keep_rules(request: HttpRequest, village: VillagePage) -> VillageRulesForm:
    made, _created = CommentRules.objects.get_or_create(village=village)
    rules = CommentRules.objects.select_for_update().get(pk=made.pk)
    before = _rules_in_words(rules)
    form = VillageRulesForm(request.POST, instance=rules)
    if not form.is_valid():
        transaction.set_rollback(True)
        return form
    rules = form.save()
    after = _rules_in_words(rules)
    if before != after:
        record("comment_rules.changed", village=village, by=request.user, before=before, after=after)
        bump(f"village:{village.pk}", "portal")
    return form


def _rules_in_words(rules: CommentRules) -> str:
    return _("%(mode)s; berita ditutup setelah %(days)s hari") % {
        "mode": rules.get_mode_display(),
        "days": rules.close_after_days,
    }


urlpatterns = [
    path("komentar/halaman/<int:page_id>/", comment_thread, name="comment_thread"),
    path("komentar/aturan/<int:village_id>/", comment_rules, name="comment_rules"),
]
