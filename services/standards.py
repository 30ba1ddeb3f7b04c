"""What is done to a service standard: written with a version, logged, seen at once, and announced."""

import hashlib
import json
from typing import Any, cast

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.db.models import CharField, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.search.backends import get_search_backends

from audit import links, words
from audit.log import record
from audit.models import Act
from core.caching import bump
from core.fields import labels_of
from services.aspects import Aspect
from services.facts import values_of, with_facts, words_of
from services.models import ServicePage, ServiceStandard
from services.signals import standard_changed
from village_pages.rights import may_keep_standards

words.register(
    {
        "setting.standard_added": gettext_lazy("Layanan kabupaten ditambah"),
        "setting.standard_changed": gettext_lazy("Layanan kabupaten diubah"),
        "setting.standard_removed": gettext_lazy("Layanan kabupaten dihapus"),
    }
)
# Beside the aspects: how it is called and found, and who else gives it.
OTHERS = ("title", "slug", "issuer", "also_called", "life_events", "audiences", "other_offices")
TOLD = (*Aspect, *OTHERS)
NOTHING = gettext_lazy("Belum diketahui")


class ChangedMeanwhileError(Exception):
    """Somebody else changed or removed it after it was shown. ``standard``: as it is now, or ``None``."""

    def __init__(self, standard: ServiceStandard | None):
        super().__init__()
        self.standard = standard


class StillUsedError(Exception):
    """Pages of villages take their words from the standard."""


def as_seen(standard: ServiceStandard) -> str:
    """What a form keeps, to notice that somebody else changed the standard in between."""
    told = [[name, _told(standard, name)] for name in TOLD]
    return hashlib.sha256(json.dumps(told, cls=DjangoJSONEncoder).encode()).hexdigest()[:32]


def _told(standard: ServiceStandard, name: str) -> list:
    """All values that make up one aspect, or one of ``OTHERS``: also what its words leave out."""
    if name in Aspect.values:
        return values_of(standard, Aspect(name))
    if name == "other_offices":
        return [row.office_id for row in standard.other_offices.all()]
    return [getattr(standard, name)]


@transaction.atomic
def add(standard: ServiceStandard, *, by) -> None:
    """Write a new ``standard`` with its rows. No village has it until its cadre takes it."""
    standard.save()
    standard.save_revision(user=by, clean=False)
    record("setting.standard_added", by=by, about=standard)
    bump("site")


@transaction.atomic
def change(standard: ServiceStandard, *, by, seen: str | None = None) -> list[Aspect]:
    """Write ``standard`` as it is in memory, with its rows; returns the aspects that are told otherwise now.

    Villages that follow say it at once. ``seen``: what ``as_seen`` said when it was shown; raises
    ``ChangedMeanwhileError``, and writes nothing, where that is old. Without a change nothing happens.
    """
    held = _locked(standard.pk, seen)
    # Now: rows are read from the database each time they are asked for.
    before, said = {name: _told(held, name) for name in TOLD}, {name: _words(held, name) for name in TOLD}
    standard.save()
    after = ServiceStandard.objects.get(pk=standard.pk)
    changed = [name for name in TOLD if before[name] != _told(after, name)]
    if not changed:
        return []
    after.save_revision(user=by, clean=False)
    for name in changed:
        _record(after, _label(name), said[name], _words(after, name), by)
    aspects = [one for one in Aspect if one in changed]
    _find_anew(after)
    bump("site")
    standard_changed.send(ServiceStandard, standard=after, aspects=aspects, by=by)
    return aspects


@transaction.atomic
def remove(standard: ServiceStandard, *, by) -> None:
    """Delete a standard that no page uses, drafts included. ``StillUsedError``, ``ChangedMeanwhileError``."""
    held = _locked(standard.pk, None)
    if pages_using(held).exists():
        raise StillUsedError
    record("setting.standard_removed", by=by, about=held)
    held.delete()
    bump("site")


def pages_using(standard: ServiceStandard):
    """Pages of villages, live or not, that take their words from ``standard``, or will when published."""
    drafts = Q(latest_revision__content__standard=standard.pk)
    return ServicePage.objects.filter(Q(standard=standard) | drafts)


def _locked(pk: int, seen: str | None) -> ServiceStandard:
    """The standard as it stands, kept from others until the transaction ends."""
    held = ServiceStandard.objects.select_for_update(of=("self",)).filter(pk=pk).first()
    if held is None or (seen is not None and as_seen(held) != seen):
        raise ChangedMeanwhileError(held)
    return held


def _record(standard: ServiceStandard, label: str, before: str, after: str, by) -> None:
    """One line of the log for each thing that is told otherwise; what is too long for it stands below."""
    before, after = before or str(NOTHING), after or str(NOTHING)
    longest = cast(CharField, Act._meta.get_field("after")).max_length or 0
    full = ""
    if max(len(before), len(after)) > longest:
        full = _("Sebelumnya: %(before)s\nSekarang: %(after)s") % {"before": before, "after": after}
    record(
        "setting.standard_changed",
        by=by,
        about=standard,
        name=f"{standard.title}: {label}",
        before=before,
        after=after,
        reason=full,
    )


def _label(name: str) -> str:
    if name in Aspect.values:
        return str(Aspect(name).label)
    if name == "other_offices":
        return _("Kantor di luar desa")
    return str(_field(name).verbose_name)


def _words(standard: ServiceStandard, name: str) -> str:
    if name in Aspect.values:
        return words_of(standard, Aspect(name))
    if name == "other_offices":
        return "; ".join(str(row.office) for row in standard.other_offices.select_related("office"))
    value = getattr(standard, name)
    if isinstance(value, str):
        return value
    return ", ".join(labels_of(_field(name).choices_enum, value))


def _field(name: str) -> Any:
    return ServiceStandard._meta.get_field(name)


def _find_anew(standard: ServiceStandard) -> None:
    """What the using pages say has changed, and so where a search finds them."""
    pages = list(with_facts(ServicePage.objects.live().filter(standard=standard)))
    for backend in get_search_backends(with_auto_update=True):
        backend.add_bulk(ServicePage, pages)


def _addresses_for(user, keys: list[str]) -> dict[str, str]:
    """Where the log leads, for whoever keeps standards."""
    if not may_keep_standards(user):
        return {}
    found = ServiceStandard.objects.filter(pk__in=keys).values_list("pk", flat=True)
    return {str(pk): reverse("standards:edit", args=[pk]) for pk in found}


links.register("services.servicestandard", _addresses_for)
