"""The few sizes in which pictures go out. They are made at publishing, never in a reader's request."""

from collections.abc import Iterable

from django.http import HttpRequest
from wagtail.images.models import SourceImageIOError

# JPEG: AVIF is smaller, but takes five times as long to make and old phones cannot show it.
_FINISH = "bgcolor-ffffff|format-jpeg|jpegquality-62"
THUMB = f"fill-240x180|{_FINISH}"
SMALL = f"width-400|{_FINISH}"
LARGE = f"width-800|{_FINISH}"
ALL_SIZES = (THUMB, SMALL, LARGE)


def prepare_renditions(images: Iterable) -> None:
    """Make every size of each picture that lacks it. A picture whose file is gone is passed over."""
    for image in images:
        try:
            image.get_renditions(*ALL_SIZES)
        except (SourceImageIOError, OSError):
            continue


def share_image_url(image, request: HttpRequest) -> str:
    """Absolute address of the picture that a chat shows with a shared link; empty when its file is gone."""
    try:
        return request.build_absolute_uri(image.get_rendition(LARGE).url)
    except (SourceImageIOError, OSError):
        return ""
