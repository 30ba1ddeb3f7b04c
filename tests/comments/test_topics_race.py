"""Topics when several act at the same moment. On PostgreSQL, over worker processes where that matters."""

import re
from collections import Counter

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from comments.enums import TopicState
from comments.models import ResidentComment, Topic, TopicPicture, TopicStep
from comments.topics import progress, supporting
from tests.comments.test_race import ATTEMPTS, WORKERS, Phone, together
from tests.comments.topic_forms import WORDS, photo, propose_url
from tests.editorial.test_race import at_once
from tests.factories.residents import ResidentFactory
from tests.factories.topics import TopicFactory, space_of
from tests.served import served

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]

AT_ONCE = 10
ROUNDS = 3
RECEIPT = re.compile(r'class="receipt"[^>]*>\s*([^<\s]+)')


def again(topic: Topic) -> Topic:
    return Topic.objects.get(pk=topic.pk)


def test_case_26_ten_parallel_sendings_of_a_form_with_a_photo_are_one_topic_with_one_photo(village):
    """case 26: four worker processes, one nonce: one row, one photo, ten equal answers with one receipt."""
    space, content = space_of(village), photo().read()
    with served(WORKERS) as port:
        for number in range(1, ROUNDS + 1):
            phone = Phone(port)
            values = WORDS | {"body": f"Papan ke-{number} patah.", "alt": "Papan jembatan patah"}
            values |= phone.opened(propose_url(space))
            phones = [phone.copy() for _number in range(AT_ONCE)]
            answers = together(*(sending(one, space, values, content) for one in phones))
            assert Counter(answers) == {303: AT_ONCE}
            assert len({RECEIPT.search(one.ask("/komentar/terkirim/")[1])[1] for one in phones}) == 1
            topic = Topic.objects.latest("pk")
            assert Topic.objects.count() == ResidentComment.objects.count() == number
            assert TopicPicture.objects.count() == number
            assert topic.comment.picture.alt == "Papan jembatan patah"


def sending(phone: Phone, space, values: dict, content: bytes):
    def send() -> int:
        picture = SimpleUploadedFile("a.jpg", content, "image/jpeg")
        return phone.ask(propose_url(space), values | {"photo": picture})[0]

    return send


def supporting_by(topic: Topic, browser: str, resident=None):
    return lambda: supporting.support(again(topic), resident=resident, browser=browser * 24)


def taking_back(topic: Topic, browser: str):
    return lambda: supporting.take_back(again(topic), resident=None, browser=browser * 24)


def stepping(user, topic: Topic, to: str):
    note = "Jembatan sudah diperbaiki warga."
    return lambda: progress.take_step(user, again(topic), version=1, to=to, note=note)


def counted(topic: Topic) -> int:
    found = again(topic)
    assert found.n_supports == found.supports.count()
    return found.n_supports


def test_case_28_a_resident_who_supports_twice_at_once_counts_once(village):
    """Also from two phones."""
    for _attempt in range(ATTEMPTS):
        topic, resident = TopicFactory(village=village), ResidentFactory(village=village)
        outcomes = at_once(*(supporting_by(topic, browser, resident) for browser in "ab"))
        assert sorted(outcomes, key=str) == [False, True], outcomes
        assert counted(topic) == 1


def test_a_browser_that_supports_twice_at_once_counts_once_and_two_count_two(village):
    for _attempt in range(ATTEMPTS):
        topic = TopicFactory(village=village)
        outcomes = at_once(*(supporting_by(topic, browser) for browser in "aab"))
        assert Counter(map(str, outcomes)) == {"True": 2, "False": 1}, outcomes
        assert counted(topic) == 2


def test_a_guest_and_the_resident_on_the_same_phone_at_once_are_one(village):
    for _attempt in range(ATTEMPTS):
        topic, resident = TopicFactory(village=village), ResidentFactory(village=village)
        outcomes = at_once(supporting_by(topic, "a"), supporting_by(topic, "a", resident))
        assert not [one for one in outcomes if isinstance(one, Exception)], outcomes
        assert counted(topic) == 1, outcomes


def test_supporting_while_taking_back_leaves_the_right_number(village):
    for _attempt in range(ATTEMPTS):
        topic = TopicFactory(village=village)
        supporting.support(topic, resident=None, browser="a" * 24)
        outcomes = at_once(taking_back(topic, "a"), taking_back(topic, "a"), supporting_by(topic, "b"))
        assert Counter(map(str, outcomes)) == {"True": 2, "False": 1}, outcomes
        assert counted(topic) == 1


def test_two_support_the_same_topic_over_worker_processes(village):
    topic = TopicFactory(village=village)
    address = reverse("comments:support", args=[topic.comment.public_id])
    with served(2) as port:
        phones = [Phone(port) for _number in range(2)]
        forms = []
        for phone in phones:
            assert phone.ask(address)[0] == 200
            forms.append({"csrfmiddlewaretoken": phone.cookies["csrftoken"]})
        hands = [phone.copy() for phone in phones for _tap in range(3)]
        sent = [form for form in forms for _tap in range(3)]
        answers = together(
            *(lambda pair=pair: pair[0].ask(address, pair[1])[0] for pair in zip(hands, sent, strict=True))
        )
    assert Counter(answers) == {303: 6}
    assert counted(topic) == 2


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (TopicState.WORKED_ON, TopicState.DECLINED),
        (TopicState.DONE, TopicState.DECLINED),
        (TopicState.DONE, TopicState.DONE),
    ],
)
def test_case_28_of_two_steps_at_once_one_wins_and_the_other_is_told(
    village, cadre, second_cadre, first, second
):
    for _attempt in range(ATTEMPTS):
        topic = TopicFactory(village=village)
        outcomes = at_once(stepping(cadre, topic, first), stepping(second_cadre, topic, second))
        won = [one for one in outcomes if isinstance(one, TopicStep)]
        lost = [one for one in outcomes if isinstance(one, progress.TopicChangedError)]
        assert (len(won), len(lost)) == (1, 1), outcomes
        now = again(topic)
        assert (now.state, now.version) == (won[0].state, 2)
        assert TopicStep.objects.get(topic=topic) == won[0]
        comment = ResidentComment.objects.get(pk=topic.pk)
        is_final = now.state in (TopicState.DONE, TopicState.DECLINED)
        assert (comment.answers_close_at is not None) is is_final
