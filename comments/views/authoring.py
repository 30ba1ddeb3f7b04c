"""Changing, withdrawing and appealing: each a page with a form, which keeps the words whatever happens."""

import logging
from collections.abc import Callable
from functools import wraps

from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from comments import authoring, defences, limits, ownership
from comments.enums import CommentState, HeldCode
from comments.models import ResidentComment
from comments.own_forms import ActForm, AppealForm, EditForm, TopicEditForm
from comments.text import MAX_RAW, clean_body
from comments.undecided import REFUSED_STATES
from comments.views.answers import TOKEN_FAILED, TokenCheck, own, public_form
from comments.views.own import own_surroundings, see_other, unknown
from safety.violence import may_tell_of_violence

logger = logging.getLogger(__name__)


class AccountOfViolenceError(authoring.NotAllowedError):
    """No page of ours is the place for these words; the message says where to go instead."""


class LimitReachedError(authoring.NotAllowedError):
    """Too often; the message says when to try again."""


def of_author(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A view on the own comment: gets it, and whether the form's token was good. Not ours: the same 404."""

    @public_form()
    @wraps(view)
    def guarded(request: HttpRequest, public_id: str) -> HttpResponse:
        has_token = TokenCheck().is_passed(request)  # who only looks brings none, and needs none
        try:
            comment = ownership.owned_comment(request, public_id)
        except Http404:
            typed = request.POST.get("body") or request.POST.get("text") or ""
            return unknown(request, clean_body(typed[:MAX_RAW]))
        return view(request, comment, has_token)

    return guarded


@of_author
def edit(request: HttpRequest, comment: ResidentComment, has_token: bool) -> HttpResponse:
    """Other words for a comment or a topic, or mending one that was refused."""
    topic = authoring.topic_of(comment)

    def act(form: ActForm) -> None:
        words = form.cleaned_data
        if tells_of_violence(form) and not words["not_violence"]:
            raise AccountOfViolenceError(defences.violence().message)
        authoring.edit(
            comment,
            words["body"],
            version=words["version"],
            held=codes_of_the_sending(request, comment),
            title=words.get("title", ""),
            alt=words.get("alt") or None,
            without_picture=words.get("without_picture", False),
        )

    def is_done(form: ActForm, now: ResidentComment) -> bool:
        if now.may_mend:
            return False  # to be mended: the same words are no mending
        words, about = form.cleaned_data, authoring.topic_of(now)
        is_same = now.body == words["body"] and (about is None or about.title == words.get("title"))
        picture = getattr(now, "picture", None)
        is_told = picture is None or words.get("alt") in ("", None, picture.alt)
        return is_same and is_told and not (words.get("without_picture") and picture)

    if topic is None:
        shown = (_("Ubah komentar"), "comments/own_edit.html", EditForm, {"body": comment.body})
    else:
        picture = getattr(comment, "picture", None)
        initial = {"title": topic.title, "body": comment.body, "alt": picture.alt if picture else ""}
        shown = (_("Ubah topik"), "comments/own_edit.html", TopicEditForm, initial)
    page = Page(*shown, act, is_done)
    return page.answer(request, comment, has_token, is_offered=authoring.acts_of(comment).edit)


@of_author
def withdraw(request: HttpRequest, comment: ResidentComment, has_token: bool) -> HttpResponse:
    """Asks, and takes a comment away from its readers."""

    def act(form: ActForm) -> None:
        authoring.withdraw(comment, version=form.cleaned_data["version"])

    def is_done(form: ActForm, now: ResidentComment) -> bool:
        return now.state in (CommentState.WITHDRAWN, CommentState.ERASED)

    title = _("Tarik komentar") if authoring.topic_of(comment) is None else _("Tarik topik")
    page = Page(title, "comments/own_withdraw.html", ActForm, {}, act, is_done)
    return page.answer(request, comment, has_token, is_offered=authoring.acts_of(comment).withdraw)


@of_author
def appeal(request: HttpRequest, comment: ResidentComment, has_token: bool) -> HttpResponse:
    """Asks for another person's decision."""

    def act(form: ActForm) -> None:
        authoring.appeal(comment, form.cleaned_data["text"], version=form.cleaned_data["version"])

    def is_done(form: ActForm, now: ResidentComment) -> bool:
        return now.appealed_at is not None and now.appeal_text == form.cleaned_data["text"]

    page = Page(_("Ajukan keberatan"), "comments/own_appeal.html", AppealForm, {}, act, is_done)
    return page.answer(request, comment, has_token, is_offered=authoring.acts_of(comment).appeal)


class Page:
    """One act: its title, its template, its form, what it does, and how one sees that it was done before."""

    def __init__(
        self,
        title: str,
        template: str,
        form: type[ActForm],
        initial: dict,
        act: Callable,
        is_done: Callable,
    ):
        self.title, self.template, self.form = title, template, form
        self.initial, self.act, self.is_done = initial, act, is_done

    def answer(
        self, request: HttpRequest, comment: ResidentComment, has_token: bool, *, is_offered: bool
    ) -> HttpResponse:
        """The form; or the act, and off to the own page; or the form again with the reason and every word."""
        if request.method != "POST":
            form = self.form(initial=self.initial | {"version": comment.version})
            return self.shown(request, comment, form, 200, is_offered=is_offered)
        form = self.form(request.POST)
        valid = form.is_valid()
        if not has_token:
            form.add_error(None, TOKEN_FAILED)
            return self.shown(request, comment, form, 403, is_offered=is_offered)
        if not valid:
            return self.shown(request, comment, form, 422, is_offered=is_offered)
        if self.is_done(form, comment):  # sent twice
            return see_other("comments:own", comment.public_id)
        return self.done_or_told(request, comment, form, is_offered)

    def done_or_told(
        self, request, comment: ResidentComment, form: ActForm, is_offered: bool
    ) -> HttpResponse:
        try:
            self.act(form)
        except (AccountOfViolenceError, authoring.NothingChangedError) as error:
            return self.refused(request, comment, form, 422, str(error), is_offered=is_offered)
        except LimitReachedError as error:
            return self.refused(request, comment, form, 429, str(error), is_offered=is_offered)
        except authoring.NotAllowedError as error:
            return self.refused(request, comment, form, 403, str(error), is_offered=False)
        except authoring.ChangedMeanwhileError:
            return self.overtaken(request, comment, form)
        except DatabaseError as error:
            # Only the kind of the error: its words may hold words of the writer.
            logger.error("An author's act could not be stored: %s", type(error).__name__)
            words = _("Belum tersimpan karena situs sedang sibuk. Tunggu sebentar, lalu kirim lagi.")
            return self.refused(request, comment, form, 503, words, is_offered=is_offered)
        return see_other("comments:own", comment.public_id)

    def overtaken(self, request, comment: ResidentComment, form: ActForm) -> HttpResponse:
        """Somebody was faster: what is now, and the form for it where the act is still possible."""
        now = ResidentComment.objects.for_author().get(pk=comment.pk)
        if self.is_done(form, now):  # by the same form, sent twice at once
            return see_other("comments:own", comment.public_id)
        words = _("Komentar ini baru saja berubah: %(state)s Periksa dulu, lalu kirim lagi bila perlu.") % {
            "state": now.state_for_author
        }
        acts = authoring.acts_of(now)
        still = {
            EditForm: acts.edit,
            TopicEditForm: acts.edit,
            AppealForm: acts.appeal,
            ActForm: acts.withdraw,
        }[self.form]
        form.show_version(now.version)
        return self.refused(request, now, form, 409, words, is_offered=still)

    def refused(self, request, comment, form, status: int, words: str, *, is_offered: bool) -> HttpResponse:
        form.add_error(None, words)
        return self.shown(request, comment, form, status, is_offered=is_offered)

    def shown(self, request, comment, form, status: int, *, is_offered: bool) -> HttpResponse:
        context = own_surroundings(request, comment) | {
            "act_title": self.title,
            "form": form,
            "may_tell_of_violence": tells_of_violence(form),
            "is_offered": is_offered,
            "is_mending": comment.may_mend,
            "is_refused": comment.state in REFUSED_STATES,
            "why_not": "" if is_offered or not issubclass(self.form, EditForm) else why_not_edited(comment),
        }
        return own(render(request, self.template, context, status=status))


def tells_of_violence(form: ActForm) -> bool:
    """Whether what was sent may be an account of violence."""
    if not form.is_bound:
        return False
    said = "\n".join(
        (form[name].value() or "")[:MAX_RAW] for name in ("title", "body", "alt") if name in form.fields
    )
    return may_tell_of_violence(said)


def why_not_edited(comment: ResidentComment) -> str:
    return authoring.why_closed(comment) or authoring.why_not_edited(comment)


def codes_of_the_sending(request: HttpRequest, comment: ResidentComment) -> tuple[str, ...]:
    """Count as for a new comment; the codes that this gives rise to. Raises ``LimitReachedError``."""
    if comment.resident is not None:
        counts = [limits.hit(limits.POST_RESIDENT, comment.resident.pk.hex)]
    else:
        device = limits.device_of(request)
        counts = [limits.hit(limits.POST_DEVICE, device)] if device else []
        counts.append(limits.hit(limits.POST_ADDRESS, limits.address_of(request)))
    over = next((count for count in counts if count is not None and count.is_over), None)
    if over is not None:
        raise LimitReachedError(
            _(
                "Terlalu banyak kiriman dari sini. "
                "Tulisan Anda masih ada: kirim lagi sesudah pukul %(time)s WIB."
            )
            % {"time": f"{timezone.localtime(over.until):%H.%M}"}
        )
    return (HeldCode.NO_LIMITS.value,) if None in counts else ()
