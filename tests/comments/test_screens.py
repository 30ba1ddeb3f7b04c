"""The screens of comments in a real browser, 360 px wide: nothing sticks out, axe finds nothing."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from comments.enums import CommentKind, CommentState, HeldCode, ReasonCode, ReportReason
from comments.models import WatchedWord
from tests.factories.comments import AnswerFactory, ResidentCommentFactory
from tests.factories.residents import ResidentFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LONG_WORD = "musyawarah" * 60
# Wagtail's own frame around the moderators' screen.
WAGTAILS_OWN = ("region", "landmark-unique", "page-has-heading-one", "aria-allowed-role")


def sideways(page) -> int:
    """Pixels by which the page is wider than its window."""
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


def right_of(element) -> float:
    """Where the element ends, in pixels from the left."""
    box = element.bounding_box()
    return box["x"] + box["width"]


def lines_of(page, selector: str) -> int:
    """On how many lines the words of the element stand."""
    return page.evaluate(
        """selector => {
          const range = document.createRange();
          range.selectNodeContents(document.querySelector(selector));
          return new Set([...range.getClientRects()].map(box => box.top)).size;
        }""",
        selector,
    )


def looked_at(page, axe, **options) -> None:
    page.wait_for_load_state()  # a click does not wait for the page that it leads to
    assert sideways(page) <= 0
    assert axe(page, **options) == []


def signed_in(page, user, live_server):
    """``page`` with the session of ``user``, without going through the sign-in."""
    client = Client()
    client.force_login(user)
    page.context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}]
    )
    return page


@pytest.fixture
def conversation(article, cadre):
    root = ResidentCommentFactory(thread__page=article, body=f"Pendek. {LONG_WORD}")
    AnswerFactory(parent=root, author=cadre, body="Bulan depan.")
    return root


def test_what_readers_and_guests_see(page, axe, article, conversation):
    page.goto(article.get_url())
    looked_at(page, axe)
    page.get_by_role("link", name="Tulis komentar").click()
    looked_at(page, axe)
    page.get_by_label("Nama").fill("Kader")
    page.get_by_role("button", name="Kirim komentar").click()
    looked_at(page, axe)
    assert "Ada masalah" in page.title()
    # The summary takes the focus, and its line leads to the field.
    assert "Ada masalah" in page.evaluate("document.activeElement.innerText")
    page.get_by_role("link", name="Nama:").click()
    assert page.evaluate("document.activeElement.name") == "name"
    page.get_by_label("Nama").fill("Nurhayati")
    page.get_by_label("Komentar", exact=False).last.fill("Terima kasih. 👍")
    page.get_by_role("button", name="Kirim komentar").click()
    looked_at(page, axe)
    code = page.locator(".receipt").inner_text()
    assert lines_of(page, ".receipt") == 1
    page.get_by_role("link", name="Lihat dengan kode bukti").click()
    looked_at(page, axe)
    page.get_by_label("Kode bukti").fill(code.lower())
    page.get_by_role("button", name="Lihat komentar").click()
    looked_at(page, axe)
    assert page.get_by_text("Menunggu dibaca kader.").is_visible()


def test_pages_of_comments_fit_a_narrow_screen(page, axe, article, conversation):
    for address in (
        conversation.get_absolute_url(),
        reverse("comments:further", args=[article.translation_key]),
        f"{article.village.get_url()}ruang-komunitas/",
    ):
        page.goto(address)
        looked_at(page, axe)


def test_a_cadre_decides_on_a_phone_without_script(new_page, axe, article, cadre, live_server):
    for body in (f"Tolong {LONG_WORD}", "Hubungi 0812-3456-7890"):
        ResidentCommentFactory(
            thread__page=article, state=CommentState.PENDING, body=body, held_codes=[HeldCode.PERSONAL]
        )
    phone = signed_in(new_page(javascript=False), cadre, live_server)
    phone.goto(reverse("comment_moderation:index"))
    assert sideways(phone) <= 0
    first = phone.get_by_role("article").first
    first.get_by_text("Jawab", exact=True).click()
    field = first.get_by_label("Jawaban")
    field.fill("Kami perbaiki hari Sabtu.")
    assert right_of(field) < right_of(first)
    first.get_by_role("button", name="Setujui dan tayangkan jawaban").click()
    assert phone.get_by_text("Jawaban sudah tayang.").is_visible()
    # Wagtail's own messages stay transparent until its script has run.
    assert phone.evaluate("getComputedStyle(document.querySelector('.messages > ul')).opacity") == "1"
    assert phone.get_by_text("Menunggu (1)").is_visible()
    second = phone.get_by_role("article").first
    second.get_by_text("Tolak", exact=True).click()
    second.get_by_role("button", name="Tolak komentar").click()
    assert phone.get_by_text("Pilih satu alasan.").is_visible()
    assert right_of(second.get_by_label("Alasan")) < right_of(second)
    assert sideways(phone) <= 0
    # The number is covered from the screen of the one comment, and then it is approved.
    second.get_by_text("Tutup data pribadi").click()
    second.get_by_role("button", name="Tutup yang ditandai").click()
    assert phone.get_by_text("Hubungi [data pribadi ditutup]").is_visible()
    phone.get_by_role("button", name="Setujui").click()
    assert phone.get_by_text("Menunggu (0)").is_visible()


def test_a_cadre_decides_about_many_on_a_phone_without_script(new_page, article, cadre, live_server):
    for _i in range(3):
        ResidentCommentFactory(thread__page=article, state=CommentState.PENDING)
    phone = signed_in(new_page(javascript=False), cadre, live_server)
    phone.goto(reverse("comment_moderation:index"))
    for box in phone.get_by_role("checkbox").all()[:2]:
        box.check()
    phone.get_by_role("button", name="Tolak yang ditandai").click()
    assert phone.get_by_role("alert").get_by_text("Pilih alasannya").is_visible()
    assert sideways(phone) <= 0
    phone.locator("#borongan").get_by_label("Alasan").select_option(ReasonCode.OFF_TOPIC)
    phone.get_by_role("button", name="Tolak yang ditandai").click()
    assert phone.get_by_text("2 ditolak.").is_visible()
    assert phone.get_by_text("Menunggu (1)").is_visible()


@pytest.fixture
def everything(article, second_cadre, village):
    """Something on each shelf, with reports, an appeal, a resident's badge and covered words."""
    held = ResidentCommentFactory(
        thread__page=article,
        state=CommentState.PENDING,
        kind=CommentKind.RESIDENT,
        resident=ResidentFactory(village=village, verified=True),
        body="Hubungi Pak Joko di 0812-3456-7890, beliau tahu jadwalnya.",
        held_codes=[HeldCode.PERSONAL, HeldCode.LINK],
        state_changed_at=timezone.now() - timezone.timedelta(days=3),
    )
    question = ResidentCommentFactory(thread__page=article, body=f"Apakah gratis? {LONG_WORD}")
    answer = AnswerFactory(parent=question, author=second_cadre, body="Gratis.")
    ResidentCommentFactory(
        thread=question.thread, parent=answer, root=question, depth=1, state="pending", body="Terima kasih."
    )
    for n in range(3):
        question.reports.create(reason=ReportReason.RUDE, text="Kata kasar", reporter_key_hash=str(n))
    appeal = ResidentCommentFactory(
        thread__page=article,
        state=CommentState.REJECTED,
        reason_code=ReasonCode.OFF_TOPIC,
        appealed_at=timezone.now(),
        appeal_text="Ini tentang jalan di berita itu.",
    )
    return held, question, appeal


def test_the_moderators_screens_pass_axe(new_page, axe, everything, cadre, live_server, village):
    WatchedWord.objects.create(village=village, word="judi online", folded="judi online")
    desk = signed_in(new_page(), cadre, live_server)
    addresses = [
        f"{reverse('comment_moderation:index')}?keadaan={slug}"
        for slug in ("menunggu", "dilaporkan", "keberatan")
    ]
    addresses += [reverse("comment_moderation:item", args=[one.public_id]) for one in everything]
    for address in [*addresses, reverse("comment_moderation:word_list")]:
        desk.goto(address)
        desk.evaluate("document.querySelectorAll('main details').forEach(one => { one.open = true })")
        looked_at(desk, axe, context="main", rules_off=WAGTAILS_OWN)
