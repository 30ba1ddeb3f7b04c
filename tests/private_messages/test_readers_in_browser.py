"""Who reads, and the office, on a telephone without script; axe finds nothing, nothing is cut at the side."""

import os
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse
from django.utils import timezone

from private_messages.emergency import open_in_emergency
from private_messages.enums import EmergencyReason
from private_messages.models import Conversation
from tests.factories.people import PASSWORD, code_of
from tests.factories.private_messages import ConversationFactory, MessageFactory
from tests.factories.village_pages import VillageFactory, member
from tests.private_messages.conftest import entrusted
from village_pages.enums import Role

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ASKED = {
    "body": "Suami saya tidak boleh tahu.\n\nApakah kursi roda untuk anak saya gratis?",
    "name": "Melati",
    "page": "Bantuan alat bantu untuk penyandang disabilitas",
}


@pytest.fixture
def village(live_server):
    return VillageFactory(code="15.07.09.2002", title="Pematang Rahim")


def sign_in(page, user) -> None:
    page.goto("/akun/login/")
    page.get_by_label("Nama pengguna").fill(user.username)
    page.get_by_label("Kata sandi", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Masuk", exact=True).click()
    if factor := Authenticator.objects.filter(user=user).first():
        page.get_by_label("Kode").first.fill(code_of(factor.data["secret"]))
        page.get_by_role("button").filter(has_text="Masuk").first.click()
    page.wait_for_url("**/admin/")


def looked_at(page, axe, name: str) -> list[str]:
    if folder := os.environ.get("PICTURES"):
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)
    wide = page.evaluate("document.documentElement.scrollWidth")
    return axe(page) + ([f"{wide} px wide"] if wide > 360 else [])


def test_a_reader_answers_on_a_telephone_without_script(new_page, village):
    reader = entrusted(member(Role.CADRE, village, username="nur", display_name="Nurhayati"))
    asked = ConversationFactory(village=village, words=ASKED)
    page = new_page(javascript=False)
    sign_in(page, reader)
    page.get_by_role("link", name="Baca dan jawab").click()
    assert page.get_by_text("Apakah kursi roda").is_visible()
    page.get_by_role("button", name="Kirim jawaban").click()
    assert page.get_by_text("Tulis jawaban Anda.").is_visible()
    page.locator("textarea[name=body]").fill("Gratis. Datang ke balai desa hari Senin.")
    page.get_by_label("Tutup percakapan setelah jawaban ini").check()
    page.get_by_role("button", name="Kirim jawaban").click()
    page.wait_for_url("**/admin/pesan-aman/")
    assert Conversation.objects.get(pk=asked.pk).state == "closed"


def test_the_office_opens_one_in_an_emergency_without_script(new_page, village):
    officer = member(Role.OFFICER, username="dinas")
    ConversationFactory(village=village, words=ASKED)
    page = new_page(javascript=False)
    sign_in(page, officer)
    page.goto(reverse("private_counts"))
    page.get_by_role("link", name="Daftar: Pematang Rahim").click()
    page.get_by_role("link", name="Buka darurat").click()
    page.get_by_label("Alasan").select_option(EmergencyReason.LIFE)
    page.get_by_label("Keterangan").fill("Tetangga melapor ia tidak keluar rumah sejak kemarin.")
    page.get_by_role("button", name="Buka darurat").click()
    assert page.get_by_text("Apakah kursi roda").is_visible()


def test_axe_finds_nothing_on_the_screens(new_page, axe, village):
    reader = entrusted(member(Role.CADRE, village, username="nur", display_name="Nurhayati"))
    officer = member(Role.OFFICER, username="dinas", display_name="Pak Dinas")
    now = timezone.now()
    asked = ConversationFactory(village=village, words=ASKED, opened_at=now - timedelta(days=3))
    ConversationFactory(village=village, opened_at=now - timedelta(hours=3))
    done = ConversationFactory(village=village, words=ASKED, state="closed")
    ConversationFactory(village=village, state="answered")
    MessageFactory(conversation=asked, words="Bawa kartu keluarga.", is_answer=True, author=reader)
    VillageFactory(code="15.07.09.2006", title="Sungai Beras")
    opened = open_in_emergency(
        asked,
        by=officer,
        reason_code=EmergencyReason.LIFE,
        reason="Tetangga melapor ia tidak keluar rumah sejak kemarin.",
    )
    membership = reader.memberships.get().pk
    screens = {
        reader: {
            "desk": reverse("wagtailadmin_home"),
            "inbox": reverse("private_inbox"),
            "conversation": reverse("private_conversation", args=[asked.pk]),
            "closed": reverse("private_conversation", args=[done.pk]),
            "record": reverse("private_opening", args=[opened.pk]),
            "team": reverse("team"),
        },
        officer: {
            "counts": reverse("private_counts"),
            "village": reverse("private_village_counts", args=[village.pk]),
            "emergency": reverse("private_emergency", args=[done.pk]),
            "opened": reverse("private_emergency", args=[asked.pk]),
            "member": reverse("team_member", args=[membership]),
            "entrust": reverse("membership_entrust", args=[membership]),
            "end": reverse("team_end", args=[membership]),
        },
    }
    found = {}
    for person, addresses in screens.items():
        page = new_page()
        sign_in(page, person)
        for name, address in addresses.items():
            page.goto(address)
            if violations := looked_at(page, axe, name):
                found[name] = violations
            assert page.locator("h1").count() == 1
    assert found == {}
