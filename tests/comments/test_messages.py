"""Who is told that comments wait: no words, no names, one message a village, none to whom it is about."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from comments import moderation
from comments.enums import CommentState, ReasonCode
from comments.models import ResidentComment
from comments.moderation_due import remind
from comments.signals import comment_gone, comment_waits
from notifications.kinds import urgent_keys
from notifications.models import Notification
from tests.comments.conftest import staff
from tests.factories.comments import AnswerFactory, ResidentCommentFactory
from tests.factories.people import with_second_factor
from village_pages.enums import Role, VillageState
from village_pages.models import VillageAccess
from village_pages.rights import reviewers_of

pytestmark = pytest.mark.django_db

LATER = timedelta(hours=49)


@pytest.fixture
def ambassador(village):
    return staff("duta.pematang", Role.AMBASSADOR, village, "Duta Satu")


@pytest.fixture
def officer(db):
    return with_second_factor(staff("dinas", Role.OFFICER, None, "Pak Dinas"))


def waits(article, **fields) -> ResidentComment:
    values = {"state": CommentState.PENDING, "body": "Kata rahasia", "shown_name": "Nurhayati"} | fields
    comment = ResidentCommentFactory(thread__page=article, **values)
    comment_waits.send(sender=ResidentComment, comment=comment)
    return comment


def told(person, kind: str = "") -> list[str]:
    unread = Notification.objects.filter(recipient=person, read_at=None, kind__startswith=kind)
    return list(unread.values_list("headline", flat=True))


def test_one_message_a_village_without_words_and_names(article, cadre, second_cadre, other_cadre):
    for _i in range(3):
        waits(article)
    for person in (cadre, second_cadre):
        assert told(person) == ["Komentar menunggu di Pematang Rahim"]
    assert told(other_cadre) == []
    row = Notification.objects.filter(recipient=cadre).values().get()
    assert "rahasia" not in str(row)
    assert "Nurhayati" not in str(row)
    assert row["url"].startswith(reverse("comment_moderation:index"))


def test_what_comes_after_it_was_read_is_told_anew(article, cadre):
    waits(article)
    Notification.objects.update(read_at=timezone.now())
    waits(article)
    assert len(told(cadre)) == 1
    assert Notification.objects.filter(recipient=cadre).count() == 2


def test_a_decision_settles_what_was_told_once_nothing_is_left(article, cadre, second_cadre):
    first, second = waits(article), waits(article)
    moderation.approve(cadre, first, version=1)
    assert len(told(second_cadre)) == 1
    moderation.in_bulk(cadre, "reject", {second.public_id: 1}, reason=ReasonCode.RUDE)
    assert told(cadre) == told(second_cadre) == []


def test_what_is_gone_by_itself_is_settled_too(article, cadre):
    comment = waits(article)
    ResidentComment.objects.update(state=CommentState.WITHDRAWN)
    comment_gone.send(sender=ResidentComment, comment=comment)
    assert told(cadre) == []


def test_what_is_about_the_cadre_is_told_to_the_ambassador_only(article, cadre, ambassador, officer):
    comment = waits(article, about_cadre=True)
    assert told(cadre) == told(officer) == []
    assert told(ambassador) == ["Komentar menunggu di Pematang Rahim"]
    moderation.reject(ambassador, comment, version=1, reason=ReasonCode.OFF_TOPIC)
    assert told(ambassador) == []


def test_where_nobody_can_decide_the_officers_are_told_once(article, cadre, officer, village):
    comment = waits(article, about_cadre=True)
    comment_waits.send(sender=ResidentComment, comment=comment)
    with time_machine.travel(timezone.now() + LATER):
        remind()
    (headline,) = told(officer)
    assert comment.public_id in headline
    assert "Pematang Rahim" in headline
    assert "Nurhayati" not in headline
    assert told(cadre) == []
    helper = staff("duta.baru", Role.AMBASSADOR, village, "Duta Baru")
    moderation.approve(helper, comment, version=1)
    assert told(officer) == []


def test_a_question_to_her_own_answer_is_told_to_the_others(article, cadre, second_cadre):
    question = ResidentCommentFactory(thread__page=article)
    answer = AnswerFactory(parent=question, author=cadre)
    waits(article, thread=question.thread, parent=answer, root=question, depth=1)
    assert told(cadre) == []
    assert len(told(second_cadre)) == 1


def test_what_reports_have_hidden_is_told_in_its_own_words(article, cadre):
    comment = waits(article, state=CommentState.HIDDEN, reason_code=ReasonCode.REPORTED)
    assert told(cadre) == ["Komentar yang dilaporkan menunggu di Pematang Rahim"]
    comment.reports.create(reason="rude", reporter_key_hash="x")
    moderation.approve(cadre, comment, version=1)
    assert told(cadre) == []


def test_two_days_later_who_may_decide_is_reminded_once_a_day(article, cadre, other_cadre):
    comment = waits(article)
    remind()
    assert told(cadre, "comment.overdue") == []
    assert "comment.overdue" in urgent_keys()  # goes into the mail within hours
    with time_machine.travel(timezone.now() + LATER):
        remind()
        remind()
        assert told(cadre, "comment.overdue") == ["Komentar menunggu lebih dari dua hari di Pematang Rahim"]
        Notification.objects.update(read_at=timezone.now())
        remind()
        assert told(cadre) == []
    with time_machine.travel(timezone.now() + LATER + timedelta(days=1)):
        remind()
        assert len(told(cadre, "comment.overdue")) == 1
        moderation.approve(cadre, comment, version=1)
        assert told(cadre) == []
    assert told(other_cadre) == []


def test_in_a_paused_village_nobody_is_reminded(article, village, cadre):
    waits(article)
    VillageAccess.objects.filter(village=village).update(state=VillageState.PAUSED)
    with time_machine.travel(timezone.now() + LATER):
        remind()
    assert told(cadre, "comment.overdue") == []


def test_the_desk_shows_each_person_what_is_his_to_decide(article, cadre, ambassador):
    waits(article, about_cadre=True, body="Tentang kader sendiri")
    old = waits(article, body="Sudah lama menunggu")
    waits(article, body="Baru saja datang")
    ResidentComment.objects.filter(pk=old.pk).update(state_changed_at=timezone.now() - LATER)
    pages = {}
    for person in (cadre, ambassador):
        client = Client()
        client.force_login(person)
        pages[person] = client.get(reverse("wagtailadmin_home")).content.decode()
        assert pages[person].index("Sudah lama menunggu") < pages[person].index("Baru saja datang")
        assert pages[person].count("Lebih dari dua hari") == 1
    assert "Komentar menunggu (2)" in pages[cadre]
    assert "Tentang kader sendiri" not in pages[cadre]
    assert "Komentar menunggu (3)" in pages[ambassador]
    assert "Tentang kader sendiri" in pages[ambassador]


def test_rows_of_villages_count_what_waits_and_what_is_late(article, officer):
    waits(article)
    waits(article, state_changed_at=timezone.now() - LATER)
    assert list(reviewers_of(None, [Role.OFFICER])) == [officer]
    client = Client()
    client.force_login(officer)
    page = " ".join(client.get(reverse("wagtailadmin_home")).content.decode().split())
    assert "2 komentar menunggu" in page
    assert "1 komentar menunggu lebih dari dua hari" in page
    assert "Kata rahasia" not in page
