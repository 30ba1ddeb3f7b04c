"""Pages, words and keys as they are sent: whatever is typed into an address, something sensible answers."""

import re

from django.contrib.admin.utils import unquote
from django.core.paginator import Page as ListPage
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import QueryDict

PER_PAGE = 20
LONGEST_QUERY = 100


def page_of(
    items: QuerySet | list, number: str | None, per_page: int = PER_PAGE, *, count: int | None = None
) -> ListPage:
    """The asked page of ``items``; not a number gives the first, too high or low the nearest.

    ``count``: how many there are, where that was asked already. Raises nothing: ``?page=0``, ``x`` and
    ``999`` come from old links and curious fingers.
    """
    paginator = Paginator(items, per_page)
    if count is not None:
        paginator.count = count
    try:
        wanted = int(number or 1)
    except ValueError:
        wanted = 1
    return paginator.page(min(max(wanted, 1), paginator.num_pages))


def version_in(text: str) -> int:
    """The version of a row that somebody saw; anything but a small number counts as an old one: 0."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def keys_in(text: str) -> set[int]:
    """Every primary key that a view could read out of ``text``; none where no view can.

    Python's ``int`` takes blanks, signs and underscores, and some views of Wagtail undo Django's quoting of
    keys first: a rule about keys must look where they will.
    """
    keys = set()
    for reading in (text, unquote(text)):
        try:
            keys.add(int(reading))
        except ValueError:
            pass
    return keys


def filters_of(query: QueryDict) -> str:
    """The rest of an address's query, without its page: what the links of a list carry on."""
    rest = query.copy()
    rest.pop("page", None)
    return rest.urlencode()


def clean_words(text: str) -> str:
    """What a reader typed as plain words: no control characters or operators, at most 100 letters."""
    words = re.findall(r"[\w.\-/]+", text.replace("\x00", " ")[:1000])
    return " ".join(word.strip("-./") for word in words if word.strip("-./_"))[:LONGEST_QUERY].strip()
