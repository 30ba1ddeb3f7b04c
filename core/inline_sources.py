"""What stands inside a public page as style or script is allowed by its hash, and only where it stands."""

import base64
import hashlib
from functools import cache
from typing import Protocol, cast

from django.http import HttpRequest


class _Noted(Protocol):
    inline_scripts: set[str]
    inline_styles: set[str]


@cache
def source_hash(text: str) -> str:
    """The source expression of a Content-Security-Policy that allows ``text`` inline: ``'sha256-...'``."""
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def allow_script(request: HttpRequest, text: str) -> None:
    """Note on ``request`` that its page holds the script ``text`` (``config.headers`` lets it run)."""
    cast(_Noted, request).inline_scripts = scripts_of(request) | {source_hash(text)}


def scripts_of(request: HttpRequest) -> set[str]:
    """Hashes of the scripts that stand in the page made for ``request``."""
    return getattr(request, "inline_scripts", set())


def allow_style(request: HttpRequest, text: str) -> None:
    """Note on ``request`` that its page holds the style ``text``, not only that of ``core.stylesheet``."""
    cast(_Noted, request).inline_styles = styles_of(request) | {source_hash(text)}


def styles_of(request: HttpRequest) -> set[str]:
    """Hashes of such styles in the page made for ``request``."""
    return getattr(request, "inline_styles", set())
