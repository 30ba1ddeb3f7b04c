"""The shape of the tree, and what nobody may do to it."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from wagtail.actions.copy_page import CopyPageAction
from wagtail.actions.move_page import MovePageAction
from wagtail.models import Page

from news.models import NewsArticlePage, NewsIndexPage
from people.models import User
from tests.factories.news import NewsArticlePageFactory
from tests.factories.village_pages import InformationPageFactory, VillageFactory, member, regency_information
from village_pages.enums import Role
from village_pages.models import InformationPage, RegencyHomePage
from village_pages.places import village_of, village_path
from village_pages.rights import appoint

pytestmark = pytest.mark.django_db


@pytest.fixture
def village():
    return VillageFactory(code="15.07.09.2002", title="Pematang Rahim")


@pytest.fixture
def neighbour():
    return VillageFactory(code="15.07.09.2006", title="Sungai Beras")


@pytest.fixture
def administrator(village):
    return member(Role.ADMINISTRATOR)


@pytest.fixture
def ambassador(village, neighbour):
    """Somebody with every right of a village, in both."""
    user = member(Role.AMBASSADOR, village)
    appoint(user=user, role=Role.AMBASSADOR, village=neighbour)
    return User.objects.get(pk=user.pk)


def news_of(village) -> NewsIndexPage:
    return NewsIndexPage.objects.child_of(village).get()


def skeleton(village) -> list[Page]:
    return [village, *(page.specific for page in village.get_children())]


def test_a_village_and_its_sections_are_made_by_opening_only(client, village, administrator):
    client.force_login(administrator)
    home = RegencyHomePage.objects.get()
    for parent, label, model in (
        (home, "village_pages", "villagepage"),
        (home, "village_pages", "regencyhomepage"),
        (village, "news", "newsindexpage"),
        (village, "services", "serviceindexpage"),
        (village, "inclusion", "inclusionindexpage"),
        (village, "comments", "communityspacepage"),
    ):
        answer = client.get(reverse("wagtailadmin_pages:add", args=[label, model, parent.pk]))
        assert answer.status_code in (302, 403), model
    offered = client.get(reverse("wagtailadmin_pages:add_subpage", args=[village.pk]))
    # One kind only is left to make by hand, so Wagtail goes straight to its form.
    assert offered.headers["Location"] == reverse(
        "wagtailadmin_pages:add", args=["village_pages", "informationpage", village.pk]
    )


def test_a_second_index_of_a_kind_is_not_allowed_below_a_village(village):
    for page in village.get_children():
        assert not page.specific_class.can_create_at(village)
    assert not RegencyHomePage.can_create_at(Page.get_first_root_node())
    assert NewsArticlePage.can_create_at(news_of(village))
    assert InformationPage.can_create_at(village)


@pytest.mark.parametrize("who", ["ambassador", "administrator"])
def test_no_page_moves_to_another_village(client, village, neighbour, who, request):
    client.force_login(request.getfixturevalue(who))
    article = NewsArticlePageFactory(village=village)
    information = InformationPageFactory(village=village)
    home = RegencyHomePage.objects.get()
    for page, destination in (
        (article, news_of(neighbour)),
        (information, neighbour),
        (information, home),
        (regency_information(), village),
    ):
        before = Page.objects.get(pk=page.pk).path
        client.post(reverse("wagtailadmin_pages:move_confirm", args=[page.pk, destination.pk]))
        client.post(
            reverse("wagtail_bulk_action", args=["wagtailcore", "page", "move"]) + f"?id={page.pk}",
            {"chooser": str(destination.pk), "next": "/admin/"},
        )
        assert Page.objects.get(pk=page.pk).path == before, (page, destination)
        with pytest.raises(PermissionDenied):
            MovePageAction(
                Page.objects.get(pk=page.pk), destination, pos="last-child", user=request.getfixturevalue(who)
            ).execute()


@pytest.mark.parametrize("who", ["ambassador", "administrator"])
def test_no_page_is_copied_to_another_village(client, village, neighbour, who, request):
    client.force_login(request.getfixturevalue(who))
    article = NewsArticlePageFactory(village=village)
    form = {"new_title": "Salinan", "new_slug": "salinan"}
    address = reverse("wagtailadmin_pages:copy", args=[article.pk])
    for extra in ({}, {"publish_copies": "on"}, {"alias": "on"}):
        client.post(address, form | extra | {"new_parent_page": str(news_of(neighbour).pk)})
        assert not NewsArticlePage.objects.filter(slug="salinan").exists()
    with pytest.raises(PermissionDenied):
        CopyPageAction(
            NewsArticlePage.objects.get(), to=news_of(neighbour), user=request.getfixturevalue(who)
        ).execute()
    # Inside its own village it is.
    client.post(address, form | {"new_parent_page": str(news_of(village).pk)})
    assert NewsArticlePage.objects.filter(slug="salinan").exists()


@pytest.mark.parametrize("role", [Role.CADRE, Role.AMBASSADOR, Role.CONTRIBUTOR])
def test_the_skeleton_stays_whatever_the_people_of_the_village_try(client, village, role):
    client.force_login(member(role, village))
    pages = skeleton(village)
    paths = {page.pk: page.path for page in pages}
    for page in pages:
        for name, args in (
            ("delete", [page.pk]),
            ("unpublish", [page.pk]),
            ("move_confirm", [page.pk, village.pk]),
            ("copy", [page.pk]),
        ):
            client.post(
                reverse(f"wagtailadmin_pages:{name}", args=args),
                {"new_title": "Dua", "new_slug": "dua", "new_parent_page": str(village.pk)},
            )
        for action in ("delete", "unpublish", "move"):
            client.post(
                reverse("wagtail_bulk_action", args=["wagtailcore", "page", action]) + f"?id={page.pk}",
                {"chooser": str(village.pk), "next": "/admin/"},
            )
    assert {page.pk: page.path for page in Page.objects.live().filter(pk__in=paths)} == paths
    assert village.get_children().count() == len(pages) - 1


def test_a_cadre_edits_the_villages_facts(client, village):
    client.force_login(member(Role.CADRE, village))
    for page in skeleton(village):
        answer = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
        assert answer.status_code == 200, page


def test_a_contributor_edits_own_pages_and_nothing_else(client, village):
    author = member(Role.CONTRIBUTOR, village)
    client.force_login(author)
    own = NewsArticlePageFactory(village=village, owner=author, live=False)
    assert client.get(reverse("wagtailadmin_pages:edit", args=[own.pk])).status_code == 200
    for page in (village, news_of(village), NewsArticlePageFactory(village=village)):
        assert client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).status_code in (302, 403)


def test_the_officer_writes_and_publishes_the_regencys_pages(client, village):
    officer = member(Role.OFFICER)
    page = regency_information(live=False)
    tester = page.permissions_for_user(officer)
    assert tester.can_edit()
    assert tester.can_publish()
    assert not tester.can_delete()
    assert RegencyHomePage.objects.get().permissions_for_user(officer).can_edit()
    assert not village.permissions_for_user(officer).can_edit()
    assert not news_of(village).permissions_for_user(officer).can_add_subpage()
    cadre = member(Role.CADRE, village)
    assert not page.permissions_for_user(cadre).can_edit()
    assert not page.permissions_for_user(cadre).can_publish()


def test_which_village_a_page_is_in_follows_from_its_place(village, django_assert_num_queries):
    article = NewsArticlePageFactory(village=village)
    home, standing = RegencyHomePage.objects.get(), regency_information()
    with django_assert_num_queries(1):
        assert village_of(article) == village
    with django_assert_num_queries(0):
        assert village_path(article) == village.path
        assert village_of(village) == village
        for page in (home, standing, Page.objects.none().model(), InformationPage(title="Baru")):
            assert village_path(page) is None


def test_an_address_that_the_site_uses_is_refused_with_words(client, village):
    """`/<village>/berita/feed/` is the feed: an article of that address would never be read."""
    cadre = member(Role.CADRE, village)
    client.force_login(cadre)
    from tests.editorial.forms import article_form

    answer = client.post(
        reverse("wagtailadmin_pages:add", args=["news", "newsarticlepage", news_of(village).pk]),
        article_form(slug="feed", **{"action-publish": "1"}),
    )
    assert answer.status_code == 200
    assert "sudah dipakai oleh situs" in answer.content.decode()
    assert not NewsArticlePage.objects.exists()

    article = NewsArticlePageFactory(village=village)
    article.slug = "feed"
    with pytest.raises(ValidationError, match="sudah dipakai oleh situs"):
        article.full_clean()


def test_an_information_page_of_the_regency_takes_no_address_of_the_site(client, village):
    for slug in ("berita", "layanan", "inklusi", "cari", "admin"):
        page = InformationPage(title="Berita", slug=slug)
        with pytest.raises(ValidationError):
            RegencyHomePage.objects.get().add_child(instance=page)
    # These are its own, whatever villages may not be called.
    for slug in ("tentang", "privasi", "aksesibilitas", "kontak"):
        assert regency_information(slug=slug).live


def test_a_very_long_address_is_refused(village):
    with pytest.raises(ValidationError, match="120"):
        NewsArticlePageFactory(village=village, slug="a" * 121)


def test_nobody_closes_a_page_for_some_readers(village, ambassador):
    assert (
        not NewsArticlePageFactory(village=village)
        .permissions_for_user(ambassador)
        .can_set_view_restrictions()
    )
