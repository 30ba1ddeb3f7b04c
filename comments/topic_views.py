"""Topics in the admin: what waits, one topic with every step, opening one. A foreign topic is a 404."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from comments import conflicts, moderation
from comments.entries import GONE, Entry, entries_of, shown
from comments.enums import FINAL_TOPIC_STATES, PILLAR_WORDS, TopicState
from comments.models import Topic, TopicPicture
from comments.models.comment import is_public_id
from comments.models.topic import TopicQuerySet
from comments.moderation_forms import AnswerForm
from comments.posting import NotTakenError
from comments.refusals import AlreadyHandledError, NotDoneError, NotYoursError, VillageNotOpenError
from comments.text import handed_back
from comments.topic_forms import (
    AltForm,
    PictureForm,
    PillarForm,
    StepForm,
    VillageTopicForm,
    VillageWordsForm,
)
from comments.topics import keeping, opening, progress
from comments.topics.listing import PILLARS, STATES
from comments.topics.waiting import days_waited, is_late, unanswered
from comments.views.pictures import sent
from core.query import page_of, version_in
from village_pages.enums import REVIEWING_ROLES
from village_pages.models import VillagePage
from village_pages.rights import answers_residents, may_moderate, may_publish_in, open_villages_where

writes = require_http_methods(["GET", "HEAD", "POST"])

OLDEST_FIRST = ("comment__created_at", "pk")
NEWEST_FIRST = ("-pk",)


@dataclass(frozen=True)
class Shelf:
    """One filter of the list: the word in the address, its label, what lies there, in which order."""

    slug: str
    label: str | Promise
    of: Callable[[TopicQuerySet], TopicQuerySet]
    order: tuple[str, ...] = OLDEST_FIRST


def _in(state: TopicState) -> Callable[[TopicQuerySet], TopicQuerySet]:
    return lambda topics: topics.filter(state=state)


SHELVES = (
    Shelf("menunggu", gettext_lazy("Menunggu jawaban"), unanswered),
    *(
        Shelf(
            slug,
            state.label,
            _in(state),
            NEWEST_FIRST if state in FINAL_TOPIC_STATES else OLDEST_FIRST,
        )
        for slug, state in STATES.items()
    ),
    Shelf("semua", gettext_lazy("Semua topik"), lambda topics: topics, NEWEST_FIRST),
)
# What each step is called as a button: to open its form, and to take it.
STEP_WORDS = {
    TopicState.WORKED_ON: (gettext_lazy("Tandai dikerjakan"), gettext_lazy("Simpan, dikerjakan")),
    TopicState.ANSWERED: (gettext_lazy("Tandai dijawab"), gettext_lazy("Simpan, dijawab")),
    TopicState.DONE: (gettext_lazy("Tandai selesai"), gettext_lazy("Simpan, selesai")),
    TopicState.DECLINED: (gettext_lazy("Tidak dilanjutkan"), gettext_lazy("Simpan, tidak dilanjutkan")),
}
AGAIN_WORDS = (gettext_lazy("Buka lagi"), gettext_lazy("Simpan, buka lagi"))


def _answer_or_refuse(request: HttpRequest) -> None:
    if not answers_residents(request.user):
        raise PermissionDenied


@never_cache
@require_safe
def topics(request: HttpRequest) -> HttpResponse:
    """Public topics where one answers; what waits longest comes first (a fixed number of queries)."""
    _answer_or_refuse(request)
    asked = request.GET
    villages = list(conflicts.entered_by(request.user).order_by("title"))
    chosen = next((village for village in villages if village.code == asked.get("desa")), None)
    shelf = next((one for one in SHELVES if one.slug == asked.get("keadaan")), SHELVES[0])
    pillar = asked.get("bidang", "") if asked.get("bidang") in PILLARS else ""
    rows = Topic.objects.filter(comment__in=conflicts.answerable_by(request.user).values("pk"))
    if chosen is not None:
        rows = rows.filter(village=chosen)
    if pillar:
        rows = rows.filter(pillar=PILLARS[pillar])
    rows = shelf.of(rows).select_related("comment", "village").order_by(*shelf.order)
    listed = page_of(rows, asked.get("page"))
    alone = chosen or (villages[0] if len(villages) == 1 else None)
    context = {
        "header_title": _("Topik warga"),
        "listed": listed,
        "rows": [(topic, days_waited(topic), is_late(topic)) for topic in listed],
        "shelves": SHELVES,
        "shelf": shelf,
        "pillars": [(slug, PILLAR_WORDS[one]) for slug, one in PILLARS.items()],
        "pillar": pillar,
        "villages": villages if len(villages) > 1 else [],
        "chosen": chosen,
        "filters": urlencode(
            {"keadaan": shelf.slug, "bidang": pillar, "desa": chosen.code if chosen else ""}
        ),
        "opens_in": alone if alone is not None and may_publish_in(request.user, alone.path) else None,
        "may_open_somewhere": open_villages_where(request.user, REVIEWING_ROLES).exists(),
    }
    return render(request, "comments/admin/topics.html", context)


@never_cache
@writes
def topic(request: HttpRequest, public_id: str) -> HttpResponse:
    """One topic: what was said, what became of it, and every act that this person may do.

    Where it is gone, or the act is, what was typed comes back, to be copied.
    """
    try:
        return _shown_or_done(request, public_id)
    except Http404:
        if not (typed := _typed(request)):
            raise
        context = {"header_title": _("Topik"), "back_url": reverse("topics"), "typed": typed}
        return render(request, "comments/admin/gone.html", context, status=404)


def _typed(request: HttpRequest) -> str:
    """What was written with an act."""
    return handed_back(*(request.POST.get(name, "") for name in ("title", "body", "note", "alt")))


def _shown_or_done(request: HttpRequest, public_id: str) -> HttpResponse:
    found = _seen(request, public_id)
    act = Act(request, found)
    if request.method == "POST":
        if act.carry_out():
            return redirect("topic", public_id)
        found = _seen(request, public_id)  # what stands in the rows may have changed since
    comment = found.comment
    entry = entries_of(request, [comment], in_list=False)[0]
    acts = list(_acts(request, found, entry, act))
    context = {
        "header_title": entry.title or _("Topik"),
        "typed": "" if any(one.is_open for one in acts) else _typed(request),
        "topic": found,
        "entry": entry,
        "comment": comment,
        "steps": progress.steps_of(found),
        "waited": days_waited(found),
        "is_late": is_late(found),
        "acts": acts,
        "public_url": f"{entry.page_url}{public_id}/" if entry.page_url and comment.is_shown else "",
    }
    return render(request, "comments/admin/topic.html", context, status=act.status)


def _seen(request: HttpRequest, public_id: str) -> Topic:
    _answer_or_refuse(request)
    rows = conflicts.seen_by(request.user).filter(public_id=public_id, topic__isnull=False)
    comment = shown(rows).first() if is_public_id(public_id) else None
    if comment is None:
        raise Http404
    comment.topic.comment = comment
    return comment.topic


@dataclass(frozen=True)
class Offer:
    """One act on the screen: the words of its buttons, its form, and what is sent besides."""

    action: str
    label: Any
    button: Any
    form: Form
    version: int
    to: str = ""
    is_open: bool = False
    is_harsh: bool = False


def _acts(request: HttpRequest, topic: Topic, entry: Entry, sent: "Act"):
    """What this person may do now; whether it is so is asked again when it is done."""
    comment = topic.comment

    def offer(action: str, words: tuple, version: int, make, to: str = "", is_harsh: bool = False) -> Offer:
        mine = (sent.action, sent.to) == (action, to)
        form = sent.form if mine and sent.form is not None else make(auto_id=f"{action}{to}-%s")
        label, button = words
        return Offer(action, label, button, form, version, to, mine, is_harsh)

    if comment.is_shown and entry.may["answer"]:
        yield offer("answer", (_("Jawab"), _("Tayangkan jawaban")), comment.version, AnswerForm)
    if progress.movable_by(request.user).filter(pk=topic.pk).exists():
        for state in progress.next_states(topic, request.user):
            again = topic.state in FINAL_TOPIC_STATES
            words = AGAIN_WORDS if again else STEP_WORDS[state]
            make = partial(StepForm, to=state)
            yield offer("step", words, topic.version, make, state.value, state == TopicState.DECLINED)
    if entry.is_moderated and entry.topic is not None and comment.village.is_open:
        pillar = partial(PillarForm, initial={"pillar": topic.pillar})
        yield offer("pillar", (_("Ganti bidang"), _("Simpan bidang")), topic.version, pillar)
    if entry.is_moderated and comment.is_official and comment.village.is_open:
        words_form = partial(VillageWordsForm, initial={"title": topic.title, "body": comment.body})
        yield offer("correct", (_("Perbaiki tulisan"), _("Simpan perbaikan")), comment.version, words_form)
    if entry.picture is not None and entry.may["mask"]:
        alt = partial(AltForm, initial={"alt": entry.picture.alt})
        yield offer("alt", (_("Ubah keterangan foto"), _("Simpan keterangan")), comment.version, alt)
    if entry.is_mine and entry.picture is not None:
        told = (_("Hapus foto"), _("Hapus foto ini"))
        yield offer("picture", told, topic.version, PictureForm, is_harsh=True)


class Act:
    """A posted act: which, with what words, and how it ended."""

    def __init__(self, request: HttpRequest, topic: Topic):
        self.request, self.topic = request, topic
        self.action: str = request.POST.get("action", "")
        self.to: str = request.POST.get("to", "") if self.action == "step" else ""
        self.form: Any = None
        self.status = 200

    def carry_out(self) -> bool:
        """Do it and say so; ``False`` when the screen must be shown again with what is wrong."""
        acts = {
            "answer": (self._answer, _("Jawaban sudah tayang.")),
            "step": (self._step, _("Keadaan topik diubah. Semua orang dapat membacanya.")),
            "pillar": (self._pillar, _("Bidang diganti.")),
            "correct": (self._correct, _("Tulisan diperbaiki.")),
            "alt": (self._alt, _("Keterangan foto diganti.")),
            "picture": (self._picture, _("Foto dihapus.")),
        }
        self.status = 422
        if self.action not in acts or (self.action == "step" and self.to not in TopicState.values):
            messages.error(self.request, _("Pilih salah satu tombol."))
            return False
        act, done = acts[self.action]
        try:
            if not act():
                return False
        except NotDoneError as refused:
            self.status = 409
            messages.warning(self.request, _refusal(refused))
            return False
        messages.success(self.request, done)
        return True

    @property
    def _version(self) -> int:
        """What was seen."""
        return version_in(self.request.POST.get("version", ""))

    def _fill(self, form_class: type, **kwargs) -> bool:
        self.form = form_class(self.request.POST, auto_id=f"{self.action}{self.to}-%s", **kwargs)
        return self.form.is_valid()

    def _answer(self) -> bool:
        comment = self.topic.comment
        if comment.is_official or not comment.is_shown:
            raise NotYoursError
        if not self._fill(AnswerForm):
            return False
        body = self.form.cleaned_data["body"]
        moderation.answer(self.request.user, comment, version=self._version, body=body)
        return True

    def _step(self) -> bool:
        if not self._fill(StepForm, to=self.to):
            return False
        try:
            note = self.form.cleaned_data["note"]
            progress.take_step(self.request.user, self.topic, version=self._version, to=self.to, note=note)
        except ValidationError as wrong:
            self.form.add_error("note", wrong)
            return False
        return True

    def _pillar(self) -> bool:
        if not self._fill(PillarForm):
            return False
        pillar = self.form.cleaned_data["pillar"]
        keeping.change_pillar(self.request.user, self.topic, pillar=pillar)
        return True

    def _correct(self) -> bool:
        if not self._fill(VillageWordsForm):
            return False
        words = {name: self.form.cleaned_data[name] for name in VillageWordsForm.words_of}
        keeping.correct(self.request.user, self.topic, version=self._version, **words)
        return True

    def _alt(self) -> bool:
        if not self._fill(AltForm):
            return False
        keeping.describe_picture(self.request.user, self.topic.comment, alt=self.form.cleaned_data["alt"])
        return True

    def _picture(self) -> bool:
        if not self._fill(PictureForm):
            return False
        reason = self.form.cleaned_data["reason"]
        keeping.take_picture_away(self.request.user, self.topic.comment, reason=reason)
        return True


def _refusal(refused: NotDoneError) -> str:
    if isinstance(refused, VillageNotOpenError):
        return _("Desa ini sedang dijeda: topik menunggu sampai desa dibuka lagi.")
    if isinstance(refused, NotYoursError):
        return _("Tentang topik ini orang lain yang memutuskan: kader lain atau duta digital.")
    if isinstance(refused, progress.TopicChangedError) and refused.state:
        return _("%(name)s lebih dulu: topik ini sekarang “%(state)s”. Lihat langkahnya di bawah.") % {
            "name": refused.by or _("Orang lain"),
            "state": refused.state,
        }
    name = refused.by if isinstance(refused, AlreadyHandledError) else ""
    return _("Topik ini sudah diubah oleh %(name)s. Keadaannya sekarang ditampilkan di bawah.") % {
        "name": name or _("orang lain")
    }


@never_cache
@require_safe
def topic_picture(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """The photo of a topic, for who sees the topic here; not of one that its author took back."""
    comment = _seen(request, public_id).comment
    if comment.state in GONE:
        raise Http404
    return sent(request, TopicPicture.objects.filter(comment=comment).first())


@never_cache
@writes
def topic_new(request: HttpRequest, village_id: int) -> HttpResponse:
    """Open a topic of the village. 404 for one in which the person does not publish."""
    _answer_or_refuse(request)
    village = get_object_or_404(VillagePage, id=village_id)
    if not may_moderate(request.user, village):
        raise Http404
    if not may_publish_in(request.user, village.path):
        raise PermissionDenied
    form = VillageTopicForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            opened = opening.open_topic(
                request.user,
                village,
                form.words,
                nonce=form.cleaned_data["nonce"],
                closes_at=form.closes_at,
            )
        except opening.SentBeforeError:
            form.renew()
            form.add_error(
                None,
                _("Topik pertama dari formulir ini sudah tayang. Bila ini lain, tayangkan sekali lagi."),
            )
        except NotTakenError:
            form.add_error(
                None,
                _("Ruang komunitas desa ini sedang tidak menerima topik. Periksa aturan komentarnya dulu."),
            )
        else:
            messages.success(request, _("Topik desa sudah tayang."))
            return redirect("topic", opened.comment.public_id)
    context = {
        "header_title": _("Topik baru: %(village)s") % {"village": village.full_name},
        "form": form,
        "back_url": f"{reverse('topics')}?desa={village.code}",
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "comments/admin/topic_new.html", context, status=status)
