"""The strictest word counts: the page's kind, its village, its thread, the state of the village, the time."""

from datetime import timedelta
from itertools import product
from types import SimpleNamespace

import pytest
import time_machine
from django.utils import timezone

from comments import modes
from comments.enums import ClosedBecause, ThreadMode
from comments.models import CommentRules, Thread

ORDER = list(ThreadMode)
KINDS = {
    "news": {"comments_close_by_themselves": True},
    "service": {"comments_always_reviewed": True},
    "notice": {"comments_private": True},
}


def page_of(kind: str, age: timedelta, accepts: bool = True):
    answers = dict.fromkeys(
        ("comments_close_by_themselves", "comments_always_reviewed", "comments_private"), False
    )
    return SimpleNamespace(
        **answers | KINDS[kind],
        first_published_at=timezone.now() - age,
        accepts_comments=lambda: accepts,
    )


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("village_mode", ThreadMode)
@pytest.mark.parametrize("thread_mode", ["", *ThreadMode])
def test_every_combination_takes_what_the_strictest_allows(kind, village_mode, thread_mode):
    for is_open, days, accepts in product((True, False), (1, 61), (True, False)):
        village = SimpleNamespace(is_open=is_open, comment_rules=CommentRules(mode=village_mode))
        told = modes.openness_of(
            page_of(kind, timedelta(days=days), accepts), village, Thread(mode=thread_mode)
        )
        ceilings = {"news": ThreadMode.POST, "service": ThreadMode.PRE, "notice": ThreadMode.PRIVATE}
        asked = [ceilings[kind], village_mode, *([ThreadMode(thread_mode)] if thread_mode else [])]
        assert told.mode == min(asked, key=ORDER.index)
        is_late = kind == "news" and days == 61
        takes = is_open and accepts and told.mode in (ThreadMode.PRE, ThreadMode.POST) and not is_late
        assert told.is_open is takes
        assert told.is_post is (takes and told.mode == ThreadMode.POST)
        if not is_open:
            assert told.closed_because == ClosedBecause.VILLAGE_PAUSED
        elif told.mode == ThreadMode.PRIVATE:
            assert told.closed_because == ClosedBecause.PRIVATE


def test_news_close_at_the_very_second_and_a_thread_may_say_another():
    start = timezone.now()
    village = SimpleNamespace(is_open=True, comment_rules=CommentRules(close_after_days=7))
    page = page_of("news", timedelta())
    ends = page.first_published_at + timedelta(days=7)
    with time_machine.travel(ends - timedelta(seconds=1), tick=False):
        assert modes.openness_of(page, village, None).is_open
    with time_machine.travel(ends, tick=False):
        assert modes.openness_of(page, village, None).closed_because == ClosedBecause.TIME
        later = Thread(closes_at=ends + timedelta(seconds=1))
        assert modes.openness_of(page, village, later).is_open
    earlier = Thread(closes_at=start - timedelta(seconds=1))
    assert modes.openness_of(page, village, earlier).closed_because == ClosedBecause.TIME
    assert modes.openness_of(page_of("service", timedelta(days=900)), village, None).is_open
