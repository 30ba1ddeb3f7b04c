"""Feeds of comments: published words only, escaped, at most twenty."""

from xml.etree import ElementTree

import pytest
from django.urls import reverse

from comments.enums import CommentState, ThreadMode
from comments.models import CommunitySpacePage
from tests.factories.comments import AnswerFactory, ResidentCommentFactory, ThreadFactory, thread_with

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


def feeds_of(page) -> list[str]:
    space = CommunitySpacePage.objects.child_of(page.village).get()
    return [reverse("comments:page_feed", args=[page.translation_key]), f"{space.get_url()}feed/"]


def entries(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, address
    assert not answer.cookies
    return ElementTree.fromstring(answer.content).findall(f"{ATOM}entry")


def test_feeds_hold_the_newest_twenty_of_their_own(client, article, other_article, cadre):
    thread_with(25, page=article)
    AnswerFactory(parent=article.resident_thread.resident_comments.first(), author=cadre, body="Jawaban baru")
    ResidentCommentFactory(thread__page=other_article, body="Dari sana")
    for address in feeds_of(article):
        told = entries(client, address)
        assert len(told) == 20
        assert "Jawaban baru" in told[0].findtext(f"{ATOM}summary")
        assert "Dari sana" not in client.get(address).content.decode()


@pytest.mark.parametrize("state", [state for state in CommentState if state != CommentState.PUBLISHED])
def test_case_17_feeds_hold_nothing_that_is_not_published(client, article, state):
    """case 17"""
    ResidentCommentFactory(thread__page=article, state=state, body="Rahasia", shown_name="Nama Rahasia")
    for address in feeds_of(article):
        assert entries(client, address) == []
        assert "Rahasia" not in client.get(address).content.decode()


def test_case_1_words_in_a_feed_are_text_also_for_readers_that_show_html(client, article):
    """case 1, case 2: escaped for XML, and once more for HTML; masked parts are not there."""
    body = "<script>alert(1)</script> {{ 7*7 }} NIK 1507"
    ResidentCommentFactory(thread__page=article, body=body, masks=[[len(body) - 4, len(body)]])
    for address in feeds_of(article):
        summary = entries(client, address)[0].findtext(f"{ATOM}summary")
        assert "&lt;script&gt;" in summary
        assert "<script" not in summary
        assert "{{ 7*7 }}" in summary
        assert "1507" not in summary


def test_feeds_of_pages_that_readers_cannot_open_are_not_there(client, article):
    ResidentCommentFactory(thread__page=article, body="Sudah ditarik")
    page_feed, village_feed = feeds_of(article)
    ThreadFactory(page=article).__class__.objects.update(mode=ThreadMode.PRIVATE)
    assert client.get(page_feed).status_code == 404
    assert entries(client, village_feed) == []
    ThreadFactory(page=article).__class__.objects.update(mode="")
    article.unpublish()
    assert client.get(page_feed).status_code == 404
    assert entries(client, village_feed) == []


def test_feeds_are_offered_where_comments_are_read(client, article):
    ResidentCommentFactory(thread__page=article)
    page_feed, village_feed = feeds_of(article)
    assert page_feed in client.get(article.get_url()).content.decode()
    space = client.get(village_feed.removesuffix("feed/")).content.decode()
    assert space.count(village_feed) == 2
