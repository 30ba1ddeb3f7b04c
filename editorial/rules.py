"""The one home of the rules of review: who may approve which page, and within how many days.

The regency's rule for a kind of page holds in every village; a village may ask for more, and for less only
as far as the regency allows. What a kind itself demands (``Kind.least``) no rule undercuts.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Page, Revision, TaskState

from editorial.enums import STRICTNESS, Approvers, SecondReader
from editorial.kinds import Kind, kind_of
from editorial.models.care import comes_back
from editorial.models.rule import DUE_DAYS, ESCALATE_DAYS, ReviewRule
from village_pages.enums import REVIEWING_ROLES, Role
from village_pages.rights import active_roles, may_publish, reviewers_of

NOT_YOURS = gettext_lazy("Anda tidak berhak menerbitkan halaman ini. Kirim untuk diperiksa.")


@dataclass(frozen=True)
class Rule:
    """What holds for one kind of page in one village."""

    second_reader: SecondReader
    approvers: Approvers = Approvers.REVIEWERS
    due_days: int = DUE_DAYS
    escalate_days: int = ESCALATE_DAYS
    check_after_days: int | None = None


def stricter(*choices: str) -> SecondReader:
    return max((SecondReader(choice) for choice in choices if choice), key=STRICTNESS.index)


def rule_for(kind: Kind, village=None) -> Rule:
    """The rule that holds for ``kind`` in ``village`` (one query)."""
    rows = ReviewRule.objects.filter(Q(village=village) | Q(village=None), kind=kind.key)
    by_village = {row.village_id: row for row in rows}
    return combined(kind, by_village.get(None), by_village.get(village.pk) if village else None)


def combined(kind: Kind, regency: ReviewRule | None, village: ReviewRule | None) -> Rule:
    """The regency's row and a village's, as one rule; what is missing follows from the kind."""
    level = stricter(regency.second_reader if regency else kind.second_reader, kind.least)
    check_after = (regency and regency.check_after_days) or kind.check_after_days
    rule = Rule(
        level,
        Approvers(regency.approvers) if regency else Approvers.REVIEWERS,
        regency.due_days if regency else DUE_DAYS,
        regency.escalate_days if regency else ESCALATE_DAYS,
        check_after,
    )
    if village is None:
        return rule
    floor = floor_for_villages(kind, regency)
    days = [days for days in (check_after, village.check_after_days) if days]
    return Rule(
        stricter(village.second_reader, floor),
        Approvers.AMBASSADORS
        if Approvers.AMBASSADORS in (rule.approvers, village.approvers)
        else Approvers.REVIEWERS,
        min(rule.due_days, village.due_days),
        min(rule.escalate_days, village.escalate_days),
        min(days) if days else None,
    )


def floor_for_villages(kind: Kind, regency: ReviewRule | None) -> SecondReader:
    """The loosest that a village may ask for: what holds in the regency, or less where it allows less."""
    if regency is not None and regency.loosest:
        return stricter(regency.loosest, kind.least)
    return stricter(regency.second_reader if regency else kind.second_reader, kind.least)


def refusal(user, page: Page, revision: Revision | None) -> str:
    """Why ``user`` may not bring this version of ``page`` before the public; empty where he may.

    ``page``: as it would be published; ``revision``: where it comes from, ``None`` for a copy, whose author
    is who copies. A fixed number of queries: roles, rule, review, people, and the page that readers see.
    """
    if not may_publish(user, page):
        return str(NOT_YOURS)
    if getattr(page, "village", None) is None or comes_back(page, revision):
        return ""
    authors = authors_of(page, revision) if revision is not None else {user.pk}
    return _refusal(user, page, authors)


def refusal_of_own_words(user, page: Page) -> str:
    """The same of what ``user`` is writing in the form of ``page``, a new one or one that exists.

    Whoever publishes from the form is the last editor of what it saves.
    """
    if not may_publish(user, page):
        return str(NOT_YOURS)
    return _refusal(user, page, authors_of(page, None) | {user.pk})


def _refusal(user, page: Page, authors: set[int]) -> str:
    village = getattr(page, "village", None)
    if village is None:
        return ""
    rule = rule_for(kind_of(page), village)
    readers = who_may_approve(rule, village)
    is_ambassador = Role.AMBASSADOR in active_roles(user, village) or user.is_superuser
    if rule.approvers == Approvers.AMBASSADORS and not is_ambassador:
        words = _("Menurut aturan, halaman ini disetujui oleh duta digital. Kirim untuk diperiksa.")
        return words if readers else _second_reader_words([])
    others = [person for person in readers if person.pk not in authors]
    if user.pk in authors and _needs_second_reader(rule.second_reader, user, page, village, others):
        if not others and _mended_what_another_sent_in(user, page):
            return _(
                "Anda penulis terakhir halaman ini. Kembalikan kepada pengirimnya supaya ia membaca "
                "perubahan Anda dan mengirim lagi; sesudah itu Anda dapat menyetujuinya."
            )
        return _second_reader_words(others)
    return ""


def _mended_what_another_sent_in(user, page: Page) -> bool:
    waiting = TaskState.objects.for_instance(page).filter(status=TaskState.STATUS_IN_PROGRESS)
    return waiting.exclude(workflow_state__requested_by=user).exists()


def second_readers(page: Page, revision: Revision | None = None) -> list:
    """People who may approve this version of ``page``, its authors left out."""
    village = getattr(page, "village", None)
    if village is None:
        return []
    authors = authors_of(page, revision or page.latest_revision)
    rule = rule_for(kind_of(page), village)
    return [person for person in who_may_approve(rule, village) if person.pk not in authors]


def who_may_approve(rule: Rule, village) -> list:
    """Cadres and ambassadors of ``village`` now (one query), or its ambassadors where the rule says so."""
    roles = [Role.AMBASSADOR] if rule.approvers == Approvers.AMBASSADORS else REVIEWING_ROLES
    return list(reviewers_of(village, roles))


def authors_of(page: Page, revision: Revision | None) -> set[int]:
    """Keys of those who count as author of this version: its last editor, and who sent the page in.

    Whoever sent it in since readers last got something new, also where that review was cancelled. Where
    nobody sent this version in, and so nobody was asked to read it, everybody who has saved one since then.
    Three queries.
    """
    if page.pk is None:
        return {revision.user_id} - {None} if revision else set()
    shown_since = Page.objects.filter(pk=page.pk).values_list("last_published_at", flat=True).first()
    steps = TaskState.objects.for_instance(page)
    if shown_since is not None:
        recent = Q(status=TaskState.STATUS_IN_PROGRESS) | Q(started_at__gt=shown_since)
        steps = steps.filter(recent | Q(revision=revision) if revision else recent)
    rows = list(
        steps.values_list("workflow_state__requested_by", "review_round__sent_in_by", "revision", "status")
    )
    authors = {key for requested_by, sent_in_by, *_step in rows for key in (requested_by, sent_in_by)}
    authors.add(revision.user_id if revision else None)
    is_asked_for = any(
        status == TaskState.STATUS_IN_PROGRESS or (revision is not None and step_of == revision.pk)
        for *_keys, step_of, status in rows
    )
    if revision is not None and not is_asked_for:
        versions = page.revisions.filter(created_at__gt=shown_since) if shown_since else page.revisions.all()
        authors.update(versions.values_list("user", flat=True))
    return authors - {None}


def facts_changed(page: Page) -> bool:
    """Would publishing ``page`` tell readers another fee, requirement, place or hour than now?"""
    shown = type(page).objects.filter(pk=page.pk, live=True).first()
    return page.facts() != (shown.facts() if shown else [])


def _needs_second_reader(level: SecondReader, user, page: Page, village, others: Iterable) -> bool:
    if level == SecondReader.ALWAYS:
        return True
    if level == SecondReader.NEVER:
        return False
    if facts_changed(page):
        return True
    if level == SecondReader.FACTS:
        return False
    if level == SecondReader.UNLESS_ONLY_CADRE:
        cadres = list(reviewers_of(village, [Role.CADRE]))
        if [person.pk for person in cadres] == [user.pk]:
            return False
    return bool(others)


def _second_reader_words(others: list) -> str:
    if not others:
        return _(
            "Halaman ini perlu pembaca kedua, dan desa ini belum punya orang lain yang berhak. "
            "Kirim untuk diperiksa: Dinas PMD akan diberi tahu bila lewat batas waktu."
        )
    return _(
        "Anda penulis terakhir halaman ini, jadi perlu pembaca kedua: %(people)s. Kirim untuk diperiksa."
    ) % {"people": ", ".join(str(person) for person in others)}
