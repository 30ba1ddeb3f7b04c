"""The rule holds wherever Wagtail can publish: the author's own words need a second reader, each way."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Revision

from editorial.enums import SecondReader
from editorial.models import ReviewRule
from news.models import NewsArticlePage
from people.models import User
from tests.editorial.forms import article_form
from tests.editorial.ways_to_publish import (
    WAYS,
    Seen,
    api,
    assert_refused,
    edit_url,
    fresh,
    index_of,
    newest,
    prepared,
    sent,
)
from tests.factories.news import NewsArticlePageFactory
from tests.factories.village_pages import InformationPageFactory, member, regency_information
from village_pages.enums import Role
from village_pages.models import InformationPage
from village_pages.rights import dismiss

pytestmark = pytest.mark.django_db


@pytest.fixture
def second(village):
    return member(Role.CADRE, village, username="kader.dua", display_name="Bu Nurul")


@pytest.fixture
def draft(village, cadre) -> NewsArticlePage:
    return NewsArticlePageFactory(village=village, owner=cadre, live=False, title="Panen raya")


def again(user: User) -> User:
    return User.objects.get(pk=user.pk)


@pytest.mark.parametrize("way", WAYS, ids=str)
def test_an_author_cannot_publish_alone_while_somebody_else_may_read(way, client, draft, cadre, second):
    page = prepared(way, draft, cadre)
    assert_refused(way, client, again(cadre), page, "perlu pembaca kedua: Bu Nurul")


@pytest.mark.parametrize("way", WAYS, ids=str)
def test_the_same_request_publishes_where_nobody_else_may_read(way, client, draft, cadre, second):
    """A refusal alone proves nothing: the way is open, and it was the rule that closed it."""
    page = prepared(way, draft, cadre)
    dismiss(second.memberships.get())
    before = Seen.now()
    client.force_login(again(cadre))
    way.attempt(client, again(cadre), page)
    assert Seen.now().readers != before.readers


@pytest.mark.parametrize("way", [way for way in WAYS if way.needs == "review"], ids=str)
def test_another_reviewer_approves_what_the_author_may_not(way, client, draft, cadre, second):
    page = prepared(way, draft, cadre)
    client.force_login(again(second))
    way.attempt(client, again(second), page)
    assert fresh(page).live


def test_what_was_typed_stays_as_a_draft(client, draft, cadre, second):
    client.force_login(again(cadre))
    for form, at in (
        (article_form(draft, title="Kata yang lama ditulis"), edit_url(draft)),
        (
            article_form(title="Kabar yang lama ditulis", slug="kabar"),
            reverse("wagtailadmin_pages:add", args=["news", "newsarticlepage", index_of(draft).pk]),
        ),
    ):
        words = sent(client, at, form | {"action-publish": "1"})
        assert "perlu pembaca kedua" in words
        assert form["title"] in words, "and the editor shows it"
    assert newest(draft).title == "Kata yang lama ditulis"
    made = NewsArticlePage.objects.get(slug="kabar")
    assert (made.live, newest(made).title) == (False, "Kabar yang lama ditulis")


def test_a_refused_publish_leaves_the_schedule_of_an_approved_version(client, draft, cadre, second):
    """The approved version is due tomorrow; the author's newer words wait, and do not take its place."""
    approved = draft.get_latest_revision()
    Revision.objects.filter(pk=approved.pk).update(approved_go_live_at=timezone.now() + timedelta(days=1))
    draft.title = "Kata baru"
    draft.save_revision(user=cadre)
    client.force_login(again(cadre))
    for attempt in (
        lambda: api(client, draft, "publish"),
        lambda: sent(client, edit_url(draft), article_form(draft, **{"action-publish": "1"})),
        lambda: sent(
            client,
            reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"]) + f"?id={draft.pk}",
            {"next": "/admin/"},
        ),
    ):
        attempt()
        assert Revision.objects.get(pk=approved.pk).approved_go_live_at is not None
        assert not fresh(draft).live


def test_a_refused_copy_is_not_made_at_all(client, village, cadre, second):
    page = InformationPageFactory(village=village, owner=cadre)
    ReviewRule.objects.create(kind="profile", second_reader=SecondReader.ALWAYS)
    client.force_login(again(cadre))
    words = api(client, page, "copy", slug="salinan", keep_live=True)
    assert "perlu pembaca kedua" in words
    assert not InformationPage.objects.filter(slug="salinan").exists()


def test_converting_an_alias_leaves_nothing_half_done(client, draft, cadre, second):
    draft.get_latest_revision().publish()
    alias = fresh(draft).create_alias(parent=index_of(draft), update_slug="ikut")
    client.force_login(again(cadre))
    words = sent(client, reverse("wagtailadmin_pages:convert_alias", args=[alias.pk]), {})
    assert "perlu pembaca kedua" in words
    assert fresh(alias).alias_of_id == draft.pk


def test_an_alias_follows_its_page_when_a_second_reader_approves(client, draft, cadre, second):
    alias = draft.create_alias(parent=index_of(draft), update_slug="ikut")
    draft.get_workflow().start(draft, cadre)
    state = fresh(draft).current_workflow_task_state
    state.task.specific.on_action(state, again(second), "approve")
    assert (fresh(draft).live, fresh(alias).live) == (True, True)


def test_the_editors_script_and_a_dialog_get_an_answer_that_they_can_read(client, draft, cadre, second):
    client.force_login(again(cadre))
    form = article_form(draft, **{"action-publish": "1"})
    answer = client.post(edit_url(draft), form, headers={"Accept": "application/json"})
    assert (answer.status_code, answer.json()["success"]) == (400, False)
    assert "perlu pembaca kedua" in answer.json()["error_message"]


def test_a_page_of_the_regency_is_published_by_its_officer(client, officer):
    page = regency_information(live=False, owner=officer, title="Tentang program")
    page.get_latest_revision().publish(user=officer)
    page.refresh_from_db()
    assert page.live
