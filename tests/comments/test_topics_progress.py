"""Steps of topics: who takes which, what each needs, two at once, what readers and the log are told."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audit.models import Act
from comments import moderation
from comments.enums import CommentState, TopicKind, TopicState
from comments.models import Topic, TopicStep
from comments.refusals import NotYoursError, VillageNotOpenError
from comments.topics import keeping, progress, waiting
from core.enums import Pillar
from tests.comments.conftest import staff
from tests.factories.comments import AnswerFactory, ResidentCommentFactory
from tests.factories.topics import TopicFactory
from tests.factories.village_pages import member
from village_pages import life
from village_pages.enums import Role

pytestmark = pytest.mark.django_db

MONDAY = datetime(2026, 3, 2, 9, tzinfo=ZoneInfo("Asia/Jakarta"))
REASON = "Jalan ini milik kabupaten, sudah kami teruskan."


@pytest.fixture(autouse=True)
def clock(time_machine):
    """All that a test makes is made then."""
    time_machine.move_to(MONDAY, tick=False)
    return time_machine


@pytest.fixture
def topic(village):
    return TopicFactory(village=village)


@pytest.fixture
def official(village):
    return staff("perangkat.desa", Role.VILLAGE_OFFICIAL, village, "Pak Amir")


@pytest.fixture
def ambassador(village):
    return staff("duta.desa", Role.AMBASSADOR, village, "Duta Wulan")


def step(user, topic, to, note="", version=None):
    """Take a step from what stands there now, or from an older ``version``."""
    topic.refresh_from_db()
    progress.take_step(user, topic, version=version or topic.version, to=to, note=note)
    topic.refresh_from_db()
    topic.comment.refresh_from_db()
    return topic


@pytest.mark.parametrize("role", [Role.CADRE, Role.AMBASSADOR, Role.VILLAGE_OFFICIAL])
def test_who_answers_residents_moves_their_topics_on(topic, village, role):
    assert step(member(role, village), topic, TopicState.WORKED_ON, "Kami tinjau.").state == "worked_on"


def test_nobody_else_does(topic, village, other_village, contributor, other_cadre):
    strangers = [contributor, other_cadre, member(Role.VILLAGE_OFFICIAL, other_village), member(Role.OFFICER)]
    for stranger in strangers:
        with pytest.raises(NotYoursError):
            step(stranger, topic, TopicState.WORKED_ON)
    assert TopicStep.objects.count() == 0


def test_what_is_said_of_the_cadre_is_moved_on_by_the_ambassador(village, cadre, official, ambassador):
    topic = TopicFactory(village=village, about_cadre=True)
    for party in (cadre, official):
        with pytest.raises(NotYoursError):
            step(party, topic, TopicState.DECLINED, REASON)
    assert step(ambassador, topic, TopicState.DECLINED, REASON).state == "declined"


def test_a_topic_that_waits_or_is_hidden_takes_no_step(village, cadre):
    topic = TopicFactory(village=village, published=False)
    with pytest.raises(NotYoursError):
        step(cadre, topic, TopicState.WORKED_ON)


def test_in_a_paused_village_topics_wait(topic, village, cadre):
    life.pause(village, by=member(Role.OFFICER), reason="Banjir", notice="Banjir")
    topic = Topic.objects.get(pk=topic.pk)
    with pytest.raises(VillageNotOpenError):
        step(cadre, topic, TopicState.WORKED_ON)


@pytest.mark.parametrize(
    ("state", "to"),
    [
        (TopicState.DONE, TopicState.DECLINED),
        (TopicState.DECLINED, TopicState.DONE),
        (TopicState.WORKED_ON, TopicState.WORKED_ON),
        (TopicState.ANSWERED, TopicState.RECEIVED),
        (TopicState.RECEIVED, "gone"),
    ],
)
def test_steps_that_there_are_not(village, cadre, state, to):
    with pytest.raises(progress.TopicChangedError):
        step(cadre, TopicFactory(village=village, state=state), to, "Sudah dikerjakan.")


@pytest.mark.parametrize(
    ("to", "note", "says"),
    [
        (TopicState.DECLINED, "", "alasan"),
        (TopicState.DECLINED, "Tidak .....  ---", "alasan"),
        (TopicState.DONE, " \n ", "apa yang sudah dikerjakan"),
        (TopicState.ANSWERED, "Sudah kami jawab.", "Jawab dulu"),
        (TopicState.DONE, "Hubungi Pak Amir di 0812 3456 7890.", "nomor telepon"),
        (TopicState.WORKED_ON, "Rumah di RT 03 RW 02 kami tinjau.", "alamat rumah"),
        (TopicState.WORKED_ON, "Tulis ke amir@contoh.test saja.", "email"),
        (TopicState.WORKED_ON, "a" * 501, "terlalu panjang"),
    ],
)
def test_what_readers_are_told_is_enough_and_names_no_numbers(topic, cadre, to, note, says):
    with pytest.raises(ValidationError, match=f"(?i){says}"):
        step(cadre, topic, to, note)
    topic.refresh_from_db()
    assert (topic.state, topic.version) == (TopicState.RECEIVED, 1)


def test_an_answer_says_enough_for_done(topic, cadre):
    moderation.answer(cadre, topic.comment, version=topic.comment.version, body="Sudah kami perbaiki.")
    assert step(cadre, topic, TopicState.DONE).state == "done"


def test_a_note_is_one_clean_line(topic, cadre):
    step(cadre, topic, TopicState.WORKED_ON, "  Kami\u202e tinjau\n\n besok. ")
    assert topic.steps.get().note == "Kami tinjau besok."


def test_of_two_at_once_the_first_wins_and_the_second_is_told(topic, cadre, second_cadre):
    seen = topic.version
    progress.take_step(second_cadre, Topic.objects.get(pk=topic.pk), version=seen, to=TopicState.WORKED_ON)
    with pytest.raises(progress.TopicChangedError) as told:
        progress.take_step(cadre, topic, version=seen, to=TopicState.DECLINED, note=REASON)
    assert (told.value.by, told.value.state) == ("Budi Hartono", "Dikerjakan")
    assert TopicStep.objects.count() == 1


def test_an_official_answer_answers_the_topic_once(topic, cadre, time_machine):
    time_machine.move_to(topic.comment.published_at + timedelta(days=3))
    moderation.answer(cadre, topic.comment, version=topic.comment.version, body="Bulan depan diperbaiki.")
    topic.refresh_from_db()
    first = topic.first_answered_at
    assert topic.state == TopicState.ANSWERED
    assert waiting.days_waited(topic) is None
    topic.comment.refresh_from_db()
    time_machine.shift(timedelta(days=1))
    moderation.answer(cadre, topic.comment, version=topic.comment.version, body="Tanggal lima.")
    topic.refresh_from_db()
    assert topic.first_answered_at == first
    assert topic.steps.count() == 1


def test_answering_what_waits_publishes_and_answers_it(village, cadre):
    topic = TopicFactory(village=village, published=False)
    moderation.answer(cadre, topic.comment, version=topic.comment.version, body="Terima kasih.")
    topic.refresh_from_db()
    topic.comment.refresh_from_db()
    assert (topic.state, topic.comment.state) == (TopicState.ANSWERED, CommentState.PUBLISHED)


def test_what_answers_no_topic_moves_none(village, cadre, article):
    """An answer to another comment, to what somebody said below a topic, by a party, or after the end."""
    about_her = TopicFactory(village=village, about_cadre=True)
    done = TopicFactory(village=village, state=TopicState.DONE, by=cadre)
    discussed = TopicFactory(village=village)
    below = AnswerFactory(parent=discussed.comment, kind="guest", body="Saya juga.")
    elsewhere = ResidentCommentFactory(thread__page=article)
    for comment in (about_her.comment, done.comment, below, elsewhere):
        moderation.answer(cadre, comment, version=comment.version, body="Terima kasih.")
    assert {one.state for one in Topic.objects.all()} == {TopicState.RECEIVED, TopicState.DONE}


@pytest.mark.parametrize("to", [TopicState.DONE, TopicState.DECLINED])
def test_an_end_is_a_first_answer_and_leaves_two_weeks_to_object(topic, cadre, to, time_machine):
    topic = step(cadre, topic, to, REASON)
    now = MONDAY
    assert topic.first_answered_at == now
    assert topic.comment.answers_close_at == now + timedelta(days=14)
    time_machine.shift(timedelta(days=2))
    topic = step(cadre, topic, TopicState.WORKED_ON, "Ternyata masih bocor.")
    assert topic.comment.answers_close_at is None
    assert topic.first_answered_at == now
    assert [one.label for one in progress.steps_of(topic)][-1] == "Dibuka lagi"


def test_a_topic_of_the_village_has_no_first_answer_and_keeps_its_earlier_end(village, cadre):
    topic = TopicFactory(village=village, kind=TopicKind.OPENED, by=cadre)
    ends = topic.comment.created_at + timedelta(days=3)
    topic.comment.answers_close_at = ends
    topic.comment.save(update_fields=["answers_close_at"])
    topic = step(cadre, topic, TopicState.DONE, "Terima kasih atas semua tanggapan.")
    assert (topic.first_answered_at, topic.comment.answers_close_at) == (None, ends)


def test_steps_tell_dates_days_and_roles_but_no_names(village, cadre, official, time_machine):
    topic = TopicFactory(village=village, published_at=MONDAY + timedelta(days=1))
    time_machine.move_to(MONDAY + timedelta(days=3, hours=1))
    step(official, topic, TopicState.WORKED_ON, "Kami tinjau besok.")
    time_machine.move_to(MONDAY + timedelta(days=13, hours=2))
    step(cadre, topic, TopicState.DONE, "Sudah diperbaiki.")
    topic = Topic.objects.select_related("comment").get(pk=topic.pk)
    with CaptureQueriesContext(connection) as queries:
        steps = progress.steps_of(topic)
    assert len(queries) == 1
    assert [(one.label, one.waited_days, one.role, one.note) for one in steps] == [
        ("Diajukan", 0, "", ""),
        ("Diterima", 1, "", ""),
        ("Dikerjakan", 2, "Perangkat desa", "Kami tinjau besok."),
        ("Selesai", 10, "Kader digital", "Sudah diperbaiki."),
    ]
    assert "Amir" not in str(steps)


def test_a_step_makes_kept_pages_old(topic, cadre, monkeypatch, django_capture_on_commit_callbacks):
    bumped = []
    monkeypatch.setattr("comments.states.bump", lambda *scopes: bumped.extend(scopes))
    before = topic.comment.thread.version
    step(cadre, topic, TopicState.WORKED_ON)
    topic.comment.thread.refresh_from_db()
    assert bumped == [f"village:{topic.village_id}", "portal"]
    assert topic.comment.thread.version == before + 1


def test_the_log_holds_the_step_and_no_word_of_the_resident(topic, cadre):
    step(cadre, topic, TopicState.DECLINED, REASON)
    act = Act.objects.get(verb="topic.step")
    assert (act.before, act.after, act.reason) == ("Diterima", "Tidak dilanjutkan", REASON)
    assert topic.comment.public_id in act.object_name
    assert topic.title not in str(vars(act))


def test_moderators_change_the_pillar_and_officials_do_not(topic, village, cadre, official):
    keeping.change_pillar(cadre, topic, pillar=Pillar.LIVING)
    topic.refresh_from_db()
    assert topic.pillar == Pillar.LIVING
    assert Act.objects.get(verb="topic.pillar").after == "Kehidupan cerdas"
    with pytest.raises(NotYoursError):
        keeping.change_pillar(official, topic, pillar=Pillar.MOBILITY)
