"""Writing to the log: one function, called in the transaction of the act itself."""

from typing import cast

from django.db.models import CharField, Model
from django.utils.functional import Promise
from wagtail.models import Page

from audit.models import Act

# In a language or translated when they are written.
Words = str | Promise
# What kind of thing (``app_label.model``) and which (primary key).
Reference = tuple[str, str]


def record(
    verb: str,
    *,
    village=None,
    by=None,
    about: Model | Reference | None = None,
    name: Words = "",
    before: Words = "",
    after: Words = "",
    reason: Words = "",
) -> Act:
    """Write down that ``by`` (a ``User``; ``None``: a command or the clock) did ``verb``.

    ``village``: the ``VillagePage`` it belongs to, ``None`` for the regency. ``about``: what it was done
    to, called ``name`` (default: ``str(about)``). ``before`` and ``after``: its states, in words for
    people, at most 100 characters; longer ones are cut. Raises nothing of its own.
    """
    object_type, object_key = reference_to(about)
    return Act.objects.create(
        verb=_cut(verb, "verb"),
        village_code=village.code if village is not None else "",
        village_name=_cut(village.full_name, "village_name") if village is not None else "",
        actor_key=by.pk if by is not None else None,
        actor_name=_cut(by.get_full_name(), "actor_name") if by is not None else "",
        object_type=object_type,
        object_key=_cut(object_key, "object_key"),
        object_name=_cut(name or (str(about) if isinstance(about, Model) else ""), "object_name"),
        before=_cut(before, "before"),
        after=_cut(after, "after"),
        reason=str(reason),
    )


def reference_to(about: Model | Reference | None) -> Reference:
    """How the log names a thing: all pages as pages, whatever their type and however they were loaded."""
    if about is None:
        return "", ""
    if isinstance(about, Model):
        options = Page._meta if isinstance(about, Page) else about._meta
        return options.label_lower, str(about.pk)
    return about


def _cut(text: Words, field: str) -> str:
    return str(text)[: cast(CharField, Act._meta.get_field(field)).max_length]
