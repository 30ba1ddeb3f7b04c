"""The screens of topics in a real browser, 360 px wide and without script."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from comments.enums import HeldCode, TopicKind, TopicState
from comments.topics import pictures
from tests.comments.test_screens import LONG_WORD, WAGTAILS_OWN, looked_at, right_of, sideways, signed_in
from tests.factories.core import drawn_jpeg
from tests.factories.topics import TopicFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def topic(village, cadre):
    """Late, with a long word and a photo."""
    topic = TopicFactory(
        village=village,
        kind=TopicKind.REPORT,
        title="Jembatan ke sekolah rusak",
        body=f"Papan ketiga patah. {LONG_WORD}",
        created_at=timezone.now() - timedelta(days=9),
    )
    picture = pictures.keep(drawn_jpeg(size=(1200, 900)), topic.comment.submit_nonce)
    picture.alt = "Papan jembatan yang patah"
    pictures.bind(picture, topic.comment)
    return topic


@pytest.fixture
def others(village, cadre):
    TopicFactory(village=village, title="a" * 80, held_codes=[HeldCode.PERSON])
    TopicFactory(village=village, title="Selesai", state=TopicState.DONE, by=cadre)
    TopicFactory(village=village, title="Belum dibaca", published=False, held_codes=[HeldCode.PERSON])


def test_a_cadre_follows_a_topic_up_on_a_phone_without_script(new_page, topic, cadre, live_server):
    phone = signed_in(new_page(javascript=False), cadre, live_server)
    phone.goto(reverse("topics"))
    assert sideways(phone) <= 0
    phone.get_by_role("link", name="Buka: Jembatan ke sekolah rusak").click()
    photo = phone.get_by_role("img", name="Foto topik ini")
    photo.scroll_into_view_if_needed()
    expect(photo).to_be_visible()
    assert right_of(photo) < right_of(phone.get_by_role("article"))
    phone.get_by_text("Tidak dilanjutkan", exact=True).click()
    field = phone.get_by_label("Alasan untuk semua orang")
    field.fill("Tidak.")
    assert right_of(field) < right_of(phone.get_by_role("article"))
    phone.get_by_role("button", name="Simpan, tidak dilanjutkan").click()
    assert phone.get_by_text("Tulis alasannya, paling sedikit 10 huruf.").is_visible()
    assert sideways(phone) <= 0
    phone.get_by_label("Alasan untuk semua orang").fill("Jembatan ini milik kabupaten.")
    phone.get_by_role("button", name="Simpan, tidak dilanjutkan").click()
    assert phone.get_by_text("Keadaan topik diubah.").is_visible()
    assert phone.get_by_text("Jembatan ini milik kabupaten.").is_visible()
    assert phone.get_by_text("setelah 9 hari").is_visible()


@pytest.mark.parametrize("width", [320, 360])
def test_the_screens_of_topics_fit_a_phone_and_axe_finds_nothing(
    page, axe, topic, others, village, cadre, live_server, width
):
    desk = signed_in(page, cadre, live_server)
    desk.set_viewport_size({"width": width, "height": 740})
    addresses = [
        reverse("topics"),
        f"{reverse('topics')}?keadaan=semua",
        reverse("topic", args=[topic.comment.public_id]),
        reverse("topic_new", args=[village.pk]),
        reverse("comment_moderation:item", args=[topic.comment.public_id]),
        reverse("comment_moderation:index"),
    ]
    for address in addresses:
        desk.goto(address)
        desk.evaluate("document.querySelectorAll('main details').forEach(one => { one.open = true })")
        looked_at(desk, axe, context="main", rules_off=WAGTAILS_OWN)
