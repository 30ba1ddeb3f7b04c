"""Words that the admin offers while somebody types a topic."""

from django.db.models import Q
from django.http import HttpRequest, JsonResponse
from taggit.models import Tag
from wagtail.admin.auth import require_admin_access

from news.models import NewsArticlePage
from village_pages.places import in_villages
from village_pages.rights import villages_where

MOST_OFFERED = 10


@require_admin_access
def offered_topics(request: HttpRequest, **kwargs: str) -> JsonResponse:
    """Topics beginning with `?term=`: of published articles, and of any in one's own villages.

    Stands before Wagtail's view of this address, which knows no villages and offers the topics of all drafts.
    """
    term = request.GET.get("term", "").replace("\x00", "")
    articles = NewsArticlePage.objects.filter(Q(live=True) | in_villages(villages_where(request.user)))
    topics = Tag.objects.filter(
        name__istartswith=term, news_newstag_items__content_object__in=articles.values("pk")
    )
    names = topics.order_by("name").values_list("name", flat=True).distinct() if term else []
    return JsonResponse(list(names[:MOST_OFFERED]), safe=False)
