"""The form, its sending, and the receipt that follows."""

import logging
import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, ClassVar

from django.conf import settings
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods
from wagtail.models import Page

from comments import consent, defences, limits, modes, posting, reading, receipts, stamps
from comments.enums import ClosedBecause, CommentState
from comments.forms import CommentForm, GuestCommentForm
from comments.models import CommunitySpacePage, Resident, ResidentComment
from comments.models.comment import is_public_id
from comments.residents.sessions import resident_of
from comments.text import MAX_RAW, beginning
from comments.views.answers import TOKEN_FAILED, TokenCheck, own, page_or_404, public_form, small_body, told
from offices.reading import contacts_of
from safety.violence import may_tell_of_violence
from village_pages.navigation import surroundings
from village_pages.rights import may_answer

BUSY_SECONDS = 30  # when to try again where the database did not answer
QUOTED = 200  # characters of what is answered
STATUS = {"closed": 403, "muted": 403, "office": 403, "limit": 429, "busy": 503}
# After these, the words can only be copied.
FINAL = ("closed", "muted", "office")

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Asked:
    """What a request is about: the page, what of it is answered, and who is asking."""

    request: HttpRequest
    page: Page
    village: Any
    openness: modes.Openness
    resident: Resident | None
    # The public id in ``?balas=``, and the comment that it names if that is public here.
    answered_id: str
    parent: ResidentComment | None

    template: ClassVar[str] = "comments/write.html"
    # Fields whose words are handed back where no form can be shown.
    told_fields: ClassVar[tuple[str, ...]] = ("body",)

    @property
    def key(self) -> uuid.UUID:
        return self.page.translation_key

    @property
    def mark(self) -> str:
        return defences.speaker_mark(self.resident)

    @property
    def parent_is_gone(self) -> bool:
        return bool(self.answered_id) and self.parent is None

    @cached_property
    def is_of_the_office(self) -> bool:
        """Whether this browser is signed in as who answers for the village; asks nothing without a cookie."""
        has_session = settings.SESSION_COOKIE_NAME in self.request.COOKIES
        return has_session and may_answer(self.request.user, self.village)

    @property
    def desk_url(self) -> str:
        """Where who answers for the village does so."""
        if self.parent is None:
            return reverse("comment_moderation:index")
        return reverse("comment_moderation:item", args=[self.parent.public_id])

    @cached_property
    def stamp(self) -> stamps.Stamp | None:
        return stamps.read(self.request.POST.get("stamp", ""), self.key)

    @property
    def is_in_space(self) -> bool:
        return isinstance(self.page, CommunitySpacePage)

    @classmethod
    def form_class(cls, *, is_guest: bool) -> type[CommentForm]:
        return GuestCommentForm if is_guest else CommentForm

    def form(self, *args, **kwargs) -> CommentForm:
        return self.form_class(is_guest=self.resident is None)(*args, **kwargs)

    def initial(self) -> dict[str, Any]:
        return {"stamp": stamps.issue(self.key, self.mark), "place": self.village.title}

    def fresh_form(self) -> CommentForm:
        return self.form(initial=self.initial())

    def take_along(self, form: CommentForm, *, is_new: bool = False, has_token: bool = True) -> None:
        """Take what comes beside the words, and add what is wrong with it to ``form``.

        ``is_new``: what the same form has brought before is sent already. ``has_token``: a good one came.
        """

    def store(
        self, speaker: posting.Speaker, words: dict[str, Any], nonce: uuid.UUID, held: list[str]
    ) -> ResidentComment:
        """Raises ``posting.NotTakenError``."""
        return posting.post(
            page=self.page,
            village=self.village,
            speaker=speaker,
            body=words["body"],
            nonce=nonce,
            held=held,
            parent=self.parent,
            about_cadre=words["about_cadre"],
        )

    def may_tell_of_violence(self, form: CommentForm) -> bool:
        """Whether those who help should be named above ``form``, whatever else is wrong with it."""
        said = "\n".join((form[name].value() or "")[:MAX_RAW] for name in self.told_fields)
        return form.is_bound and may_tell_of_violence(said)

    def is_same(self, before: ResidentComment, words: dict[str, Any]) -> bool:
        """Whether ``words`` are those of ``before``, for the same people to read."""
        return (before.body, before.about_cadre) == (words["body"], words["about_cadre"])

    def context(self) -> dict[str, Any]:
        """What the template of this form needs beside what all forms show."""
        return {}

    def renewed(self, form: CommentForm) -> CommentForm:
        """The same form with a usable stamp: the old one while it is good, so that it stays one comment."""
        stamp = self.stamp
        if stamp is None or stamp.is_expired or stamp.speaker != self.mark:
            return self.restamped(form)
        return form

    def restamped(self, form: CommentForm) -> CommentForm:
        form.data = {**form.data.dict(), "stamp": stamps.issue(self.key, self.mark)}  # type: ignore[attr-defined]
        return form


def asked_in(request: HttpRequest, page_key: uuid.UUID) -> Asked:
    """What ``request`` is about; ``Http404`` when readers see no such page."""
    page, village = page_or_404(page_key)
    answered_id = request.GET.get("balas", "")
    parent = answered_in(page, answered_id) if answered_id else None
    openness = modes.openness_of(page, village, reading.thread_of(page))
    if parent is not None:
        openness = modes.below(openness, parent, page)
    elif isinstance(page, CommunitySpacePage) and openness.is_open:
        openness = replace(openness, closed_because=ClosedBecause.TOPIC_GONE)
    return Asked(
        request=request,
        page=page,
        village=village,
        openness=openness,
        resident=resident_of(request),
        answered_id=answered_id,
        parent=parent,
    )


def answered_in(page: Page, public_id: str) -> ResidentComment | None:
    """The comment with ``public_id``, if it is public under ``page``."""
    if not is_public_id(public_id):
        return None
    shown = ResidentComment.objects.published().filter(thread__page=page)
    return shown.with_author_role().filter(public_id=public_id).select_related("root").first()


@public_form()
def write(request: HttpRequest, page_key: uuid.UUID) -> HttpResponse:
    """The form under one page, for a guest or who is signed in, and its sending. 303 when it was taken.

    In a community space only what is said about a topic is written here: the rest has a form of its own.
    """

    def answer() -> HttpResponse:
        asked = asked_in(request, page_key)
        if request.method == "POST":
            return taken_or_refused(asked)
        if asked.is_in_space and not asked.answered_id:
            return own(redirect("comments:propose", page_key))
        return empty_form(asked)

    return shown_or_told(request, answer, Asked)


def shown_or_told(
    request: HttpRequest, answer: Callable[[], HttpResponse], kind: type[Asked]
) -> HttpResponse:
    """What ``answer`` gives; where that fails for a form that was sent, at least its words."""
    if request.method != "POST":
        return answer()
    try:
        return answer()
    except (Http404, posting.PageGoneError):
        return page_gone(request, kind)
    except DatabaseError as error:
        # Not even a page can be made: the words alone, to be copied.
        log_trouble(error)
        words = [request.POST.get(name, "")[:MAX_RAW] for name in kind.told_fields]
        response = told("\n\n".join([busy().message, *words]), 503)
        response["Retry-After"] = str(BUSY_SECONDS)
        return response


def log_trouble(error: DatabaseError) -> None:
    # Only the kind: a database tells the failing row, and with it words and names.
    logger.error("A comment could not be stored: %s", type(error).__name__)


def busy() -> defences.Refusal:
    return defences.Refusal(
        "busy",
        _(
            "Tulisan Anda belum tersimpan karena situs sedang sibuk. "
            "Tulisan Anda masih ada: tunggu sebentar, lalu kirim lagi."
        ),
        retry_at=timezone.now() + timedelta(seconds=BUSY_SECONDS),
    )


def of_the_office() -> defences.Refusal:
    """What who decides about comments wrote as anybody he could let through himself."""
    return defences.Refusal("office", _("Anda masuk sebagai petugas desa ini: jawab lewat meja kerja."))


def parent_gone() -> defences.Refusal:
    return defences.Refusal(
        "parent",
        _(
            "Komentar yang ingin Anda jawab tidak ada di halaman ini, atau tidak tayang lagi. "
            "Tulisan Anda masih ada: bila masih cocok, kirim sebagai komentar baru."
        ),
    )


def picture_gone() -> defences.Refusal:
    return defences.Refusal(
        "picture", _("Foto Anda sudah tidak tersimpan. Pilih fotonya sekali lagi, lalu kirim.")
    )


def empty_form(asked: Asked) -> HttpResponse:
    resident = asked.resident
    if not asked.openness.is_open:
        return form_page(asked, None, status=200)
    if asked.is_of_the_office:
        return form_page(asked, None, status=200, closed_words=of_the_office().message)
    if resident is not None and not resident.may_write:
        return form_page(asked, None, status=200, closed_words=defences.muted_words(resident))
    return form_page(asked, asked.fresh_form(), status=404 if asked.parent_is_gone else 200)


def taken_or_refused(asked: Asked) -> HttpResponse:
    request, stamp = asked.request, asked.stamp
    form = asked.form(request.POST)
    form.is_valid()
    if not TokenCheck().is_passed(request):
        return token_failed(asked, form)

    # Also when somebody has signed out since, so that a name is missing: the words decide.
    before = (
        posting.already_posted(stamp.nonce) if stamp is not None and "body" in form.cleaned_data else None
    )
    if before is not None:
        return sent_before(asked, form, before)
    if asked.is_of_the_office:
        return refused(asked, form, of_the_office())
    asked.take_along(form)
    if not form.is_valid() and asked.openness.is_open:
        if stamp is not None and stamp.speaker != asked.mark:
            form.add_error(None, defences.speaker_changed(asked.resident))
        return form_page(asked, asked.renewed(form), status=422)

    try:
        comment, refusal = judged(asked, form.cleaned_data)
    except DatabaseError as error:
        log_trouble(error)
        comment, refusal = None, busy()
    if comment is not None:
        return to_receipt(asked.request, comment)
    return refused(asked, form, refusal or defences.closed())


def judged(asked: Asked, words: dict) -> tuple[ResidentComment | None, defences.Refusal | None]:
    """The comment as stored, or why it was not taken. Raises ``DatabaseError``, ``posting.PageGoneError``."""
    resident, stamp = asked.resident, asked.stamp
    if resident is None:
        speaker = posting.Speaker(words.get("name", ""), words.get("place", ""))
    else:
        speaker = posting.Speaker(resident.display_name, resident.village.title, resident)
    verdict = defences.judge(
        defences.Submission(
            is_open=asked.openness.is_open,
            closed_because=asked.openness.closed_because,
            name=speaker.name,
            title=words.get("title", ""),
            body=words.get("body", ""),
            alt=words.get("alt", ""),
            village=asked.village,
            in_space=asked.is_in_space,
            links_allowed=0 if resident is None else defences.LINKS_OF_RESIDENTS,
            is_not_violence=words.get("not_violence", False),
            trap=words.get("lanjutan", ""),
            stamp=stamp,
            device=limits.device_of(asked.request),
            address=limits.address_of(asked.request),
            resident=resident,
        )
    )
    if verdict.refusal is not None or stamp is None:
        return None, verdict.refusal
    if asked.parent_is_gone:
        return None, parent_gone()
    try:
        comment = asked.store(speaker, words, stamp.nonce, verdict.held)
    except posting.ThreadClosedError as error:
        return None, defences.closed(error.because)
    except posting.ParentGoneError:
        return None, parent_gone()
    except posting.PictureGoneError:
        return None, picture_gone()
    except posting.MutedError:
        return None, defences.muted(resident or Resident())
    return comment, None


def refused(asked: Asked, form: CommentForm, refusal: defences.Refusal) -> HttpResponse:
    """The form again with the reason above it and every word kept."""
    form.add_error(None, refusal.message)
    response = form_page(
        asked,
        asked.renewed(form),
        status=STATUS.get(refusal.code, 422),
        closed_words=refusal.message if refusal.code in FINAL else "",
        as_answer=refusal.code != "parent",
    )
    if refusal.retry_at is not None:
        response["Retry-After"] = str(limits.seconds_until(refusal.retry_at))
    return response


def token_failed(asked: Asked, form: CommentForm) -> HttpResponse:
    """No valid token: nothing is stored, and the words come back with a new one."""
    form.add_error(None, TOKEN_FAILED)
    asked.take_along(form, has_token=False)
    return form_page(asked, asked.restamped(form), status=403)


def sent_before(asked: Asked, form: CommentForm, before: ResidentComment) -> HttpResponse:
    """The form was sent already: the same receipt for the same words; other words are asked about."""
    if asked.is_same(before, form.cleaned_data):
        stamp = asked.stamp
        # Who signs in or out, or takes the phone, does not get the code of who wrote.
        is_same = stamp is not None and not stamp.is_expired and stamp.speaker == asked.mark
        return to_receipt(asked.request, before, with_code=is_same)
    form.add_error(
        None,
        _(
            "Tulisan pertama dari formulir ini sudah terkirim. "
            "Bila ini tulisan lain, tekan Kirim sekali lagi."
        ),
    )
    asked.take_along(form, is_new=True)
    return form_page(asked, asked.restamped(form), status=422)


def form_page(
    asked: Asked,
    form: CommentForm | None,
    *,
    status: int,
    closed_words: str = "",
    as_answer: bool = True,
) -> HttpResponse:
    """The form; or, where ``closed_words`` or the page's openness say why not, whom to ask instead."""
    because = asked.openness.closed_because
    closed_words = closed_words or (str(because.label) if because is not None else "")
    context = surroundings(asked.request, village=asked.village)
    parent = asked.parent if as_answer else None
    context |= {
        "commented_page": asked.page,
        "commented_url": asked.page.get_url(asked.request),
        "form": form,
        "resident": asked.resident,
        "closed_words": closed_words,
        "may_tell_of_violence": form is not None and asked.may_tell_of_violence(form),
        "parent": parent,
        "parent_is_gone": asked.parent_is_gone,
        "quote": beginning(parent.shown_body, QUOTED) if parent is not None else "",
        "privacy_url": address_ending(context["footer_links"], "/privasi/"),
    }
    if closed_words and asked.is_of_the_office:
        context["desk_url"] = asked.desk_url
    elif closed_words:
        context |= {
            "contacts": contacts_of(asked.village),
            "services_url": services_of(asked, context["section_links"]),
        }
    else:
        context |= {
            "is_public_at_once": posting.is_public_at_once(asked.openness, asked.village, asked.resident),
            "consent": consent.current(),
        }
    return own(render(asked.request, asked.template, context | asked.context(), status=status))


def address_ending(links, ending: str) -> str | None:
    return next((url for _title, url in links if url.endswith(ending)), None)


def services_of(asked: Asked, section_links) -> str | None:
    """Where questions are taken when news take none any more."""
    if not asked.page.comments_close_by_themselves or not asked.village.is_open:  # type: ignore[attr-defined]
        return None
    return address_ending([(link.title, link.url) for link in section_links], "/layanan/")


def page_gone(request: HttpRequest, kind: type[Asked]) -> HttpResponse:
    """The page went while somebody was writing: the words alone, to be copied."""
    context = surroundings(request) | {
        "form": kind.form_class(is_guest=True)(request.POST),
        "closed_words": _(
            "Halaman ini sudah tidak ada, atau tidak tayang lagi. Tulisan Anda tidak terkirim."
        ),
    }
    return own(render(request, kind.template, context, status=404))


def to_receipt(request: HttpRequest, comment: ResidentComment, *, with_code: bool = True) -> HttpResponse:
    response = HttpResponseRedirect(reverse("comments:sent"))
    response.status_code = 303
    if with_code:
        receipts.hand_over(response, comment)
        limits.remember(request, response)
    return own(response)


@csrf_exempt  # checked by csrf_protect, once the size is known
@require_http_methods(["GET", "HEAD", "POST"])
@small_body
@csrf_protect
def sent(request: HttpRequest) -> HttpResponse:
    """What comes of it, once. A guest gets the code, for ten minutes or until "Sudah saya catat"."""
    if request.method == "POST":
        noted = HttpResponseRedirect(reverse("comments:sent"))
        noted.status_code = 303
        receipts.put_away(noted)
        return own(noted)
    comment = receipts.handed_over(request)
    has_code = comment is not None and comment.receipt_hash is not None
    context = surroundings(request, village=comment.village if comment else None) | {
        "comment": comment,
        "code": receipts.code_for(comment.submit_nonce) if comment and has_code else None,
        "commented_page": comment.thread.page if comment else None,
        "is_resident": not has_code if comment else resident_of(request) is not None,
        "CommentState": CommentState,
    }
    response = own(render(request, "comments/sent.html", context))
    if request.method == "GET" and not has_code:
        receipts.put_away(response)
    return response
