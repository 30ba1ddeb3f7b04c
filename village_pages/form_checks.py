"""What a page's form asks beside its own fields. Apps above register it."""

from collections.abc import Callable
from typing import Any

# Given a bound form whose own fields are checked: adds errors to it, and says whether it found any.
FormCheck = Callable[[Any], bool]

_checks: list[FormCheck] = []


def register_form_check(check: FormCheck) -> None:
    if check not in _checks:
        _checks.append(check)


def form_passes(form) -> bool:
    """Ask every check; ``False`` where one added an error."""
    return all([not check(form) for check in _checks])  # noqa: C419  every one says its own
