"""The community space among the sections of a village: its topics on the homes, its figures on the portal."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comments.enums import CommentKind, CommentState
from comments.models import ResidentComment, Topic
from comments.querysets import everybody_reads
from comments.text import beginning
from comments.topics import figures, listing
from core.caching import changes_at
from village_pages.sections import Card, Section, register

SLUG = "ruang-komunitas"
OPEN_ON_HOME = 3
ANSWERS_ON_HOME = 2
EXCERPT = 120
JUST_ANSWERED = timedelta(days=90)


def entries(village, request: HttpRequest) -> list[Card]:
    """The newest open topics of ``village``, and what its office has answered just now (four queries)."""
    space_url = f"{village.get_url(request) or '/'}{SLUG}/"
    answers = list(_answers(village))
    # What was just answered stands there once, with its answer.
    others = listing.readable().filter(village=village).exclude(pk__in=[one.root_id for one in answers])
    topics = list(listing.with_numbers(others.open()).order_by("-comment_id")[:OPEN_ON_HOME])
    for topic in topics:
        changes_at(request, topic.comment.answers_close_at)
    return [
        *(_topic_card(topic, space_url) for topic in topics),
        *(_answer_card(answer) for answer in answers),
    ]


def _topic_card(topic: Topic, space_url: str) -> Card:
    row = listing.row_of(topic, listing.address_of(space_url, topic.comment))
    return Card(
        url=row.url,
        title=topic.title,
        label=topic.get_kind_display(),
        facts=tuple(filter(None, (row.state, row.waited))),
    )


def _answers(village):
    """The newest answers of the office to what readers see; none that are old."""
    rows = ResidentComment.objects.published().filter(everybody_reads(), village=village)
    rows = rows.filter(kind=CommentKind.OFFICIAL, root__state=CommentState.PUBLISHED)
    answers = rows.filter(published_at__gt=timezone.now() - JUST_ANSWERED)
    return answers.select_related("root__topic", "thread__page").order_by("-published_at")[:ANSWERS_ON_HOME]


def _answer_card(answer: ResidentComment) -> Card:
    return Card(
        url=answer.get_absolute_url(),
        title=answer.about,
        summary=beginning(answer.shown_body, EXCERPT),
        label=_("Baru dijawab"),
        date=answer.published_at,
    )


def portal_words() -> str:
    """One line about all villages together; empty before anybody has asked anything (three queries)."""
    found = figures.together(listing.readable())
    if not found.has_any:
        return ""
    words = _("%(open)d topik terbuka, %(answered)d sudah dijawab, %(done)d selesai.") % {
        "open": found.open,
        "answered": found.answered,
        "done": found.done,
    }
    if not found.days:
        return words
    return _("%(words)s Jawaban pertama biasanya datang dalam %(days)s.") % {
        "words": words,
        "days": found.days,
    }


def portal_view(home, request: HttpRequest) -> HttpResponse:
    from comments.views.topics import show_figures  # views need all apps to be loaded

    return show_figures(home, request)


register(
    Section(
        key="comments",
        slug=SLUG,
        label=gettext_lazy("Ruang Komunitas"),
        order=40,
        more_label=gettext_lazy("Semua topik"),
        newest_on_portal=False,
        entries=entries,
        portal_words=portal_words,
        portal_view=portal_view,
    )
)
