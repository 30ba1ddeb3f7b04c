"""At 20 and at 200 villages, with 10 and with 1,000 people: the same number of queries."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Page

from people.models import User
from tests.factories.core import CustomDocumentFactory, CustomImageFactory
from tests.factories.news import NewsArticlePageFactory
from tests.factories.village_pages import VillageFactory, member, villages_as_rows
from village_pages.enums import Role
from village_pages.models import Membership, VillagePage
from village_pages.rights import appoint

pytestmark = pytest.mark.django_db


def more_people(villages: list[VillagePage], n: int) -> None:
    people = User.objects.bulk_create(
        User(username=f"orang{User.objects.count() + number}", display_name=f"Orang {number}")
        for number in range(n)
    )
    Membership.objects.bulk_create(
        Membership(user=person, role=Role.CONTRIBUTOR, village=villages[number % len(villages)])
        for number, person in enumerate(people)
    )


def test_screens_ask_as_much_of_two_hundred_villages_as_of_twenty():
    village = VillageFactory()
    article = NewsArticlePageFactory(village=village)
    CustomImageFactory(village=village)
    CustomDocumentFactory(village=village)
    home, index = village.get_parent(), article.get_parent()
    ambassador = member(Role.AMBASSADOR, village)
    for _n in range(4):
        appoint(user=ambassador, role=Role.AMBASSADOR, village=VillageFactory())
    people = {"cadre": member(Role.CADRE, village), "ambassador": ambassador, "officer": member(Role.OFFICER)}
    clients = {}
    for name, user in people.items():
        clients[name] = Client()
        clients[name].force_login(user)
    screens = [
        reverse("wagtailadmin_explore_root"),
        *(reverse("wagtailadmin_explore", args=[page.pk]) for page in (home, village, index)),
        reverse("wagtailadmin_explore", args=[index.pk]) + "?q=gotong",
        reverse("wagtailadmin_pages:search") + "?q=gotong",
        reverse("wagtailadmin_choose_page"),
        reverse("wagtailadmin_choose_page_child", args=[home.pk]),
        reverse("wagtailadmin_choose_page_search") + "?q=jauh",
        reverse("wagtailadmin_choose_page") + "?page_type=news.NewsArticlePage",
        reverse("wagtailimages_chooser:choose"),
        reverse("wagtaildocs_chooser:choose"),
        reverse("wagtailimages:index"),
        reverse("wagtailadmin_home"),
    ]

    def asked() -> dict[tuple[str, str], int]:
        counts = {}
        for name, client in clients.items():
            for screen in screens:
                with CaptureQueriesContext(connection) as queries:
                    assert client.get(screen, follow=True).status_code == 200, screen
                counts[name, screen] = len(queries)
        return counts

    villages_as_rows(Page.objects.get(pk=home.pk), range(20))
    more_people([village], 10)
    asked()  # what is kept in memory is kept by now
    few = asked()
    villages_as_rows(Page.objects.get(pk=home.pk), range(20, 200))
    more_people(list(VillagePage.objects.all()), 1000)
    many = asked()
    grown = {at: (few[at], many[at]) for at in few if many[at] != few[at]}
    assert not grown
