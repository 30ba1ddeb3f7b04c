"""Supporting a topic: counted once for each person, whoever presses how often, and told to nobody."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from comments import limits
from comments.enums import CommentState, TopicState
from comments.models import ResidentComment, Topic, TopicSupport
from comments.topics import supporting
from comments.views import topics as views
from core.caching import bump
from tests.factories.residents import ResidentFactory, signed_in_resident
from tests.factories.topics import TopicFactory, space_of
from village_pages.enums import VillageState
from village_pages.models import VillageAccess

pytestmark = pytest.mark.django_db


@pytest.fixture
def topic(village):
    return TopicFactory(village=village, title="Lampu jalan padam")


@pytest.fixture
def resident(village):
    return ResidentFactory(village=village, display_name="Bu Aminah")


def phone() -> Client:
    return Client(enforce_csrf_checks=True)


def address_of(topic) -> str:
    return reverse("comments:support", args=[topic.comment.public_id])


def press(client: Client, topic, **fields):
    """Open the page, and press the one button that it has (or another, by ``fields``)."""
    client.get(address_of(topic))
    token = client.cookies["csrftoken"].value
    return client.post(address_of(topic), {"csrfmiddlewaretoken": token} | fields)


def count_of(topic) -> int:
    topic.refresh_from_db()
    assert topic.n_supports == topic.supports.count()
    return topic.n_supports


def test_a_guest_supports_a_topic_and_is_thanked_at_the_same_address(topic):
    guest = phone()
    page = guest.get(address_of(topic))
    assert page.status_code == 200
    assert "no-store" in page["Cache-Control"]
    assert "Dukung topik ini" in page.content.decode()
    response = press(guest, topic)
    assert response.status_code == 303
    assert response["Location"].startswith(address_of(topic))
    thanks = guest.get(response["Location"]).content.decode()
    assert "Terima kasih, dukungan Anda sudah diterima." in thanks
    assert "1 orang mendukung topik ini." in thanks
    assert count_of(topic) == 1


def test_one_person_who_presses_twice_counts_once(topic):
    guest = phone()
    assert [press(guest, topic).status_code for _time in range(3)] == [303] * 3
    assert count_of(topic) == 1
    press(phone(), topic)
    assert count_of(topic) == 2


def test_a_guest_who_then_signs_in_on_the_same_phone_counts_once(topic, resident):
    guest = phone()
    press(guest, topic)
    signed_in_resident(guest, resident)
    # Signing in gives the forms of this browser a new token.
    del guest.cookies["csrftoken"]
    press(guest, topic)
    assert count_of(topic) == 1
    assert topic.supports.get().resident == resident
    # And not again from the person's other phone, or after signing out.
    other = phone()
    signed_in_resident(other, resident)
    press(other, topic)
    del guest.cookies["warga"]
    press(guest, topic)
    assert count_of(topic) == 1


def test_two_residents_on_one_phone_are_two_and_learn_nothing_of_each_other(topic, resident, village):
    shared = phone()
    signed_in_resident(shared, resident, is_shared=True)
    press(shared, topic)
    del shared.cookies["warga"]
    guest_page = shared.get(address_of(topic)).content.decode()
    assert "Tarik dukungan" not in guest_page
    second = ResidentFactory(village=village)
    signed_in_resident(shared, second, is_shared=True)
    assert "Tarik dukungan" not in shared.get(address_of(topic)).content.decode()
    press(shared, topic)
    assert count_of(topic) == 2


def test_support_can_be_taken_back_by_who_gave_it(topic, resident):
    guest, neighbour = phone(), phone()
    press(guest, topic)
    signed_in_resident(neighbour, resident)
    press(neighbour, topic)
    assert "Tarik dukungan" in guest.get(address_of(topic)).content.decode()
    response = press(guest, topic, tarik="1")
    assert "Dukungan Anda sudah ditarik." in guest.get(response["Location"]).content.decode()
    assert count_of(topic) == 1
    press(guest, topic, tarik="1")
    press(phone(), topic, tarik="1")
    assert count_of(topic) == 1
    press(neighbour, topic, tarik="1")
    assert count_of(topic) == 0


def test_nobody_reads_who_supports(client, topic, resident):
    supporter = phone()
    signed_in_resident(supporter, resident)
    press(supporter, topic)
    space = space_of(topic.village).get_url()
    for address in (space, f"{space}{topic.comment.public_id}/", address_of(topic), f"{space}feed/"):
        assert "Bu Aminah" not in client.get(address).content.decode()
    assert "1 dukungan" in client.get(space).content.decode()
    row = TopicSupport.objects.get()
    marks = {
        supporting._mark(topic, "browser:x"),
        supporting._mark(TopicFactory(village=topic.village), "browser:x"),
    }
    assert len(marks) == 2
    assert supporter.cookies["dukungan"].value not in row.supporter_key_hash


@pytest.mark.parametrize("state", [TopicState.DONE, TopicState.DECLINED])
def test_a_topic_that_is_closed_takes_no_support_but_gives_it_back(village, topic, state):
    guest = phone()
    press(guest, topic)
    late = phone()
    late.get(address_of(topic))
    Topic.objects.filter(pk=topic.pk).update(state=state)
    assert "Dukungan tidak dihitung lagi" in late.get(address_of(topic)).content.decode()
    assert press(late, topic).status_code == 409
    assert count_of(topic) == 1
    press(guest, topic, tarik="1")
    assert count_of(topic) == 0


def test_a_paused_village_takes_none_and_what_is_not_public_has_no_page(topic, village):
    late = phone()
    late.get(address_of(topic))
    VillageAccess.objects.filter(village=village).update(state=VillageState.PAUSED)
    assert press(late, topic).status_code == 409
    VillageAccess.objects.filter(village=village).update(state=VillageState.OPEN)
    for state in (CommentState.PENDING, CommentState.HIDDEN, CommentState.ERASED):
        ResidentComment.objects.filter(pk=topic.pk).update(state=state)
        assert phone().get(address_of(topic)).status_code == 404
        with pytest.raises(supporting.NotTakenError):
            supporting.support(topic, resident=None, browser="b")
    assert count_of(topic) == 0


def test_an_answer_below_a_topic_cannot_be_supported(topic, cadre):
    answered = TopicFactory(village=topic.village, state=TopicState.ANSWERED, by=cadre)
    answer = answered.comment.answers.get()
    assert phone().get(reverse("comments:support", args=[answer.public_id])).status_code == 404


def test_a_form_without_token_from_elsewhere_or_with_a_file_counts_nothing(topic):
    guest = phone()
    assert guest.post(address_of(topic)).status_code == 403
    guest.get(address_of(topic))
    token = {"csrfmiddlewaretoken": guest.cookies["csrftoken"].value}
    foreign = guest.post(address_of(topic), token, headers={"origin": "https://lain.example"})
    assert foreign.status_code == 403
    del guest.cookies["dukungan"]
    assert guest.post(address_of(topic), token).status_code == 403
    assert guest.put(address_of(topic)).status_code == 405
    assert count_of(topic) == 0


def test_a_browser_without_patience_is_told_to_wait(topic, monkeypatch):
    monkeypatch.setattr(views, "BY_BROWSER", limits.Limit("support-browser", 2, 3600))
    guest = phone()
    statuses = [press(guest, topic).status_code for _time in range(3)]
    assert statuses == [303, 303, 429]
    refused = press(guest, topic)
    assert int(refused["Retry-After"]) > 0
    assert "Terlalu banyak dukungan dari sini." in refused.content.decode()


def test_clearing_cookies_over_and_over_runs_into_the_limit_of_the_address(topic, monkeypatch):
    monkeypatch.setattr(views, "BY_ADDRESS", limits.Limit("support-address", 3, 3600))
    statuses = [press(phone(), topic).status_code for _time in range(5)]
    assert statuses == [303, 303, 303, 429, 429]
    assert count_of(topic) == 3


def test_when_limits_cannot_be_counted_nothing_is(topic, monkeypatch):
    monkeypatch.setattr("comments.limits.hit", lambda limit, value, now=None: None)
    response = press(phone(), topic)
    assert response.status_code == 503
    assert response["Retry-After"] == "30"
    assert count_of(topic) == 0


def test_kept_pages_of_the_village_grow_old_with_each_count(topic, monkeypatch):
    told = []
    monkeypatch.setattr(supporting, "bump", lambda *scopes: (told.append(scopes), bump(*scopes)))
    guest = phone()
    press(guest, topic)
    press(guest, topic)
    press(guest, topic, tarik="1")
    assert told == [(f"village:{topic.village_id}",)] * 2


def test_the_database_itself_refuses_a_second_support(topic, resident):
    supporting.support(topic, resident=resident, browser="a")
    for fields in (
        {"resident": resident, "supporter_key_hash": "other"},
        {"resident": None, "supporter_key_hash": topic.supports.get().supporter_key_hash},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            TopicSupport.objects.create(topic=topic, at=timezone.now() - timedelta(days=1), **fields)
