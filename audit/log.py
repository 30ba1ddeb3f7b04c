"""Writing to the log: one function, called in the transaction of the act itself."""

from django.db.models import Model

from audit.models import Act


def record(
    verb: str,
    *,
    village=None,
    by=None,
    about: Model | None = None,
    name: str = "",
    before: str = "",
    after: str = "",
    reason: str = "",
) -> Act:
    """Write down that ``by`` (a ``User``; ``None``: a command or the clock) did ``verb``.

    ``village``: the ``VillagePage`` it belongs to, ``None`` for the regency. ``about``: what it was done
    to, called ``name`` (default: ``str(about)``). ``before`` and ``after``: its states, in words for
    people, at most 100 characters; longer ones are cut. Raises nothing of its own.
    """
    return Act.objects.create(
        verb=verb,
        village_code=village.code if village is not None else "",
        village_name=_cut(village.full_name, "village_name") if village is not None else "",
        actor_key=by.pk if by is not None else None,
        actor_name=_cut(by.get_full_name(), "actor_name") if by is not None else "",
        object_type=about._meta.label_lower if about is not None else "",
        object_key=str(about.pk) if about is not None else "",
        object_name=_cut(name or (str(about) if about is not None else ""), "object_name"),
        before=_cut(before, "before"),
        after=_cut(after, "after"),
        reason=str(reason),
    )


def _cut(text, field: str) -> str:
    return str(text)[: Act._meta.get_field(field).max_length]
