"""Addresses of articles as OpenSID prints them.

Its themes print ``/artikel/2024/6/14/<slug>``, parts of its newer code ``/artikel/2024/06/14/<slug>``; the
number of the article may stand in the slug's place; older links are ``/artikel/<id>`` and all of them with
``/first`` before them.
"""

from datetime import date

LONGEST = 300


def old_path(day: date, slug: str) -> str:
    """The path under which an article of ``day`` (in the old site's time zone) was read."""
    return f"artikel/{day.year}/{day.month}/{day.day}/{slug.strip().lower()}"[:LONGEST]


def old_number_path(number: int) -> str:
    """The oldest form, by the article's number."""
    return f"artikel/{number}"


def asked_paths(year: str, month: str, day: str, slug: str) -> list[str]:
    """Stored paths that an asked address may mean, the surest first. Empty for a date that cannot be."""
    try:
        asked = date(int(year), int(month), int(day))
    except ValueError:
        return []
    paths = [old_path(asked, slug)]
    if slug.isascii() and slug.isdigit():
        paths.append(old_number_path(int(slug)))
    return paths
