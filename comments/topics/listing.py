"""Topics as readers find them: the list of a village, narrowed by state and pillar, 20 at a time."""

import re
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from comments.enums import PILLAR_WORDS, TopicKind, TopicState
from comments.models import ResidentComment, Topic, TopicStep
from comments.models.topic import TopicQuerySet
from comments.querysets import everybody_reads
from comments.topics import figures
from comments.topics.progress import days_between
from comments.topics.waiting import days_waited
from core.enums import Pillar
from core.formats import long_date
from core.query import PER_PAGE, page_of

STATES = {
    "diterima": TopicState.RECEIVED,
    "dikerjakan": TopicState.WORKED_ON,
    "dijawab": TopicState.ANSWERED,
    "selesai": TopicState.DONE,
    "tidak-dilanjutkan": TopicState.DECLINED,
}
PILLARS = {
    "masyarakat": Pillar.PEOPLE,
    "ekonomi": Pillar.ECONOMY,
    "tata-kelola": Pillar.GOVERNANCE,
    "lingkungan": Pillar.ENVIRONMENT,
    "kehidupan": Pillar.LIVING,
    "mobilitas": Pillar.MOBILITY,
}
# The first page has no number in its address.
_LATER_PAGE = re.compile(r"[2-9]|[1-9][0-9]{1,3}")


@dataclass(frozen=True)
class Chosen:
    """What a reader has asked for, in the words of the address; empty words for everything."""

    state: str = ""
    pillar: str = ""
    number: str = ""

    @classmethod
    def of(cls, query: QueryDict) -> "Chosen":
        """What of ``query`` can mean something."""
        state, pillar, number = (query.get(key, "") for key in ("keadaan", "bidang", "page"))
        return cls(
            state if state in STATES else "",
            pillar if pillar in PILLARS else "",
            number if _LATER_PAGE.fullmatch(number) else "",
        )

    @property
    def query(self) -> dict[str, str]:
        """The one way to write it: the same content has one address."""
        return {"page": self.number} | self.filters if self.number else self.filters

    @property
    def filters(self) -> dict[str, str]:
        return {key: word for key, word in (("keadaan", self.state), ("bidang", self.pillar)) if word}

    def holds(self, row: dict) -> bool:
        """Whether topics of ``row`` (of ``figures.tallied`` by pillar) are asked for."""
        return (not self.state or row["state"] == STATES[self.state]) and (
            not self.pillar or row["pillar"] == PILLARS[self.pillar]
        )

    def narrowed(self, topics: QuerySet[Topic]) -> QuerySet[Topic]:
        if self.state:
            topics = topics.filter(state=STATES[self.state])
        return topics.filter(pillar=PILLARS[self.pillar]) if self.pillar else topics


def clean_address(request: HttpRequest, space) -> str | None:
    """Where the list of ``space`` that ``request`` asks for stands; ``None``: at this very address.

    So that nobody can fill the cache with made-up ones. Asks how many there are only for a later page.
    """
    chosen = Chosen.of(request.GET)
    if chosen.number:
        number = chosen.narrowed(readable().filter(village=space.village)).count()
        last = max(1, -(-number // PER_PAGE))
        chosen = replace(chosen, number=str(min(int(chosen.number), last)) if last > 1 else "")
    query = chosen.query
    if dict(request.GET.lists()) == {key: [word] for key, word in query.items()}:
        return None
    return f"{request.path}{'?' if query else ''}{urlencode(query)}"


def readable() -> TopicQuerySet:
    """Topics that everybody may read, of all villages (building it asks once which pages are not public)."""
    return Topic.objects.shown().filter(everybody_reads("comment__"))


def address_of(space_url: str, comment: ResidentComment) -> str:
    """Where the topic of ``comment`` stands, in the space at ``space_url``."""
    return f"{space_url}{comment.public_id}/"


@dataclass(frozen=True)
class Row:
    """One topic of a list: everything a template needs, no query left in it."""

    topic: Any
    url: str
    state: str
    waited: str

    @property
    def is_of_village(self) -> bool:
        return self.topic.kind == TopicKind.OPENED


def row_of(topic: Any, url: str) -> Row:
    """``topic`` (of ``with_numbers``) as a list tells it."""
    return Row(topic, url, state_of(topic), waited_of(topic))


def with_numbers(topics: QuerySet[Topic]) -> QuerySet[Topic]:
    """Adds what a list tells: since when a topic is in its state, and how many said something below it."""
    last = TopicStep.objects.filter(topic=OuterRef("pk")).order_by("-pk").values("at")[:1]
    answers = (
        ResidentComment.objects.published()
        .filter(root=OuterRef("pk"))
        .order_by()
        .values("root")
        .annotate(n=Count("pk"))
        .values("n")
    )
    return topics.select_related("comment").annotate(
        state_since=Coalesce(Subquery(last), "comment__published_at"),
        n_answers=Coalesce(Subquery(answers, output_field=IntegerField()), 0),
    )


def state_of(topic: Any) -> str:
    """``Dikerjakan 3 Mei 2026``; of one that the village opened and nobody has moved on, that it did."""
    is_opened = topic.kind == TopicKind.OPENED and topic.state == TopicState.RECEIVED
    label = _("Dibuka desa") if is_opened else topic.get_state_display()
    return _("%(state)s %(day)s") % {"state": label, "day": long_date(topic.state_since)}


def waited_of(topic: Any) -> str:
    """How long it waits for a first answer, or took into its state; nothing where nobody asked."""
    if topic.kind == TopicKind.OPENED:
        return ""
    waits = days_waited(topic)
    if waits is not None:
        return _("menunggu jawaban %(days)s") % {"days": in_days(waits)}
    if topic.state == TopicState.RECEIVED:
        return ""
    days = days_between(topic.comment.created_at, topic.state_since)
    return _("setelah %(days)s") % {"days": in_days(days)}


def in_days(days: int) -> str:
    """A time in whole days, in words."""
    return _("%(count)d hari") % {"count": days} if days else _("kurang dari sehari")


def list_context(village, space_url: str, request: HttpRequest) -> dict:
    """Part of the list of ``village``, its filters and its figures (three queries)."""
    chosen = Chosen.of(request.GET)
    topics = Topic.objects.shown().filter(village=village)
    counts = list(figures.tallied(topics, "pillar"))
    asked = with_numbers(chosen.narrowed(topics)).order_by("-comment_id")
    listed = page_of(asked, chosen.number, count=sum(row["n"] for row in counts if chosen.holds(row)))
    return {
        "chosen": chosen.filters,
        "page_query": f"{urlencode(chosen.filters)}&" if chosen.filters else "",
        "filters": _filters(chosen, counts, request.path),
        "paginator_page": listed,
        "rows": [row_of(topic, address_of(space_url, topic.comment)) for topic in listed],
        "figures": figures.summed(counts, figures.median(topics)),
        "enough": figures.ENOUGH,
    }


def empty_context() -> dict:
    """The same where nobody has asked anything yet (no query)."""
    return {"chosen": {}, "filters": [], "rows": [], "figures": figures.Figures(), "enough": figures.ENOUGH}


def _filters(chosen: Chosen, counts: list[dict], path: str) -> list[dict]:
    """Two groups of plain links, to what there is."""

    groups: list[dict] = []
    labels: dict[Any, Any] = {**{state: state.label for state in TopicState}, **PILLAR_WORDS}
    for title, name, words in ((_("Keadaan"), "state", STATES), (_("Bidang"), "pillar", PILLARS)):
        known = {row[name] for row in counts}
        given = getattr(chosen, name)
        options = [
            {
                "label": labels[value],
                "url": f"{path}?{urlencode(replace(chosen, **{name: word}).filters)}",
                "current": word == given,
            }
            for word, value in words.items()
            if value in known
        ]
        groups.append({"title": title, "chosen": labels[words[given]] if given else "", "options": options})
    return groups if counts else []
