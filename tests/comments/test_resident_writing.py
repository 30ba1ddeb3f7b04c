"""A registered resident writes: under the own name, at once where trusted, and never as somebody else.

Cases: comments.md 4.8.
"""

import html
import re
import uuid
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from comments import limits, posting, signals, stamps
from comments.enums import CommentKind, CommentState, HeldCode, ModerationVerb, ResidentStatus, ThreadMode
from comments.models import CommentRules, ModAction, Resident, ResidentComment, Thread
from comments.residents import sessions
from tests.comments.conftest import Guest, article_in, form_url
from tests.factories.comments import ResidentCommentFactory, ThreadFactory
from tests.factories.residents import ResidentFactory, signed_in_resident

pytestmark = pytest.mark.django_db


@pytest.fixture
def resident(village) -> Resident:
    return ResidentFactory(village=village, verified=True, display_name="Nurhayati binti Saleh")


@pytest.fixture
def browser(resident, patient) -> Guest:
    """The browser on which ``resident`` is signed in."""
    browser = Guest()
    signed_in_resident(browser.client, resident)
    return browser


def spoken(resident: Resident, page, n: int = posting.TRUSTED_AFTER, **fields) -> list[ResidentComment]:
    """``n`` comments that ``resident`` has published before."""
    return ResidentCommentFactory.create_batch(
        n, thread__page=page, kind=CommentKind.RESIDENT, resident=resident, **fields
    )


@pytest.fixture
def trusted(resident, article) -> Resident:
    spoken(resident, article)
    return resident


def newest() -> ResidentComment:
    return ResidentComment.objects.latest("pk")


def text_of(response) -> str:
    return html.unescape(response.content.decode())


@pytest.fixture
def waiting():
    """The comments of which those who decide were told, in order."""
    told = []

    def hear(sender, comment, **kwargs):
        told.append(comment.pk)

    signals.comment_waits.connect(hear)
    yield told
    signals.comment_waits.disconnect(hear)


def test_the_form_says_who_speaks_and_asks_for_no_name(browser, article, resident):
    page = text_of(browser.client.get(form_url(article)))
    assert f"<bdi>{resident.display_name}</bdi>" in page
    assert 'name="name"' not in page
    assert 'name="place"' not in page
    assert 'name="about_cadre"' in page
    assert "membaca tulisan Anda dulu, baru tayang" in page
    assert reverse("comments:sign_in") not in page


def test_a_resident_who_is_new_waits_like_everybody(browser, article, resident, waiting):
    response = browser.send(article)
    assert response.status_code == 303
    comment = newest()
    assert (comment.kind, comment.resident, comment.state) == ("resident", resident, CommentState.PENDING)
    assert (comment.shown_name, comment.shown_place) == (resident.display_name, "Pematang Rahim")
    assert comment.receipt_hash is None
    assert waiting == [comment.pk]


def test_a_trusted_resident_is_public_at_once_and_counted(browser, article, trusted, waiting, client):
    before = Thread.objects.get()
    assert "langsung tayang" in text_of(browser.client.get(form_url(article)))
    browser.send(article, body="Jalan dusun sudah kering.")
    comment, after = newest(), Thread.objects.get()
    assert comment.state == CommentState.PUBLISHED
    assert comment.published_at is not None
    assert (after.n_published, after.version > before.version) == (before.n_published + 1, True)
    assert waiting == []
    assert "Jalan dusun sudah kering." in client.get(article.get_url()).content.decode()


def test_kept_copies_of_the_page_grow_old_when_words_become_public_at_once(
    browser, article, trusted, client, django_capture_on_commit_callbacks
):
    assert "Satu lagi dari saya" not in client.get(article.get_url()).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        browser.send(article, body="Satu lagi dari saya")
    assert "Satu lagi dari saya" in client.get(article.get_url()).content.decode()


@pytest.mark.parametrize(
    "less",
    [
        "too few published",
        "not verified",
        "verified too long ago",
        "rejected last month",
        "hidden last month",
        "rejected and withdrawn",
        "page of another village",
    ],
)
def test_who_is_not_trusted_waits(article, other_article, resident, browser, less, cadre):
    spoken(resident, article, posting.TRUSTED_AFTER - (less == "too few published"))
    month_ago = timezone.now() - timedelta(days=30)
    page = other_article if less == "page of another village" else article
    if less == "not verified":
        Resident.objects.update(verified_at=None)
    if less == "verified too long ago":
        Resident.objects.update(verified_at=timezone.now() - timedelta(days=366))
    if less == "rejected last month":
        spoken(resident, article, 1, state=CommentState.REJECTED, state_changed_at=month_ago)
    if less == "hidden last month":
        spoken(resident, article, 1, state=CommentState.HIDDEN, state_changed_at=month_ago)
    if less == "rejected and withdrawn":
        refused = spoken(resident, article, 1, state=CommentState.WITHDRAWN)[0]
        ModAction.objects.create(
            actor=cadre, village=resident.village, comment=refused, comment_public_id=refused.public_id,
            action=ModerationVerb.REJECT, from_state="pending", to_state="rejected",
        )  # fmt: skip
    browser.send(page, body="Apa kabar semua?")
    assert newest().state == CommentState.PENDING


@pytest.mark.parametrize("then", ["long ago", "published after all"])
def test_what_was_refused_long_ago_or_by_mistake_does_not_count(browser, article, trusted, then, cadre):
    old = timezone.now() - posting.REFUSED_WITHIN - timedelta(days=1)
    state = CommentState.REJECTED if then == "long ago" else CommentState.PUBLISHED
    refused = spoken(trusted, article, 1, state=state, state_changed_at=old)[0]
    if then == "published after all":
        ModAction.objects.create(
            actor=cadre, village=trusted.village, comment=refused, comment_public_id=refused.public_id,
            action=ModerationVerb.REJECT, from_state="pending", to_state="rejected",
        )  # fmt: skip
    browser.send(article, body="Apa kabar semua?")
    assert newest().state == CommentState.PUBLISHED


@pytest.mark.parametrize(
    "fields",
    [
        {"body": "Telepon saya 0812-3456-7890"},
        {"body": "Lihat www.satu.id dan www.dua.id"},
        {"about_cadre": "on"},
        {"lanjutan": "iklan"},
    ],
    ids=["number", "two links", "about the cadre", "trap"],
)
def test_also_of_a_trusted_resident_what_is_doubtful_waits(browser, article, trusted, fields):
    browser.send(article, **fields)
    comment = newest()
    assert comment.state == CommentState.PENDING
    assert comment.about_cadre == ("about_cadre" in fields)


def test_one_link_of_a_resident_is_not_held_and_never_a_link(browser, article, trusted, client):
    browser.send(article, body="Jadwalnya di https://contoh.go.id/jadwal")
    assert (newest().held_codes, newest().state) == ([], CommentState.PUBLISHED)
    page = client.get(article.get_url()).content.decode()
    assert "https://contoh.go.id/jadwal" in page
    assert 'href="https://contoh.go.id' not in page


def test_a_page_that_reviews_first_holds_also_the_trusted(browser, article, trusted):
    Thread.objects.update(mode=ThreadMode.PRE)
    assert "membaca tulisan Anda dulu" in text_of(browser.client.get(form_url(article)))
    browser.send(article, body="Apa kabar semua?")
    assert newest().state == CommentState.PENDING


def test_a_village_that_became_strict_while_the_form_was_open_holds(browser, article, trusted, village):
    opened = browser.form(article)
    CommentRules.objects.create(village=village, mode=ThreadMode.PRE)
    browser.send(article, **opened, body="Apa kabar semua?")
    assert newest().state == CommentState.PENDING


@pytest.mark.parametrize("change", ["rejected", "no longer verified"])
def test_case_16_trust_that_was_lost_a_second_ago_is_lost(article, trusted, village, change):
    """The row in hand still says verified: the rows under the lock decide."""
    if change == "rejected":
        spoken(trusted, article, 1, state=CommentState.REJECTED)
    else:
        Resident.objects.update(verified_at=None)
    comment = posted(article, village, trusted)
    assert comment.state == CommentState.PENDING


def posted(page, village, resident, **fields) -> ResidentComment:
    speaker = posting.Speaker(resident.display_name, village.title, resident)
    values = {"body": "Apa kabar?", "nonce": uuid.uuid4(), "held": [], **fields}
    return posting.post(page=page, village=village, speaker=speaker, **values)


def test_case_16_a_muted_resident_is_told_until_when_and_keeps_the_words(browser, article, resident):
    opened = browser.form(article)
    until = timezone.now() + timedelta(days=3)
    Resident.objects.update(status=ResidentStatus.MUTED, muted_until=until)
    answer = browser.send(article, **opened, body="Tulisan yang panjang")
    assert answer.status_code == 403
    assert f"sampai {timezone.localtime(until).day} " in text_of(answer)
    assert "Tulisan yang panjang</textarea>" in text_of(answer)
    asked = text_of(browser.client.get(form_url(article)))
    assert "tidak dapat menulis komentar sampai" in asked
    assert "<textarea" not in asked
    with time_machine.travel(until + timedelta(minutes=1)):
        Resident.objects.update(verified_at=timezone.now())
        signed_in_resident(browser.client, resident)
        assert browser.send(article).status_code == 303


def test_case_16_muted_between_check_and_storing_stores_nothing(article, resident, village):
    Resident.objects.update(status=ResidentStatus.MUTED)
    with pytest.raises(posting.MutedError):
        posted(article, village, resident)
    assert not ResidentComment.objects.exists()


@pytest.mark.parametrize("change", ["banned", "erased", "signed out"])
def test_case_16_who_is_no_more_signed_in_posts_nothing_under_the_old_name(
    browser, article, resident, change
):
    opened = browser.form(article)
    if change == "banned":
        Resident.objects.update(status=ResidentStatus.BANNED)
    elif change == "erased":
        Resident.objects.update(erasure_asked_at=timezone.now())
    else:
        sessions.end_all(resident)
    answer = browser.send(article, **opened, name=None, place=None, body="Tulisan yang panjang")
    assert answer.status_code == 422
    assert "Anda sudah keluar" in text_of(answer)
    assert "Tulisan yang panjang</textarea>" in text_of(answer)
    assert 'name="name"' in text_of(answer)
    assert not ResidentComment.objects.exists()


def test_case_16_a_guests_form_is_not_sent_under_the_name_of_who_signs_in_meanwhile(
    article, resident, patient
):
    browser = Guest()
    opened = browser.form(article)
    signed_in_resident(browser.client, resident)
    answer = browser.send(article, **opened, name="Samaran", body="Ini rahasia")
    assert answer.status_code == 422
    assert f"yang masuk di ponsel ini {resident.display_name}" in text_of(answer)
    assert "Ini rahasia</textarea>" in text_of(answer)
    assert not ResidentComment.objects.exists()
    again = {
        name: re.search(rf'name="{name}" value="([^"]+)"', text_of(answer))[1]
        for name in ("csrfmiddlewaretoken", "stamp")
    }
    assert browser.send(article, **again, body="Ini rahasia").status_code == 303
    assert newest().resident == resident


def test_case_16_one_residents_form_is_not_sent_under_the_name_of_another(browser, article, village):
    opened = browser.form(article)
    signed_in_resident(browser.client, ResidentFactory(village=village, display_name="Sulaiman"))
    assert browser.send(article, **opened).status_code == 422
    assert not ResidentComment.objects.exists()


def test_case_25_no_field_makes_somebody_official_or_another_person(
    browser, article, resident, other_village
):
    other = ResidentFactory(village=other_village)
    browser.send(
        article, name="Kader Desa", kind="official", is_official="1", author="1", state="published",
        resident=str(other.pk), village=str(other_village.pk), parent="1", masks="[]", shown_name="Bupati",
    )  # fmt: skip
    comment = newest()
    assert (comment.kind, comment.state, comment.author) == ("resident", "pending", None)
    assert (comment.resident, comment.shown_name) == (resident, resident.display_name)
    assert comment.village_id == resident.village_id


def test_case_25_a_cadre_of_another_village_is_a_guest_like_any_other(article, other_cadre, patient):
    browser = Guest()
    browser.client.force_login(other_cadre)
    browser.send(article)
    comment = newest()
    assert (comment.kind, comment.state, comment.author) == ("guest", "pending", None)


def test_case_31_a_resident_is_counted_by_himself_and_not_by_the_address(browser, article, resident):
    with time_machine.travel(timezone.now().replace(minute=5), tick=False):
        signed_in_resident(browser.client, resident)
        for number in range(limits.POST_RESIDENT.most):
            assert browser.send(article, body=f"Komentar ke-{number}").status_code == 303
        answer = browser.send(article, body="Satu lagi yang panjang")
    assert answer.status_code == 429
    assert "Satu lagi yang panjang</textarea>" in text_of(answer)


def test_case_31_a_flood_behind_the_villages_address_does_not_silence_a_resident(
    browser, article, resident, monkeypatch
):
    monkeypatch.setattr(limits, "POST_ADDRESS", limits.Limit("post-address", 0, 600))
    assert Guest().send(article).status_code == 429
    assert browser.send(article).status_code == 303


def test_two_refused_in_a_week_are_a_reason_to_look_closely(browser, article, resident):
    spoken(resident, article, 2, state=CommentState.REJECTED)
    browser.send(article)
    assert newest().held_codes == [HeldCode.HISTORY]


def test_the_same_text_by_the_same_resident_is_held_also_under_another_name(browser, article, resident):
    browser.send(article, body="Mohon jalan diperbaiki.")
    Resident.objects.update(display_name="Nurhayati S.")
    browser.send(article, body="Mohon JALAN diperbaiki")
    assert newest().held_codes == [HeldCode.DUPLICATE]


@pytest.mark.parametrize("is_trusted", [True, False])
def test_after_sending_a_resident_is_told_what_became_of_it_once(browser, article, resident, is_trusted):
    if is_trusted:
        spoken(resident, article)
    response = browser.send(article)
    assert response["Location"] == reverse("comments:sent")
    first = text_of(browser.client.get(response["Location"]))
    assert ("Tulisan Anda sudah tayang." in first) == is_trusted
    assert ("akan membacanya" in first) != is_trusted
    assert "Kode bukti" not in first
    assert f'href="{reverse("comments:mine")}"' in first
    again = browser.client.get(response["Location"])
    assert "Komentar terkirim" not in text_of(again)
    assert "no-store" in again["Cache-Control"]
    assert f'href="{reverse("comments:mine")}"' in text_of(again)


def test_case_26_a_residents_form_sent_twice_is_one_comment_also_after_signing_out(
    browser, article, resident
):
    opened = browser.form(article)
    assert browser.send(article, **opened).status_code == 303
    assert browser.send(article, **opened).status_code == 303
    sessions.end_all(resident)
    assert browser.send(article, **opened, name=None).status_code == 303
    assert ResidentComment.objects.count() == 1


def test_a_resident_of_a_neighbouring_village_may_ask_and_waits(other_village, article, patient, waiting):
    browser, neighbour = Guest(), ResidentFactory(village=other_village, verified=True)
    signed_in_resident(browser.client, neighbour)
    spoken(neighbour, article_in(other_village, title="Di rumah"))
    assert browser.send(article, body="Boleh ikut?").status_code == 303
    assert (newest().state, newest().shown_place) == (CommentState.PENDING, other_village.title)
    assert newest().village_id == article.village.pk


def test_the_stamp_of_a_form_is_for_whom_it_was_shown_to(resident):
    key = uuid.uuid4()
    assert stamps.read(stamps.issue(key, resident.pk.hex), key).speaker == resident.pk.hex
    assert stamps.read(stamps.issue(key), key).speaker == ""


def test_a_receiver_that_fails_leaves_no_comment_behind(article, village, resident):
    def fails(sender, **kwargs):
        raise RuntimeError

    signals.comment_waits.connect(fails)
    try:
        with pytest.raises(RuntimeError):
            posted(article, village, resident)
    finally:
        signals.comment_waits.disconnect(fails)
    assert not ResidentComment.objects.exists()


@pytest.mark.parametrize("n", [0, 3, 60])
def test_what_somebody_said_before_costs_no_more_queries(
    browser, article, resident, n, django_assert_max_num_queries
):
    ThreadFactory(page=article)
    spoken(resident, article, n)
    browser.client.get(form_url(article))
    with django_assert_max_num_queries(16):
        browser.client.get(form_url(article))
