"""Before a page becomes public: whoever wants to be asked registers here.

Wagtail publishes in many ways (form, quick approve, bulk action, copy, schedule, revert, API). All of them
end in ``BranchPage.publish`` or in the saving of a page that is live; there the guards are asked.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.core.exceptions import PermissionDenied
from wagtail.log_actions import get_active_log_context
from wagtail.models import Page, Revision


class PublishRefusedError(PermissionDenied):
    """The page stays as it was; ``str()`` says in Indonesian why, and what helps."""

    def __init__(self, words, page: Page | None = None):
        super().__init__(str(words))
        self.page = page


# Given the page as it would be published, the version it comes from (``None``: a copy) and who publishes
# (``None``: the clock, which carries out what somebody decided): ``PublishRefusedError``, or nothing.
Guard = Callable[[Page, Revision | None, object], None]

_guards: list[Guard] = []
_publisher: ContextVar = ContextVar("publisher", default=None)


def register_guard(guard: Guard) -> None:
    """Add a guard; the same again changes nothing."""
    if guard not in _guards:
        _guards.append(guard)


def ask_guards(page: Page, revision: Revision | None, user) -> None:
    """``PublishRefusedError`` by the first guard that minds."""
    for guard in _guards:
        guard(page, revision, user)


@contextmanager
def published_by(user) -> Iterator[None]:
    """Within, what is published is published by ``user``."""
    token = _publisher.set(user)
    try:
        yield
    finally:
        _publisher.reset(token)


def publisher():
    """Who publishes now: whom ``publish`` was given, or who uses the admin; ``None`` for a command."""
    return _publisher.get() or get_active_log_context().user
