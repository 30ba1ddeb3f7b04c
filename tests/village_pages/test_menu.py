"""Without script the menu is a page of links; it holds what a person does here and nothing else."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories.village_pages import VillageFactory, member
from village_pages.enums import REGENCY_ROLES, Role

pytestmark = pytest.mark.django_db

FILES = {"wagtailimages:index", "wagtaildocs:index"}
DOORS = FILES | {"comment_moderation:index", "team", "acts", "villages", "reading"}
DOORS |= {
    "wagtailusers_users:index",
    "wagtailusers_groups:index",
    "wagtailsites:index",
    "wagtailredirects:index",
}


@pytest.fixture
def village():
    return VillageFactory()


@pytest.mark.parametrize(
    ("role", "names"),
    [
        (Role.CONTRIBUTOR, FILES),
        (Role.CADRE, FILES | {"comment_moderation:index", "team", "acts"}),
        (Role.OFFICER, FILES | {"villages", "reading", "team", "acts"}),
        (Role.ADMINISTRATOR, DOORS),
    ],
)
def test_it_holds_what_a_role_does(village, role, names):
    client = Client()
    client.force_login(member(role, None if role in REGENCY_ROLES else village))
    page = client.get(reverse("menu")).content.decode().split('<nav class="desk"')[1].split("</nav")[0]
    assert {name for name in DOORS if f'href="{reverse(name)}"' in page} == names
    assert reverse("account_logout") in page


def test_every_screen_leads_to_it_where_there_is_no_script(village):
    client = Client()
    client.force_login(member(Role.CADRE, village))
    for name in ("wagtailadmin_home", "team", "comment_moderation:index"):
        without_script = client.get(reverse(name)).content.decode().split("<noscript>")
        assert any(f'href="{reverse("menu")}"' in part.split("</noscript>")[0] for part in without_script), (
            name
        )
    assert client.post(reverse("menu")).status_code == 405
