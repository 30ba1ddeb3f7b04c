"""Badges of residents end by the clock, with nobody doing anything: a page with one is good until then."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any


def until(comments: Iterable[Any]) -> datetime | None:
    """When the first badge on ``comments`` (of ``with_badges()``), or on answers shown with them, ends.

    ``None`` where no verified resident is among the authors. No query.
    """
    shown = [one for comment in comments for one in (comment, *getattr(comment, "shown_answers", ()))]
    residents = [one.resident for one in shown if one.resident is not None and one.resident.is_verified]
    return min((resident.verified_until for resident in residents), default=None)
