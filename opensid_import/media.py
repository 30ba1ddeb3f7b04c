"""Files of the old site's folder ``desa/upload``."""

from pathlib import Path
from urllib.parse import unquote, urlsplit

LONGEST_PATH = 4096  # no file system here knows a longer one


def media_path(media: Path | None, source: str) -> Path | None:
    """The file below ``media`` (the old site's ``desa/upload``) that an ``<img src>`` means, or ``None``.

    Only the part behind ``upload/`` counts, whatever host is named before it. Never leads out of ``media``.
    """
    if media is None:
        return None
    try:
        path = unquote(urlsplit(source.replace("\\", "/")).path)
    except ValueError:
        return None
    if "\0" in path:
        return None
    _before, mark, inside = path.rpartition("upload/")
    return existing_file(media, inside if mark else path.lstrip("/"))


def existing_file(media: Path, inside: str) -> Path | None:
    """The file ``inside`` of ``media``, also where ``media`` is the folder that holds ``upload``."""
    if len(inside) > LONGEST_PATH:
        return None
    root = media.resolve()
    for candidate in (root / inside, root / "upload" / inside, root / "desa" / "upload" / inside):
        try:
            found = candidate.resolve()
            if found.is_relative_to(root) and found.is_file():
                return found
        except (OSError, ValueError):
            continue
    return None
