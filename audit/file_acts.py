"""Pictures and documents: uploaded, changed or deleted, in the log of the village that owns the file."""

from audit.log import record
from audit.models import Act
from audit.sittings import goes_on, last_acts
from village_pages.files import owner_path
from village_pages.models import VillagePage

# Uploading saves several times, and so does whoever fills in title and description afterwards.
SAVED = ("file.create", "file.edit")


def record_file(action: str, file, by, *, after: str = "") -> Act | None:
    """Write that ``by`` did ``action`` to a file; ``None`` for one more change in the same sitting."""
    if action == "edit" and goes_on(last_acts(file), by.pk, SAVED):
        return None
    path = owner_path(file.collection)
    village = VillagePage.objects.filter(path=path).first() if path else None
    return record(f"file.{action}", village=village, by=by, about=file, name=file.title, after=after)
