"""What the wall answers, beside what ``tests/walls`` tries at every address."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories.news import NewsArticlePageFactory
from tests.factories.people import UserFactory
from tests.factories.village_pages import VillageFactory, member
from village_pages.enums import Role

pytestmark = pytest.mark.django_db


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_reports_are_closed_to_all_but_administrators_wherever_the_site_is_mounted():
    report = reverse("wagtailadmin_reports:page_types_usage")
    for role in (Role.CADRE, Role.OFFICER, Role.ADMINISTRATOR):
        client = signed_in(member(role, VillageFactory() if role == Role.CADRE else None))
        for mounted in ("", "/desa-cerdas"):
            answer = client.get(report, SCRIPT_NAME=mounted)
            assert answer.status_code == (200 if role == Role.ADMINISTRATOR else 404), (role, mounted)


def test_the_officer_finds_every_village_and_writes_in_none():
    page = NewsArticlePageFactory(live=False, title="Panen raya")
    client = signed_in(member(Role.OFFICER))
    assert b"Panen raya" in client.get(reverse("wagtailadmin_explore", args=[page.get_parent().pk])).content
    for name in ("edit", "delete", "move"):
        assert client.get(reverse(f"wagtailadmin_pages:{name}", args=[page.pk])).status_code == 403


def test_a_refusal_in_ones_own_village_is_a_403_and_leads_nowhere():
    """Wagtail's own leads to the admin's home with a message, as if something had been done."""
    village = VillageFactory()
    page = NewsArticlePageFactory(village=village)
    client = signed_in(member(Role.CONTRIBUTOR, village))
    for name in ("delete", "unpublish", "move"):
        answer = client.post(reverse(f"wagtailadmin_pages:{name}", args=[page.pk]))
        assert (answer.status_code, b"tidak berhak" in answer.content) == (403, True), name


def test_visitors_are_led_to_sign_in_and_somebody_without_a_role_is_not_sent_in_circles():
    page = NewsArticlePageFactory(live=False)
    at = reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert Client().get(at).headers["Location"].startswith("/akun/login/")
    assert signed_in(UserFactory()).get(at).status_code == 403


def test_the_page_chooser_opens_where_ones_own_pages_begin():
    village, _neighbour = VillageFactory(), NewsArticlePageFactory(live=False)
    client = signed_in(member(Role.CADRE, village))
    for query in ("", "?page_type=news.NewsArticlePage"):
        answer = client.get(reverse("wagtailadmin_choose_page") + query)
        assert answer.json()["parent_page_id"] == village.pk
