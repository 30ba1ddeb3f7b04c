"""At 20 and at 200 villages, with 10 and with 1,000 people: the same number of queries."""

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Collection, Page
from wagtail.signal_handlers import disable_reference_index_auto_update

from people.models import User
from tests.factories.core import CustomDocumentFactory, CustomImageFactory
from tests.factories.news import NewsArticlePageFactory
from tests.factories.village_pages import VillageFactory, member
from village_pages.enums import Role
from village_pages.models import Membership, VillageAccess, VillagePage
from village_pages.rights import appoint

pytestmark = pytest.mark.django_db


def more_villages(home: Page, numbers: range) -> None:
    """Villages as rows: opening them properly, with all their sections, would take half a minute."""
    now = timezone.now()
    shared = {"live": True, "first_published_at": now, "last_published_at": now}
    for number in numbers:
        name = f"Desa Jauh {number}"
        page = VillagePage(
            title=name, code=f"15.07.90.{number:04d}", district="Jauh", slug=f"jauh-{number}", **shared
        )
        with disable_reference_index_auto_update():
            village = home.add_child(instance=page)
        VillageAccess.objects.create(
            village=village,
            collection=Collection.get_first_root_node().add_child(name=name),
            contributors_group=Group.objects.create(name=f"Penulis jauh {number}"),
            cadres_group=Group.objects.create(name=f"Kader jauh {number}"),
        )


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

    more_villages(Page.objects.get(pk=home.pk), range(20))
    more_people([village], 10)
    asked()  # what is kept in memory is kept by now
    few = asked()
    more_villages(Page.objects.get(pk=home.pk), range(20, 200))
    more_people(list(VillagePage.objects.all()), 1000)
    many = asked()
    grown = {at: (few[at], many[at]) for at in few if many[at] != few[at]}
    assert not grown
