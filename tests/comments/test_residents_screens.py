"""A resident's way at 360 px, without script: registered, let in by a link, out, and in again by PIN."""

from urllib.parse import urlsplit

import pytest
from django.urls import reverse

from comments.models import Resident
from tests.comments.test_screens import WAGTAILS_OWN, looked_at, sideways, signed_in
from tests.factories.residents import PIN, ResidentFactory, resident_link, signed_in_resident

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LONG_NAME = "Nurhayatiningsihwulandariputrikusumawardhaniprabowohadiningrat"[:60]


def test_from_the_cadres_screen_to_the_residents_own_phone_without_script(
    new_page, cadre, village, live_server
):
    desk = signed_in(new_page(javascript=False), cadre, live_server)
    desk.goto(reverse("residents"))
    assert sideways(desk) <= 0
    desk.get_by_role("link", name="Daftarkan warga").click()
    desk.get_by_label("Nama", exact=False).first.fill(LONG_NAME)
    desk.get_by_label("Nomor ponsel").fill("0812 3456 7890")
    desk.get_by_label("Verifikasi sekarang").check()
    assert sideways(desk) <= 0
    desk.get_by_role("button", name="Daftarkan").click()
    assert sideways(desk) <= 0
    desk.get_by_role("link", name="Buat tautan masuk").click()
    desk.get_by_role("button", name="Buat tautan").click()
    assert sideways(desk) <= 0
    address = desk.get_by_label("Tautan untuk disalin").input_value()

    phone = new_page(javascript=False)
    phone.goto(urlsplit(address).path)
    assert sideways(phone) <= 0
    phone.get_by_role("button", name="Setuju dan masuk").click()
    assert "Ada masalah" in phone.title()
    phone.get_by_role("link", name="Saya berumur 18 tahun ke atas").click()
    phone.get_by_label("Saya sudah membaca dan setuju").check()
    phone.get_by_label("Saya berumur 18 tahun ke atas").check()
    assert phone.get_by_label("Ini ponsel bersama").is_checked()
    phone.get_by_role("button", name="Setuju dan masuk").click()
    assert sideways(phone) <= 0
    phone.get_by_label("PIN baru", exact=True).fill("123456")
    phone.get_by_label("PIN baru sekali lagi").fill("123456")
    phone.get_by_role("button", name="Simpan PIN").click()
    assert phone.get_by_text("mudah ditebak").first.is_visible()
    phone.get_by_label("PIN baru", exact=True).fill(PIN)
    phone.get_by_label("PIN baru sekali lagi").fill(PIN)
    phone.get_by_role("button", name="Simpan PIN").click()
    assert phone.get_by_text("PIN tersimpan").is_visible()
    assert sideways(phone) <= 0
    phone.get_by_role("button", name="Keluar", exact=True).click()

    phone.get_by_label("Nomor kartu atau nomor ponsel").fill(Resident.objects.get().shown_card_number)
    phone.get_by_label("PIN", exact=True).fill("904417")
    phone.get_by_role("button", name="Masuk", exact=True).click()
    assert "tidak cocok" in phone.get_by_role("alert").inner_text()
    phone.get_by_label("PIN", exact=True).fill(PIN)
    phone.get_by_role("button", name="Masuk", exact=True).click()
    assert phone.url.endswith(reverse("comments:mine"))


def test_pages_of_residents_are_accessible(page, axe, village, cadre, live_server, client):
    resident = ResidentFactory(village=village, display_name=LONG_NAME, pin=PIN)
    _link, token = resident_link(resident, by=cadre)
    page.goto(reverse("comments:open_link", args=[token]))
    looked_at(page, axe)
    page.get_by_role("button", name="Setuju dan masuk").click()
    looked_at(page, axe)
    assert "Ada masalah" in page.evaluate("document.activeElement.innerText")
    page.goto(reverse("comments:open_link", args=["bukan"]))
    looked_at(page, axe)
    page.goto(reverse("comments:sign_in"))
    looked_at(page, axe)
    signed_in_resident(client, resident)
    page.context.add_cookies(
        [
            {
                "name": "warga",
                "value": client.cookies["warga"].value,
                "url": f"{live_server.url}/komentar/",
            }
        ]
    )
    for name in ("choose_pin", "phones", "sign_in"):
        page.goto(reverse(f"comments:{name}"))
        looked_at(page, axe)


def test_the_cadres_screens_are_accessible(page, axe, village, cadre, live_server):
    resident = ResidentFactory(village=village, display_name=LONG_NAME, verified=True, phone="+6281234567890")
    desk = signed_in(page, cadre, live_server)
    for address in (
        reverse("residents"),
        reverse("resident_new"),
        *(
            reverse(name, args=[resident.pk])
            for name in ("resident", "resident_verify", "resident_mute", "resident_ban", "resident_amend")
        ),
    ):
        desk.goto(address)
        looked_at(desk, axe, context="main", rules_off=WAGTAILS_OWN)
    desk.goto(reverse("resident_make_link", args=[resident.pk]))
    desk.get_by_role("button", name="Buat tautan").click()
    looked_at(desk, axe, context="main", rules_off=WAGTAILS_OWN)
