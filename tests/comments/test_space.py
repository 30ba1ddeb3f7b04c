"""The community space: one per village, made when the village is opened."""

import pytest
from django.urls import reverse

from comments.models import CommunitySpacePage
from core.caching import forget
from tests.comments.conftest import article_in
from tests.factories.comments import AnswerFactory, ResidentCommentFactory
from village_pages.opening import open_village
from village_pages.signals import village_opened

pytestmark = pytest.mark.django_db


@pytest.fixture
def space(village):
    return CommunitySpacePage.objects.child_of(village).get()


def test_every_village_gets_one_space_however_often_it_is_opened(village):
    open_village(code=village.code, name=village.title, district=village.district)
    village_opened.send(sender=type(village), village=village)
    space = CommunitySpacePage.objects.get()
    assert space.live
    assert space.get_url() == f"{village.get_url()}ruang-komunitas/"
    assert not CommunitySpacePage.can_create_at(village)


def test_the_space_shows_what_was_answered_in_this_village_only(
    client, space, article, other_article, cadre, other_cadre
):
    ResidentCommentFactory(thread__page=article, body="Belum dijawab")
    question = ResidentCommentFactory(thread__page=article, body="Kapan posyandu?")
    AnswerFactory(parent=question, author=cadre, body="Hari Senin.")
    AnswerFactory(
        parent=ResidentCommentFactory(thread__page=other_article, body="Dari sana"), author=other_cadre
    )
    page = client.get(space.get_url()).content.decode()
    assert "Kapan posyandu?" in page
    assert "Hari Senin." in page
    assert "Jawaban resmi: Kader digital" in page
    assert article.title in page
    assert "Belum dijawab" not in page
    assert "Dari sana" not in page


def test_the_space_says_that_nothing_was_asked_yet(client, space):
    page = client.get(space.get_url()).content.decode()
    assert "Belum ada topik." in page
    assert reverse("comments:receipt") in page


def test_words_under_a_page_taken_back_leave_the_space(client, space, article, cadre):
    question = ResidentCommentFactory(thread__page=article, body="Kapan posyandu?")
    AnswerFactory(parent=question, author=cadre)
    article.unpublish()
    assert "Kapan posyandu?" not in client.get(space.get_url()).content.decode()


def test_the_space_costs_the_same_with_one_and_with_five_conversations_query_count(
    client, space, village, cadre
):
    """n+1: answers, roles and pages come in one query each."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    for title in ("Satu", "Dua tiga empat lima enam"):
        for word in title.split():
            page = article_in(village, title=f"Berita {word}")
            AnswerFactory(parent=ResidentCommentFactory(thread__page=page), author=cadre)
        client.get(space.get_url())
        forget()
        with CaptureQueriesContext(connection) as queries:
            client.get(space.get_url())
        counts.append(len(queries))
    assert counts[0] > 0
    assert counts[0] == counts[1]
