"""A review that nobody decides goes up by the clock: desk, ambassadors, officers. Told with a moved clock."""

import fcntl
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from audit.models import Act
from editorial.deadlines import escalate
from editorial.enums import SecondReader, Stage
from editorial.models import ReviewRound, ReviewRule
from editorial.signals import review_escalated
from tests.factories.news import NewsArticlePageFactory
from tests.factories.village_pages import VillageFactory, member
from village_pages import life
from village_pages.enums import Role
from village_pages.rights import dismiss

pytestmark = pytest.mark.django_db


@pytest.fixture
def ambassador(village):
    return member(Role.AMBASSADOR, village, username="duta")


@pytest.fixture
def announced() -> Iterator[list[tuple[int, str]]]:
    told: list[tuple[int, str]] = []

    def listen(sender, round, stage, **kwargs):
        told.append((round.pk, stage))

    review_escalated.connect(listen)
    yield told
    review_escalated.disconnect(listen)


def send_in(village, author) -> ReviewRound:
    page = NewsArticlePageFactory(village=village, owner=author, live=False)
    page.get_workflow().start(page, author)
    return ReviewRound.objects.get(page_id=page.pk)


def run_due_at(moment: datetime) -> None:
    with time_machine.travel(moment, tick=False):
        call_command("run_due")
        call_command("run_due")  # twice is as once


def after(round: ReviewRound, **period) -> datetime:
    return round.due_at + timedelta(**period)


def stage_of(round: ReviewRound) -> str:
    return ReviewRound.objects.get(pk=round.pk).stage


def test_an_undecided_review_goes_up_step_by_step_each_step_once(village, contributor, ambassador, announced):
    round = send_in(village, contributor)
    assert timedelta(days=2, hours=23) < round.due_at - timezone.now() <= timedelta(days=3)

    run_due_at(after(round, minutes=-1))
    assert (stage_of(round), announced) == (Stage.FRESH, [])
    run_due_at(after(round, minutes=1))
    assert announced == [(round.pk, Stage.OVERDUE)]
    run_due_at(after(round, days=1, hours=23))
    assert announced == [(round.pk, Stage.OVERDUE)]
    run_due_at(after(round, days=2, minutes=1))
    run_due_at(after(round, days=4, minutes=1))
    assert [stage for _round, stage in announced] == [Stage.OVERDUE, Stage.AMBASSADOR, Stage.OFFICER]
    run_due_at(after(round, days=90))
    assert len(announced) == 3

    acts = Act.objects.filter(verb="review.escalated").order_by("pk")
    assert [(act.before, act.after) for act in acts] == [
        ("Menunggu", "Lewat batas waktu"),
        ("Lewat batas waktu", "Diteruskan ke duta digital"),
        ("Diteruskan ke duta digital", "Diteruskan ke Dinas PMD"),
    ]
    assert {act.village_code for act in acts} == {village.code}


def test_without_an_ambassador_it_goes_on_to_the_officer_at_once(village, contributor, ambassador, announced):
    dismiss(ambassador.memberships.get())
    round = send_in(village, contributor)
    run_due_at(after(round, days=1))
    run_due_at(after(round, days=2, minutes=1))
    assert [stage for _round, stage in announced] == [Stage.OVERDUE, Stage.OFFICER]


def test_after_ten_days_without_the_clock_only_the_step_reached_is_told(
    village, contributor, cadre, ambassador, announced
):
    rounds = [send_in(village, contributor) for _ in range(3)]
    run_due_at(after(rounds[0], days=10))
    assert sorted(announced) == [(round.pk, Stage.OFFICER) for round in rounds]


def test_two_runs_at_once_do_it_once(village, contributor, ambassador, announced, settings):
    round = send_in(village, contributor)
    with (Path(settings.DATA_DIR) / "run-due.lock").open("w") as first:
        fcntl.flock(first, fcntl.LOCK_EX)
        run_due_at(after(round, days=1))
        assert announced == []
    run_due_at(after(round, days=1))
    assert announced == [(round.pk, Stage.OVERDUE)]


def test_what_is_decided_goes_nowhere(village, contributor, cadre, announced):
    round = send_in(village, contributor)
    state = round.task_state
    state.task.specific.on_action(state, cadre, "reject", comment="Tulis tanggalnya.")
    run_due_at(after(round, days=10))
    assert announced == []
    assert stage_of(round) == Stage.FRESH


def test_the_days_follow_from_the_rule_of_kind_and_village(village, contributor, ambassador, announced):
    ReviewRule.objects.create(
        kind="news", village=village, second_reader=SecondReader.ALWAYS, due_days=1, escalate_days=1
    )
    round = send_in(village, contributor)
    assert round.due_at - timezone.now() <= timedelta(days=1)
    run_due_at(after(round, days=1, minutes=1))
    assert announced == [(round.pk, Stage.AMBASSADOR)]


def test_where_nobody_can_decide_nothing_is_late_and_after_the_pause_time_begins_anew(
    village, contributor, ambassador, officer, announced
):
    round = send_in(village, contributor)
    life.pause(village, notice="Sedang pindah kantor.", by=officer, reason="Pindah")
    run_due_at(after(round, days=30))
    assert announced == []

    resumed = after(round, days=31)
    with time_machine.travel(resumed, tick=False):
        life.resume(village, by=officer)
        call_command("run_due")
    assert announced == []
    assert ReviewRound.objects.get(pk=round.pk).due_at == resumed + timedelta(days=3)
    run_due_at(resumed + timedelta(days=3, minutes=1))
    assert announced == [(round.pk, Stage.OVERDUE)]


def test_a_review_that_ran_late_before_the_pause_starts_from_the_first_step(
    village, contributor, ambassador, officer, announced
):
    round = send_in(village, contributor)
    run_due_at(after(round, days=5))
    life.pause(village, notice="Sedang pindah kantor.", by=officer, reason="Pindah")
    with time_machine.travel(after(round, days=6), tick=False):
        life.resume(village, by=officer)
    assert stage_of(round) == Stage.FRESH


def test_finding_what_is_late_takes_as_many_queries_for_many_as_for_few(village, contributor, officer):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            escalate()
        return len(captured)

    first = send_in(village, contributor)
    with time_machine.travel(after(first, days=1), tick=False):
        escalate()
        few = queries()
        for number in range(3):
            other = VillageFactory(title=f"Desa {number}")
            author = member(Role.CONTRIBUTOR, other)
            for _ in range(4):
                round = send_in(other, author)
                ReviewRound.objects.filter(pk=round.pk).update(due_at=first.due_at, stage=Stage.OVERDUE)
        assert queries() == few
