"""What stands before the public: the rules of review, who holds the pen, then the checks of content.

Asked by every way to publish (``village_pages.publishing``) and by sending in.
"""

from collections.abc import Callable

from wagtail.models import Page, Revision

from editorial import pen, rules
from village_pages.publishing import PublishRefusedError

# Given a page as it would be public: what must be mended first, in words for people; empty: nothing.
ContentCheck = Callable[[Page], str]

_content_checks: list[ContentCheck] = []


def register_content_check(check: ContentCheck) -> None:
    if check not in _content_checks:
        _content_checks.append(check)


def refuse_bad_content(page: Page) -> None:
    """``PublishRefusedError`` with the words of the first check that found something."""
    for check in _content_checks:
        if words := check(page):
            raise PublishRefusedError(words, page)


def ask_before_review(page: Page, user) -> None:
    """Asked when ``page`` is sent in."""
    refuse_bad_content(page)


def guard(page: Page, revision: Revision | None, user) -> None:
    """Asked before ``page`` is public; ``user``: ``None`` for the clock, which needs no right of its own."""
    if user is not None and (words := rules.refusal(user, page, revision) or pen.refusal(user, page)):
        raise PublishRefusedError(words, page)
    refuse_bad_content(page)
