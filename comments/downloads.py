"""Own data as a file that a browser saves."""

from django.http import HttpResponse
from django.utils import timezone

from comments.exporting import Data, as_html, as_json
from comments.own_data_forms import ExportFormat

_KINDS = {
    ExportFormat.JSON: (as_json, "application/json; charset=utf-8"),
    ExportFormat.HTML: (as_html, "text/html; charset=utf-8"),
}


def as_download(data: Data, shape: str, name: str) -> HttpResponse:
    """``data`` in the form ``shape`` (an ``ExportFormat``), saved as ``name`` with the day; kept nowhere."""
    write, content_type = _KINDS[ExportFormat(shape)]
    response = HttpResponse(write(data), content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}-{timezone.localdate():%Y-%m-%d}.{shape}"'
    response["Cache-Control"] = "no-store, private"
    return response
