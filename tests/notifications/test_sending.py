"""Telling people: once each, only who wants it, and settled when it is done."""

import pytest
from django.db import IntegrityError, transaction

from notifications.forms import MessageSettingsForm
from notifications.kinds import DIGEST, mutable_kinds
from notifications.models import Muted, Notification
from notifications.sending import notify, settle

pytestmark = pytest.mark.django_db


def told(person) -> list[str]:
    return list(Notification.objects.filter(recipient=person).values_list("headline", flat=True))


def test_each_person_is_told_once(village, cadre, contributor):
    for _again in range(2):
        notify([cadre, contributor, cadre, None], "page.held", headline="Batal", village=village, key="a:1")
    assert told(cadre) == told(contributor) == ["Batal"]
    notify([cadre], "page.held", headline="Batal lagi", village=village, key="a:2")
    assert told(cadre) == ["Batal lagi", "Batal"]


def test_the_database_holds_a_key_once_for_each_person(village, cadre):
    Notification.objects.create(recipient=cadre, kind="page.held", headline="Batal", key="a:1")
    with pytest.raises(IntegrityError), transaction.atomic():
        Notification.objects.create(recipient=cadre, kind="page.held", headline="Batal", key="a:1")


def test_what_is_switched_off_is_not_sent_except_returned_work(village, cadre, contributor):
    Muted.objects.create(person=cadre, kind="review.waiting")
    Muted.objects.create(person=cadre, kind="review.returned")
    assert notify([cadre, contributor], "review.waiting", headline="Menunggu", village=village) == 1
    assert notify([cadre], "review.returned", headline="Dikembalikan", village=village) == 1
    assert told(cadre) == ["Dikembalikan"]
    assert told(contributor) == ["Menunggu"]


def test_an_account_that_is_closed_is_told_nothing(village, cadre):
    cadre.is_active = False
    assert notify([cadre], "page.held", headline="Batal", village=village) == 0


def test_an_unknown_kind_is_a_mistake_of_ours(village, cadre):
    with pytest.raises(KeyError):
        notify([cadre], "page.unknown", headline="Apa ini")


def test_a_long_title_does_not_break_the_act_that_it_tells_of(village, cadre):
    notify([cadre], "page.held", headline="Panen " * 100, village=village)
    (headline,) = told(cadre)
    assert len(headline) == 255
    assert headline.endswith("…")


def test_what_is_done_waits_for_nobody(village, cadre, contributor):
    notify([cadre, contributor], "review.waiting", headline="Menunggu", village=village, key="waiting:1")
    notify([cadre], "review.waiting", headline="Lainnya", village=village, key="waiting:2")
    assert settle("waiting:1", "overdue:1") == 2
    unread = Notification.objects.filter(read_at=None)
    assert [one.headline for one in unread] == ["Lainnya"]


def test_who_chooses_keeps_what_was_not_asked(cadre):
    """Without an address nobody is asked about mails; what was chosen before is kept."""
    Muted.objects.create(person=cadre, kind=DIGEST)
    keys = [kind.key for kind in mutable_kinds()]
    assert "review.returned" not in keys
    form = MessageSettingsForm({"kinds": keys[1:]}, person=cadre)
    assert form.is_valid()
    form.save()
    assert set(cadre.muted_kinds.values_list("kind", flat=True)) == {DIGEST, keys[0]}
    form = MessageSettingsForm({"kinds": ["review.returned"]}, person=cadre)
    assert not form.is_valid()
