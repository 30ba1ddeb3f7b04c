"""Lists by pages and words: whatever a reader types into the address, some page of the list answers."""

import re

from django.core.paginator import Page as ListPage
from django.core.paginator import Paginator
from django.db.models import QuerySet

PER_PAGE = 20
LONGEST_QUERY = 100


def page_of(items: QuerySet | list, number: str | None, per_page: int = PER_PAGE) -> ListPage:
    """The asked page of ``items``; not a number gives the first, too high or low the nearest.

    Raises nothing: ``?page=0``, ``x`` and ``999`` come from old links and curious fingers.
    """
    paginator = Paginator(items, per_page)
    try:
        wanted = int(number or 1)
    except ValueError:
        wanted = 1
    return paginator.page(min(max(wanted, 1), paginator.num_pages))


def clean_words(text: str) -> str:
    """What a reader typed as plain words: no control characters or operators, at most 100 letters."""
    words = re.findall(r"[\w.\-/]+", text.replace("\x00", " ")[:1000])
    return " ".join(word.strip("-./") for word in words if word.strip("-./_"))[:LONGEST_QUERY].strip()
