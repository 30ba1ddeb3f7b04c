"""A cadre's day on a phone: from a desk with something of everything to a desk on which nothing waits."""

import re
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from comments.enums import CommentState
from comments.models import ResidentComment
from editorial.enums import SendBackReason
from editorial.found_problems import look_again
from editorial.models import PageCare, ReviewRound
from news.models import NewsArticlePage
from services.models import ServiceIndexPage, ServicePage
from tests.browser.conftest import PASSWORD, sign_in
from tests.browser.hands import Hand
from tests.factories.comments import ResidentCommentFactory
from tests.factories.news import NewsArticlePageFactory
from tests.factories.people import UserFactory
from tests.factories.services import ServicePageFactory
from tests.pages import say
from village_pages.enums import Role
from village_pages.rights import appoint

pytestmark = pytest.mark.browser

DESK = re.compile(r"/admin/$")
WAITING = [
    "Dikembalikan kepada Anda (1)",
    "Menunggu diperiksa (2)",
    "Komentar menunggu (1)",
    "Halaman untuk diperiksa ulang (1)",
    "Masalah ditemukan (1)",
]
LATE, FRESH, MINE = "Rapat dusun bulan ini", "Kelas komputer untuk lansia", "Lomba kebersihan dusun"
DUE, WRONG = "Surat pindah", "Surat keterangan usaha"
COMMENT = "Apakah kelasnya juga ada di hari Minggu?"
ASKED, REMARK, LACKS = "Tulis siapa pemenangnya.", "Bagus, fotonya jelas.", "Tulis jam mulainya."
MENDED = "Dusun Hilir juara pertama."
PHONE = "Bayar lewat 0812-3456-7890"
FEE = "Bayar di kantor desa"
SUMMARY = "Warga membersihkan saluran air bersama perangkat desa."
KNOWN = re.compile("Sudah Anda kirim|Draf Anda|Baru tayang|Tulis yang baru")
MOST_TAPS = 30


@pytest.fixture
def ambassador(regency, people):
    user = UserFactory(username="ambassador-uji", password=PASSWORD, display_name="Duta Uji")
    appoint(user=user, role=Role.AMBASSADOR, village=regency.village)
    return user


def sent_in(village, author, title: str) -> NewsArticlePage:
    page = NewsArticlePageFactory(village=village, owner=author, live=False, title=title, summary=SUMMARY)
    page.get_workflow().start(page, author)
    return page


@pytest.fixture
def a_day(regency, people, ambassador):
    """Something of everything waits for the cadre."""
    village, cadre, contributor = regency.village, people["cadre"], people["contributor"]
    late = sent_in(village, contributor, LATE)
    now = timezone.now()
    ReviewRound.objects.filter(page=late.pk).update(
        sent_in_at=now - timedelta(days=4), due_at=now - timedelta(days=1)
    )
    sent_in(village, contributor, FRESH)
    state = sent_in(village, cadre, MINE).current_workflow_task_state
    state.task.specific.on_action(
        state.specific, ambassador, "reject", reason=SendBackReason.MISSING, comment=ASKED
    )
    ResidentCommentFactory(thread__page=regency.article, state=CommentState.PENDING, body=COMMENT)
    due = ServicePageFactory(village=village, title=DUE)
    # Public since before there were checks.
    wrong = ServicePage(title=WRONG, summary="Surat dari kantor desa untuk warga.", fee_note=PHONE)
    ServiceIndexPage.objects.child_of(village).get().add_child(instance=wrong)
    while look_again():  # some pages at a time
        pass
    call_command("run_due")
    PageCare.objects.update(check_due_at=now + timedelta(days=90))
    PageCare.objects.filter(page=due.pk).update(check_due_at=now - timedelta(days=3))


def test_from_a_full_desk_to_an_empty_one(a_day, new_page, record_property):
    page, second = new_page(width=360), new_page(width=360)
    sign_in(page, "cadre-uji")
    sign_in(second, "ambassador-uji")
    hand, other = Hand(page), Hand(second)
    expect(waiting(page)).to_have_text(WAITING)

    open_review(hand, LATE, mark="lewat 1 hari")
    send_back(hand)
    open_review(other, FRESH)
    open_review(hand, FRESH)
    approve(hand, REMARK)
    told_who_was_first(other)

    mend_own(hand)
    approve_comment(hand)
    still_right(hand)
    mend_problem(hand)
    expect(waiting(page)).to_have_text(["Masalah ditemukan (1)"])

    for title in (MINE, WRONG):
        back_to_desk(other)
        open_review(other, title)
        approve(other)
    read_messages(hand)
    back_to_desk(hand)
    expect(page.get_by_text("Tidak ada yang menunggu. Terima kasih.")).to_be_visible()
    expect(waiting(page)).to_have_count(0)

    shown = NewsArticlePage.objects.live().filter(title__in=[LATE, FRESH, MINE])
    assert dict(shown.values_list("title", "summary")) == {FRESH: SUMMARY, MINE: MENDED}
    assert ServicePage.objects.get(title=WRONG).fee_note == FEE
    assert PageCare.objects.get(page__title=DUE).checked_by.username == "cadre-uji"
    assert ResidentComment.objects.get(body=COMMENT).state == CommentState.PUBLISHED
    record_property("cadre's day", f"{hand.taps} taps")
    say(f"a cadre's day: {hand.taps} taps from the desk to an empty desk")
    assert hand.taps <= MOST_TAPS


def waiting(page: Page) -> Locator:
    """Headings of the groups in which something waits, without what is only to be known."""
    return page.locator(".desk__title").filter(has_not_text=KNOWN)


def open_review(hand: Hand, title: str, mark: str = "") -> None:
    group = hand.page.get_by_role("region", name="Menunggu diperiksa")
    expect(group.get_by_role("listitem").filter(has_text=title)).to_contain_text(mark)
    hand.tap(group.get_by_role("link", name=f"Periksa: {title}"))
    expect(hand.page.get_by_role("heading", level=1)).to_have_text(f"Periksa: {title}")


def on_the_desk(hand: Hand, said: str) -> None:
    hand.page.wait_for_url(DESK)
    expect(hand.page.locator(".messages")).to_contain_text(said)


def back_to_desk(hand: Hand) -> None:
    hand.tap(hand.page.get_by_role("link", name="Meja kerja", exact=True))
    hand.page.wait_for_url(DESK)


def send_back(hand: Hand) -> None:
    form = hand.page.get_by_role("region", name="Kembalikan kepada penulis")
    hand.choose(form.get_by_label("Apa sebabnya"), "Ada yang kurang")
    hand.write(form.get_by_role("textbox", name="Alasan, dan apa yang perlu diperbaiki"), LACKS)
    hand.tap(form.get_by_role("button", name="Kembalikan dengan alasan"))
    on_the_desk(hand, f"“{LATE}” dikembalikan kepada penulisnya.")


def approve(hand: Hand, remark: str = "") -> None:
    if remark:
        hand.write(hand.page.get_by_role("textbox", name="Catatan untuk penulis"), remark)
    hand.tap(hand.page.get_by_role("button", name="Setujui dan terbitkan"))
    on_the_desk(hand, "disetujui dan tayang.")


def told_who_was_first(hand: Hand) -> None:
    """Whoever decides second: nothing is done, and the screen says who did what."""
    hand.tap(hand.page.get_by_role("button", name="Setujui dan terbitkan"))
    said = hand.page.get_by_role("alert").filter(has_text="Keputusan Anda tidak dijalankan.")
    expect(said).to_contain_text("Kader digital Uji sudah menyetujui halaman ini")
    back_to_desk(hand)


def mend_own(hand: Hand) -> None:
    group = hand.page.get_by_role("region", name="Dikembalikan kepada Anda")
    expect(group).to_contain_text(ASKED)
    hand.tap(group.get_by_role("link", name=f"Perbaiki: {MINE}"))
    expect(hand.page.get_by_role("region", name="Halaman ini dikembalikan")).to_contain_text(ASKED)
    write_over(hand, hand.page.get_by_role("textbox", name="Ringkasan*"), MENDED)
    send_in(hand, "Kirim lagi untuk diperiksa", MINE)


def write_over(hand: Hand, field: Locator, words: str) -> None:
    hand.tap(field)
    field.fill(words)


def send_in(hand: Hand, button: str, title: str) -> None:
    hand.tap(hand.page.get_by_role("navigation", name="Tindakan").get_by_role("button", name=button))
    on_the_desk(hand, title)


def approve_comment(hand: Hand) -> None:
    group = hand.page.get_by_role("region", name="Komentar menunggu")
    hand.tap(group.get_by_role("link", name=f"Putuskan: {COMMENT}"))
    hand.tap(hand.page.get_by_role("button", name="Setujui", exact=True))
    expect(hand.page.get_by_text("Komentar sudah tayang.")).to_be_visible()
    back_to_desk(hand)


def still_right(hand: Hand) -> None:
    group = hand.page.get_by_role("region", name="Halaman untuk diperiksa ulang")
    hand.tap(group.get_by_role("link", name=f"Periksa ulang: {DUE}"))
    hand.tap(hand.page.get_by_role("button", name=f"Masih benar: {DUE}"))
    expect(hand.page.get_by_text("1 halaman dicatat masih benar.")).to_be_visible()
    back_to_desk(hand)


def mend_problem(hand: Hand) -> None:
    """The fee is a fact: readers get the mended one when the second reader approves."""
    group = hand.page.get_by_role("region", name="Masalah ditemukan")
    hand.tap(group.get_by_role("link", name=f"Perbaiki: {WRONG}"))
    expect(hand.page.get_by_role("heading", level=1)).to_contain_text("Periksa isi")
    hand.tap(hand.page.get_by_role("link", name="Perbaiki: Catatan biaya"))
    write_over(hand, hand.page.get_by_role("textbox", name="Catatan biaya"), FEE)
    hand.tap(hand.page.get_by_role("button", name="Tindakan lain"))
    send_in(hand, "Kirim untuk diperiksa", WRONG)


def read_messages(hand: Hand) -> None:
    hand.tap(hand.page.get_by_role("link", name=re.compile(r"^Pesan: \d+ belum dibaca$")))
    hand.tap(hand.page.get_by_role("button", name="Tandai semua sudah dibaca"))
    expect(hand.page.get_by_text(re.compile(r"pesan ditandai sudah dibaca\."))).to_be_visible()
    expect(hand.page.get_by_text("Belum dibaca", exact=True)).to_have_count(0)
