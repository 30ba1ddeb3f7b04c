"""In a real browser, whose form must pass Django's check of where it comes from."""

import pytest
from django.urls import reverse

from people.models import User
from tests.factories.people import PASSWORD as FACTORY_PASSWORD
from tests.factories.teams import invitation, password_link
from tests.factories.village_pages import VillageFactory, member
from village_pages.enums import Role
from village_pages.rights import active_roles

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASSWORD = "sawah-hijau-tepi-sungai"


@pytest.fixture
def village(live_server):
    return VillageFactory(code="15.07.09.2002", title="Pematang Rahim")


def test_somebody_joins_on_a_telephone_without_script(new_page, village):
    _row, token = invitation(village=village)
    page = new_page(javascript=False)
    page.goto(reverse("accept_invitation", args=[token]))
    page.get_by_role("button", name="Buat akun dan terima").click()
    page.get_by_role("heading", name="Ada masalah").wait_for()
    page.get_by_label("Nama Anda").fill("Nurhayati")
    page.get_by_label("Nama pengguna").fill("Nurhayati")
    page.get_by_label("Kata sandi").fill(PASSWORD)
    page.get_by_role("button", name="Buat akun dan terima").click()
    page.wait_for_url("**/admin/")
    assert active_roles(User.objects.get(username="nurhayati"), village) == {Role.CONTRIBUTOR}


def test_a_new_password_is_chosen_on_a_telephone_without_script(new_page, village):
    person = member(Role.CONTRIBUTOR, village)
    _row, token = password_link(user=person, by=member(Role.CADRE, village))
    page = new_page(javascript=False)
    page.goto(reverse("mend_password", args=[token]))
    page.get_by_label("Kata sandi baru").fill(PASSWORD)
    page.get_by_role("button", name="Simpan kata sandi").click()
    page.wait_for_url("**/akun/login/")
    assert User.objects.get(pk=person.pk).check_password(PASSWORD)


def test_axe_finds_nothing_on_the_pages_of_a_link(new_page, axe, village):
    _row, token = invitation(village=village)
    _row, other = password_link(user=member(Role.CONTRIBUTOR, village), by=member(Role.CADRE, village))
    page = new_page()
    found = {}
    for name, key in (("accept_invitation", token), ("mend_password", other), ("mend_password", "tidak-ada")):
        page.goto(reverse(name, args=[key]))
        if violations := axe(page):
            found[name, key] = violations
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert found == {}


def test_axe_finds_nothing_on_the_screens_of_people(new_page, axe, village):
    cadre = member(Role.CADRE, village, username="siti")
    person = member(Role.CONTRIBUTOR, village)
    invitation(village=village, by=cadre)
    page = new_page()
    page.goto("/akun/login/")
    page.get_by_label("Nama pengguna").fill("siti")
    page.get_by_label("Kata sandi", exact=True).fill(FACTORY_PASSWORD)
    page.get_by_role("button", name="Masuk", exact=True).click()
    page.wait_for_url("**/admin/")
    one = [person.memberships.get().pk]
    addresses = [
        reverse("team"),
        reverse("team_invite"),
        reverse("team_member", args=one),
        reverse("team_pause", args=one),
        reverse("team_end", args=one),
        reverse("team_password", args=one),
    ]
    found = {}
    for address in addresses:
        page.goto(address)
        if violations := axe(page):
            found[address] = violations
    page.get_by_role("button", name="Buat tautan").click()
    page.get_by_label("Tautan untuk disalin").wait_for()
    if violations := axe(page):
        found["link"] = violations
    assert found == {}
