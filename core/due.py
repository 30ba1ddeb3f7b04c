"""Work that falls due by the clock. Apps register it; ``run_due`` does it, each minute or whenever it comes.

Every piece must be safe to do twice and late: it looks at what is due now, not at when it ran last.
"""

import logging
from collections.abc import Callable

logger = logging.getLogger(__name__)

_work: dict[str, Callable[[], object]] = {}


def register(name: str, work: Callable[[], object]) -> None:
    """Add a piece of work; the same name again replaces it."""
    _work[name] = work


def run_all() -> list[str]:
    """Do everything that is due. Returns the names of what failed: one failure stops no other piece."""
    failed = []
    for name, work in _work.items():
        try:
            work()
        except Exception:
            logger.exception("Due work failed: %s", name)
            failed.append(name)
    return failed
