"""Content and accounts for the tests that look at whole pages."""

import pytest
from django.contrib.auth import get_user_model

from benchmarks.content import Regency, grow
from village_pages.enums import Role
from village_pages.rights import appoint

PASSWORD = "sawah-hijau-di-tepi-sungai"


@pytest.fixture
def regency(request) -> Regency:
    """Two villages; the first has every page type, a full first page of news, an article with 20 comments.

    Committed, where the test has a server that must see it.
    """
    request.getfixturevalue("transactional_db" if "live_server" in request.fixturenames else "db")
    return grow(villages=2, articles=21)


@pytest.fixture
def people(regency) -> dict[str, object]:
    """A contributor and a cadre of the first village, who can sign in with `PASSWORD`."""
    found = {}
    for role in (Role.CONTRIBUTOR, Role.CADRE):
        user = get_user_model().objects.create_user(
            username=f"{role.value}-uji", password=PASSWORD, display_name=f"{role.label} Uji"
        )
        appoint(user=user, role=role, village=regency.village)
        found[role.value] = user
    return found


def sign_in(page, username: str) -> None:
    """Sign in at `/akun/` as somebody would, and arrive in the admin."""
    page.goto("/akun/login/")
    page.get_by_label("Nama pengguna").fill(username)
    page.get_by_label("Kata sandi", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Masuk", exact=True).click()
    page.wait_for_url("**/admin/")
