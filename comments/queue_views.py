"""The moderators' screens: the queue, one comment, and a decision about many. Plain forms, no script."""

import logging
import re
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comments import conflicts, moderation
from comments.entries import entries_of, ids_of, shown
from comments.enums import ModerationVerb, ReasonCode
from comments.models import ResidentComment
from comments.models.comment import is_public_id
from comments.moderation_forms import AnswerForm, MaskForm, NoteForm, ReasonForm, RefusalForm
from comments.shelves import PUBLISHED, SHELVES, Shelf
from comments.text import handed_back
from core.query import LONGEST_QUERY, page_of, version_in
from village_pages.rights import may_publish_in

PER_PAGE = 20
BULK_IDS = "borongan-%s"

logger = logging.getLogger(__name__)

_CONTROLS = re.compile(r"[\x00-\x1f\x7f]")


class Place:
    """Where in the queue somebody is: what may be seen, the shelf, the village, the words looked for."""

    def __init__(self, request: HttpRequest):
        asked = request.POST if request.method == "POST" else request.GET
        self.user = request.user
        self.villages = list(conflicts.entered_by(request.user))
        if not self.villages:
            raise PermissionDenied
        moderates = conflicts.moderated_by(request.user).exists()
        # Who only answers sees what is public, and no shelf on which something waits.
        self.shelves = SHELVES if moderates else (PUBLISHED,)
        slug = asked.get("keadaan")
        self.shelf: Shelf = next((one for one in self.shelves if one.slug == slug), self.shelves[0])
        code = asked.get("desa")
        self.village = next((one for one in self.villages if one.code == code), None)
        self.words = _CONTROLS.sub(" ", asked.get("cari", ""))[:LONGEST_QUERY].strip()

    @cached_property
    def rows(self):
        """Comments of all shelves, as far as this place shows them."""
        rows = conflicts.seen_by(self.user)
        if self.village is not None:
            rows = rows.filter(village=self.village)
        if self.words:  # Django takes the meaning from % and _
            # Of who only answers: no way to the covered words by asking for them, letter by letter.
            in_words = Q(pk__in=conflicts.moderated_comments(self.user).values("pk")) | Q(masks=[])
            rows = rows.filter(
                Q(in_words, body__icontains=self.words)
                | Q(shown_name__icontains=self.words)
                | Q(public_id=self.words.lower())
            )
        return rows

    def counts(self) -> dict[str, int]:
        return self.rows.aggregate(**{one.slug: Count("pk", filter=one.holds()) for one in self.shelves})

    def query(self, **changes: str) -> str:
        """The place as an address has it; nothing of the request but what was understood."""
        parts = {
            "keadaan": self.shelf.slug,
            "desa": self.village.code if self.village else "",
            "cari": self.words,
        } | changes
        return urlencode({name: value for name, value in parts.items() if value})

    @property
    def rules_url(self) -> str:
        """Where it is set how the village takes comments: the one looked at, or the only one there is."""
        village = self.village or (self.villages[0] if len(self.villages) == 1 else None)
        if village is None or not may_publish_in(self.user, village.path):
            return ""
        return reverse("comment_rules", args=[village.pk])

    @property
    def url(self) -> str:
        return f"{reverse('comment_moderation:index')}?{self.query()}"

    def links(self) -> dict:
        counts = self.counts()
        return {
            "shelves": [(one, counts[one.slug], self.query(keadaan=one.slug)) for one in self.shelves],
            "village_links": [("", _("Semua desa"), self.query(desa=""))]
            + [(one.code, one.title, self.query(desa=one.code)) for one in self.villages]
            if len(self.villages) > 1
            else [],
        }


@never_cache
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """One shelf: what waits, oldest first; what is decided, by the newest decision."""
    place = Place(request)
    listed = page_of(shown(place.shelf.of(place.rows)), request.GET.get("page"), per_page=PER_PAGE)
    entries = entries_of(request, list(listed), in_list=True)
    context = {
        "header_title": _("Komentar"),
        "place": place,
        "shelf": place.shelf,
        "paginator_page": listed,
        "entries": entries,
        "for_ambassador": conflicts.waiting_for_an_ambassador(request.user),
        "bulk": place.shelf.bulk if any(entry.is_mine for entry in entries) else (),
        "bulk_form": ReasonForm(auto_id=BULK_IDS),
    }
    return render(request, "comments/admin/queue.html", context | place.links())


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def item(request: HttpRequest, public_id: str) -> HttpResponse:
    """One comment, and the decision about it. A comment that is not one's to see is a 404."""
    place = Place(request)
    try:
        return _shown_or_decided(request, place, public_id)
    except Http404:
        # It went from here while somebody was writing about it: no word of what it is, but his own.
        if not (typed := _typed(request)):
            raise
        context = {"header_title": _("Komentar"), "back_url": place.url, "typed": typed}
        return render(request, "comments/admin/gone.html", context, status=404)


def _shown_or_decided(request: HttpRequest, place: Place, public_id: str) -> HttpResponse:
    comment = _seen(request, public_id)
    forms, status = {}, 200
    if request.method == "POST":
        decision = Decision(request, comment)
        if decision.carry_out():
            stays = decision.action in (ModerationVerb.MASK, ModerationVerb.UNMASK)
            return HttpResponseRedirect(f"{request.path}?{place.query()}" if stays else place.url)
        forms, status = {decision.action: decision.form}, decision.status
        comment = _seen(request, public_id)  # what stands in the row may have changed since
    entry = entries_of(request, [comment], in_list=False, **forms)[0]
    opened = request.POST.get("action", "")
    context = {
        "header_title": _("Komentar"),
        "entry": entry,
        "opened": opened,
        # Where the form that was sent is gone, its words can still be copied.
        "typed": "" if entry.may.get(opened) else _typed(request),
        "back_url": place.url,
        "place": place,
        "shelf": place.shelf,
    }
    return render(request, "comments/admin/item.html", context, status=status)


def _typed(request: HttpRequest) -> str:
    """What was written with a decision."""
    return handed_back(*(request.POST.get(name, "") for name in ("body", "note", "words")))


def _seen(request: HttpRequest, public_id: str) -> ResidentComment:
    rows = conflicts.seen_by(request.user)
    comment = shown(rows.filter(public_id=public_id)).first() if is_public_id(public_id) else None
    if comment is None:
        raise Http404
    return comment


class Decision:
    """A posted decision: which, with what words, and how it ended."""

    def __init__(self, request: HttpRequest, comment: ResidentComment):
        self.request, self.comment = request, comment
        self.action: str = request.POST.get("action", "")
        self.form: Any = None
        self.status = 422

    def carry_out(self) -> bool:
        """Do it and say so; ``False`` when the screen must be shown again with what is wrong."""
        steps = {
            ModerationVerb.APPROVE: (None, _("Komentar sudah tayang.")),
            ModerationVerb.REJECT: (RefusalForm, _("Komentar ditolak. Penulisnya dapat membaca alasannya.")),
            ModerationVerb.HIDE: (RefusalForm, _("Komentar disembunyikan dari pembaca.")),
            ModerationVerb.KEEP: (None, _("Laporan dijawab. Komentar tetap tayang.")),
            ModerationVerb.UPHOLD: (NoteForm, _("Keberatan ditolak. Penulisnya dapat membacanya.")),
            ModerationVerb.ANSWER: (AnswerForm, _("Jawaban sudah tayang.")),
            ModerationVerb.MASK: (MaskForm, _("Data pribadi ditutup. Pembaca melihat tandanya.")),
            ModerationVerb.UNMASK: (None, _("Yang ditutup sudah dibuka lagi.")),
        }
        if self.action not in steps:
            messages.error(self.request, _("Pilih salah satu tombol."))
            return False
        form, done = steps[ModerationVerb(self.action)]
        try:
            what = self._said(form) if form else {}
            if what is None:
                return False
            version = version_in(self.request.POST.get("version", ""))
            getattr(moderation, self.action)(self.request.user, self.comment, version=version, **what)
        except DatabaseError as error:
            self.status = 503
            messages.error(self.request, _busy(error))
            return False
        except moderation.NotDoneError as refused:
            self.status = 409
            messages.warning(self.request, _refusal(refused))
            return False
        messages.success(self.request, self._told(done))
        return True

    def _told(self, done: str) -> str:
        """``done``; of a topic that readers now see also the way to what is to be done about it."""
        if self.action != ModerationVerb.APPROVE or getattr(self.comment, "topic", None) is None:
            return done
        return format_html(
            '{} <a href="{}">{}</a>',
            _("Topik sudah tayang."),
            reverse("topic", args=[self.comment.public_id]),
            _("Tindak lanjuti topik ini"),
        )

    def _said(self, form_class) -> dict | None:
        """What goes with the decision; ``None`` where something is wrong, which the form then says."""
        about = {"comment": self.comment} if form_class is MaskForm else {}
        self.form = form_class(self.request.POST, auto_id=ids_of(self.comment, self.action), **about)
        official = self.comment.is_official and self.action in (ModerationVerb.ANSWER, ModerationVerb.REJECT)
        if official or not self.form.is_valid():
            return None
        return {"spans": self.form.spans} if form_class is MaskForm else self.form.cleaned_data


def _busy(error: DatabaseError) -> str:
    """For who decides, when the rows could not be had (a lock that lasted); his words are shown again."""
    # Only the kind: a database tells the failing row, and with it words and names.
    logger.error("A decision could not be stored: %s", type(error).__name__)
    return _("Situs sedang sibuk, jadi belum ada yang berubah. Tunggu sebentar, lalu tekan tombolnya lagi.")


def _refusal(refused: moderation.NotDoneError) -> str:
    if isinstance(refused, moderation.VillageNotOpenError):
        return _(
            "Desa ini sedang dijeda: komentar tidak dapat diterbitkan, ditolak, atau dijawab. "
            "Komentar yang merugikan orang tetap dapat disembunyikan, dan data pribadi ditutup."
        )
    if isinstance(refused, moderation.AboveFirstError):
        return _("Komentar ini menjawab komentar yang belum tayang. Putuskan dulu yang dijawab.")
    if isinstance(refused, moderation.NotYoursError):
        return _("Tentang komentar ini orang lain yang memutuskan: kader lain atau duta digital.")
    if isinstance(refused, moderation.AuthorChangedError):
        return _("Penulisnya baru mengubahnya. Keadaannya sekarang ditampilkan di bawah.")
    return _("Komentar ini sudah ditangani oleh %(name)s. Keadaannya sekarang ditampilkan di bawah.") % {
        "name": getattr(refused, "by", "") or _("orang lain")
    }


@never_cache
@require_POST
def bulk(request: HttpRequest) -> HttpResponse:
    """The same decision about all that are ticked; says how many, and what could not be done and why."""
    place = Place(request)
    if len(place.shelves) == 1:
        raise PermissionDenied
    picked = _picked(request)
    action = request.POST.get("action", "")
    form = ReasonForm(request.POST, auto_id=BULK_IDS)
    verb, reasons, problem = _asked(action, form)
    if not picked:
        problem = _("Tandai dulu komentar yang Anda maksud.")
    elif len(picked) > moderation.MOST_IN_BULK:
        problem = _("Paling banyak %(most)d komentar sekaligus. Kurangi tandanya.") % {
            "most": moderation.MOST_IN_BULK
        }
    if problem:
        return _asked_again(request, place, picked, form, problem)
    try:
        account = moderation.in_bulk(request.user, verb, picked, **reasons)
    except DatabaseError as error:
        return _asked_again(request, place, picked, form, _busy(error), status=503)
    tell = messages.success if account.done == len(picked) else messages.warning
    tell(request, in_words(account, action))
    return HttpResponseRedirect(place.url)


def _asked(action: str, form: ReasonForm) -> tuple[str, dict, str]:
    """Verb, reason, and what is wrong."""
    if action in (ModerationVerb.APPROVE, ModerationVerb.KEEP):
        return action, {}, ""
    if action == "spam":
        return ModerationVerb.REJECT, {"reason": ReasonCode.SPAM}, ""
    if action in (ModerationVerb.REJECT, ModerationVerb.HIDE):
        if form.is_valid():
            return action, form.cleaned_data, ""
        return action, {}, _("Pilih alasannya, lalu tekan tombolnya lagi.")
    return "", {}, _("Pilih salah satu tombol.")


def _picked(request: HttpRequest) -> dict[str, int]:
    """Public ids and the versions that were seen; what cannot be one is counted as not found."""
    picked = {}
    for value in request.POST.getlist("pilih")[: 2 * moderation.MOST_IN_BULK]:
        public_id, _dash, version = value.partition("-")
        picked[public_id if is_public_id(public_id) else "?"] = version_in(version)
    return picked


def _asked_again(
    request: HttpRequest, place: Place, picked, form: ReasonForm, problem: str, status: int = 422
) -> HttpResponse:
    """The ticked comments once more, still ticked, with what is wrong: nothing has to be done twice."""
    rows = shown(conflicts.moderated_comments(request.user).filter(public_id__in=picked)).order_by("pk")
    comments = list(rows[: moderation.MOST_IN_BULK])
    for comment in comments:
        comment.version = picked[comment.public_id]  # as it was seen
    context = {
        "header_title": _("Komentar"),
        "place": place,
        "shelf": place.shelf,
        "entries": entries_of(request, comments, in_list=True),
        "bulk": place.shelf.bulk,
        "bulk_form": form,
        "problem": problem,
        "back_url": place.url,
    }
    return render(request, "comments/admin/bulk.html", context, status=status)


def in_words(account: moderation.Account, action: str) -> str:
    """``97 disetujui; 2 sudah ditangani Siti; 1 tidak ditemukan``."""
    done = {
        ModerationVerb.APPROVE: _("%d disetujui"),
        ModerationVerb.REJECT: _("%d ditolak"),
        ModerationVerb.HIDE: _("%d disembunyikan"),
        ModerationVerb.KEEP: _("%d dibiarkan tayang"),
        "spam": _("%d ditandai spam"),
    }[action]
    parts = [done % account.done]
    for name, number in sorted(account.handled.items()):
        parts.append(
            _("%(number)d sudah ditangani %(name)s") % {"number": number, "name": name or _("orang lain")}
        )
    for words, number in (
        (_("%d baru diubah penulisnya"), account.changed),
        (_("%d diputuskan orang lain"), account.not_yours),
        (_("%d di desa yang sedang dijeda"), account.paused),
        (_("%d belum dapat tayang: putuskan dulu yang dijawab"), account.above_first),
        (_("%d tidak ditemukan"), account.missing),
    ):
        if number:
            parts.append(words % number)
    return "; ".join(parts) + "."
