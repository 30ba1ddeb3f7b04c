"""News articles, with everything above them."""

import factory

from news.models import NewsArticlePage, NewsIndexPage
from tests.factories.village_pages import BranchPageFactory


class NewsArticlePageFactory(BranchPageFactory):
    """``NewsArticlePageFactory()``: a published article in a village of its own.

    ``village=`` puts it into that village, ``tag_names=("Air",)`` gives it topics.
    """

    class Meta:
        model = NewsArticlePage

    class Params:
        index_model = NewsIndexPage

    title = factory.Sequence(lambda n: f"Gotong royong {n}")
    summary = "Warga membersihkan saluran air bersama perangkat desa."

    @factory.post_generation
    def tag_names(self, create, extracted, **kwargs):
        if extracted:
            self.tags.add(*extracted)
            self.save_revision().publish()
