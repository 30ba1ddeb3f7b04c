"""What an article refuses and remembers."""

import pytest
from django.core.exceptions import ValidationError

from news.models import NewsArticlePage
from tests.factories.comments import ThreadFactory
from tests.factories.core import CustomImageFactory
from tests.factories.news import NewsArticlePageFactory
from tests.factories.village_pages import VillageFactory

pytestmark = pytest.mark.django_db


def test_a_decorative_lead_picture_has_an_empty_alternative(client):
    image = CustomImageFactory()
    told = NewsArticlePageFactory(lead_image=image, lead_image_alt="Warga di saluran air")
    decorative = NewsArticlePageFactory(lead_image=image, lead_image_alt="Lama", lead_image_decorative=True)
    assert 'alt="Warga di saluran air"' in client.get(told.url).content.decode()
    assert 'alt="Lama"' not in client.get(decorative.url).content.decode()


@pytest.mark.parametrize(
    ("field", "value"), [("pillars", ["alam"]), ("sdgs_goals", [19]), ("pillars", ["economy", ""])]
)
def test_values_outside_the_vocabulary_are_refused(field, value):
    article = NewsArticlePageFactory()
    setattr(article, field, value)
    with pytest.raises(ValidationError) as refused:
        article.full_clean()
    assert field in refused.value.error_dict


def test_comments_are_open_where_the_page_is_live_and_says_so():
    assert NewsArticlePageFactory().accepts_comments()
    assert not NewsArticlePageFactory(live=False).accepts_comments()
    assert not NewsArticlePageFactory(comments_open=False).accepts_comments()


def test_topics_travel_with_drafts_and_change_at_publishing_only():
    article = NewsArticlePageFactory(tag_names=("Air",))
    article.tags.add("Tanah")
    revision = article.save_revision()
    assert [tag.name for tag in NewsArticlePage.objects.get(pk=article.pk).tags.all()] == ["Air"]
    revision.publish()
    assert {tag.name for tag in NewsArticlePage.objects.get(pk=article.pk).tags.all()} == {"Air", "Tanah"}


def test_publishing_an_older_version_leaves_the_residents_words_alone():
    article = NewsArticlePageFactory()
    old = article.get_latest_revision()
    thread = ThreadFactory(page=article)
    old.publish()
    thread.refresh_from_db()
    assert thread.page_id == article.pk


def test_one_call_of_a_factory_grows_the_whole_branch():
    article = NewsArticlePageFactory()
    assert article.live
    assert article.village.access.collection
    assert article.get_parent().specific_class.__name__ == "NewsIndexPage"
    again = NewsArticlePageFactory(village=article.village)
    assert again.get_parent() == article.get_parent()
    assert VillageFactory(code=article.village.code) == article.village
