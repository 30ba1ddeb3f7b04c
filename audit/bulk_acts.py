"""Wagtail's bulk actions on files and accounts: they write to the database directly and tell nobody."""

from audit.file_acts import record_file
from audit.log import record
from audit.person_acts import record_switch
from people.models import User
from village_pages.files import FILE_MODELS


def record_bulk(by, action_type: str, objects, action) -> None:
    """Write that ``by`` did ``action_type`` to each of ``objects``; deletions tell of themselves."""
    if action_type == "delete":
        return
    chosen = action.cleaned_form.cleaned_data
    for thing in objects:
        if isinstance(thing, FILE_MODELS):
            record_file(action_type, thing, by, after=", ".join(str(value) for value in chosen.values()))
        elif isinstance(thing, User) and action_type == "set_active_state":
            if thing.is_active != chosen["mark_as_active"]:
                record_switch(thing, chosen["mark_as_active"], by)
        elif isinstance(thing, User):
            record(f"person.{action_type}", by=by, about=thing, after=", ".join(map(str, chosen.values())))
