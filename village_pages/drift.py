"""Drift of rights: where Django and Wagtail hold something else than what follows from memberships.

Nothing of ours makes it; hands, imports, restored copies and later code may. Found in a fixed number of
queries, however many villages and people.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import product
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import Model, Q
from django.utils.translation import gettext as _
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, GroupSitePermission

from village_pages.enums import Role
from village_pages.models import RegencyHomePage, VillagePage
from village_pages.opening import (
    COLLECTION_PERMISSIONS,
    PAGE_PERMISSIONS,
    REGENCY_COLLECTION,
    ensure_home,
    file_permissions,
    open_village,
)
from village_pages.rights import (
    OFFICERS_GROUP,
    derive_groups,
    groups_out_of_step,
    managed_groups,
    superusers_out_of_step,
)

# One mend may bring to light what another has to mend: a village without groups, then people without them.
MOST_ROUNDS = 4
ADMIN_APPS = ("wagtailadmin",)
PAGE_APPS = ("wagtailcore",)
FILE_APPS = ("wagtailimages", "wagtaildocs")

# What on (page, collection, site), and which permission: primary keys.
Grants = set[tuple[int, int]]


@dataclass(frozen=True)
class Drift:
    """One thing that does not follow from memberships; without ``mend`` it is only told."""

    what: str
    remedy: str
    mend: Callable[[], Any] | None = None


def find_drift() -> list[Drift]:
    """Everything that does not follow from memberships, and notes about what may be meant."""
    groups = dict(Group.objects.values_list("pk", "name"))
    managed = managed_groups()
    return [
        *_villages_without_access(),
        *_grants_of_managed(groups, managed),
        *_grants_of_others(groups, managed),
        *_people(groups, managed),
    ]


@transaction.atomic
def mend_drift() -> list[Drift]:
    """Mend what can be mended, all or nothing, and say what it was.

    Raises ``RuntimeError`` where something comes back after every mend.
    """
    mended: list[Drift] = []
    for _round in range(MOST_ROUNDS):
        found = [(drift, drift.mend) for drift in find_drift() if drift.mend is not None]
        if not found:
            return mended
        for drift, mend in found:
            mend()
            mended.append(drift)
    raise RuntimeError(" ".join(drift.what for drift, _mend in found))


def _villages_without_access() -> Iterator[Drift]:
    for village in VillagePage.objects.filter(access__isnull=True).order_by("code"):
        yield Drift(
            _("%(village)s tidak punya kelompok petugas dan koleksi berkas.")
            % {"village": village.full_name},
            _("dibuat lagi."),
            partial(
                open_village,
                code=village.code,
                name=village.title,
                district=village.district,
                kind=village.kind,
            ),
        )


class _Permissions:
    """Django's permissions by what we call them (one query)."""

    def __init__(self) -> None:
        self.names: dict[int, str] = {}
        self.keys: dict[tuple[str, str], int] = {}
        for key, app, codename in Permission.objects.values_list("pk", "content_type__app_label", "codename"):
            self.names[key] = codename
            self.keys[app, codename] = key

    def on(self, target: int, codenames: Iterable[str], apps: Iterable[str]) -> Grants:
        """``codenames`` of ``apps``, those that exist, as grants on ``target``."""
        found = (self.keys.get(name) for name in product(apps, codenames))
        return {(target, key) for key in found if key is not None}


def _grants_of_managed(groups: dict[int, str], managed: set[int]) -> Iterator[Drift]:
    """The groups of villages and of officers hold exactly what opening gives them."""
    home = RegencyHomePage.objects.first()
    if home is None:
        return
    permissions = _Permissions()
    pages: dict[int, Grants] = {}
    files: dict[int, Grants] = {}
    for village in VillagePage.objects.filter(access__isnull=False).select_related("access"):
        access = village.access
        for attribute, names in PAGE_PERMISSIONS.items():
            pages[getattr(access, f"{attribute}_id")] = permissions.on(village.pk, names, PAGE_APPS)
        for attribute, names in file_permissions(access.state).items():
            files[getattr(access, f"{attribute}_id")] = permissions.on(access.collection_id, names, FILE_APPS)
    officers = next((key for key, name in groups.items() if name == OFFICERS_GROUP), None)
    own = _officers_collection(officers)
    if officers is None or own is None:
        yield Drift(
            _("Kelompok “%(group)s” atau koleksinya tidak ada.") % {"group": OFFICERS_GROUP},
            _("dibuat lagi."),
            ensure_home,
        )
    else:
        pages[officers] = permissions.on(home.pk, PAGE_PERMISSIONS["cadres_group"], PAGE_APPS)
        files[officers] = permissions.on(own, COLLECTION_PERMISSIONS["cadres_group"], FILE_APPS)
    doors = {group: permissions.on(group, ["access_admin"], ADMIN_APPS) for group in managed}
    for group, grants, is_missing, mend in (
        *_differences(GroupPagePermission, "page_id", managed, pages),
        *_differences(GroupCollectionPermission, "collection_id", managed, files),
        *_differences(GroupSitePermission, "site_id", managed, {}),
        *_differences(Group.permissions.through, "group_id", managed, doors),
    ):
        what = _("Kelompok “%(group)s” punya izin yang bukan haknya: %(names)s.")
        if is_missing:
            what = _("Kelompok “%(group)s” tidak punya izin yang menjadi haknya: %(names)s.")
        names = sorted({permissions.names[key] for _target, key in grants})
        yield Drift(
            what % {"group": groups[group], "names": ", ".join(names)},
            _("izin diberikan lagi.") if is_missing else _("izin dicabut."),
            mend,
        )


def _officers_collection(officers: int | None) -> int | None:
    """The collection of the officers' own files: by its name, else the one that they were given."""
    shared = Collection.objects.filter(depth=2, village_access__isnull=True).order_by("path")
    keys = shared.values_list("pk", flat=True)
    return (
        keys.filter(name=REGENCY_COLLECTION).first() or keys.filter(group_permissions__group=officers).first()
    )


def _differences(
    model: type[Model], target: str, managed: set[int], wanted: dict[int, Grants]
) -> Iterator[tuple[int, Grants, bool, Callable[[], Any]]]:
    """Of each group, rows of ``model`` that differ from ``wanted``: which, whether they lack, the mend."""
    rows: dict[int, dict[tuple[int, int], int]] = defaultdict(dict)
    held = model._base_manager.filter(group__in=managed)
    for key, group, on, permission in held.values_list("pk", "group_id", target, "permission_id"):
        rows[group][on, permission] = key
    for group in sorted(managed):
        missing = wanted.get(group, set()) - rows[group].keys()
        extra = rows[group].keys() - wanted.get(group, set())
        if missing:
            new = [
                model(**{"group_id": group, target: on, "permission_id": permission})
                for on, permission in missing
            ]
            yield group, missing, True, partial(model._base_manager.bulk_create, new)
        if extra:
            keys = [rows[group][grant] for grant in extra]
            yield group, extra, False, model._base_manager.filter(pk__in=keys).delete


def _grants_of_others(groups: dict[int, str], managed: set[int]) -> Iterator[Drift]:
    """No other group reaches pages or files: what is given above a village holds in it."""
    for model, what in (
        (GroupPagePermission, _("halaman")),
        (GroupCollectionPermission, _("koleksi berkas")),
    ):
        rows: dict[int, list[int]] = defaultdict(list)
        for key, group in model.objects.exclude(group__in=managed).values_list("pk", "group"):
            rows[group].append(key)
        for group, keys in sorted(rows.items()):
            yield Drift(
                _("Kelompok “%(group)s”, yang tidak mengikuti keanggotaan, punya izin atas %(what)s.")
                % {"group": groups[group], "what": what},
                _("izin dicabut."),
                model.objects.filter(pk__in=keys).delete,
            )


def _people(groups: dict[int, str], managed: set[int]) -> Iterator[Drift]:
    """People's groups, their mark as superuser, and rights that hang on the person alone."""
    users = get_user_model().objects
    by_membership = groups_out_of_step()
    superusers = superusers_out_of_step()
    elsewhere = _in_other_groups(managed)
    direct = set(users.filter(user_permissions__isnull=False).values_list("pk", flat=True))
    by_hand = users.filter(is_superuser=True).exclude(memberships__role=Role.ADMINISTRATOR)
    made_by_hand = set(by_hand.values_list("pk", flat=True))
    concerned = by_membership.keys() | superusers.keys() | elsewhere.keys() | direct | made_by_hand
    for person in users.filter(pk__in=concerned).order_by("username"):
        who = f"{person.get_full_name()} ({person.username})"
        wanted, held = by_membership.get(person.pk, (set(), set()))
        for group in sorted(wanted - held):
            yield Drift(
                _("%(who)s tidak ada di kelompok “%(group)s”, padahal anggota.")
                % {"who": who, "group": groups[group]},
                _("dimasukkan."),
                partial(derive_groups, person),
            )
        for group in sorted(held - wanted):
            yield Drift(
                _("%(who)s ada di kelompok “%(group)s” tanpa keanggotaan.")
                % {"who": who, "group": groups[group]},
                _("dikeluarkan."),
                partial(derive_groups, person),
            )
        for group in sorted(elsewhere.get(person.pk, ())):
            yield Drift(
                _("%(who)s ada di kelompok “%(group)s”, yang memberi hak di luar keanggotaan.")
                % {"who": who, "group": groups[group]},
                _("dikeluarkan."),
                partial(person.groups.remove, group),
            )
        if person.pk in direct:
            yield Drift(
                _("%(who)s punya izin yang diberikan langsung kepadanya.") % {"who": who},
                _("izin dicabut."),
                person.user_permissions.clear,
            )
        if person.pk in superusers:
            yield _superuser_drift(person, who, superusers[person.pk])
        if person.pk in made_by_hand and person.pk not in superusers:
            yield Drift(
                _("%(who)s superuser yang dibuat tanpa keanggotaan administrator.") % {"who": who},
                _("Dibiarkan. Beri peran administrator dengan perintah appoint, atau nonaktifkan akunnya."),
            )


def _superuser_drift(person, who: str, ought: bool) -> Drift:
    if ought:
        what = _("%(who)s administrator menurut keanggotaan, tetapi bukan superuser.")
        remedy = _("dijadikan superuser.")
    else:
        what = _("%(who)s superuser, padahal keanggotaannya sebagai administrator tidak berlaku.")
        remedy = _("tidak lagi superuser.")
    return Drift(what % {"who": who}, remedy, partial(derive_groups, person))


def _in_other_groups(managed: set[int]) -> dict[int, set[int]]:
    """People in groups that give any right and do not follow from memberships (one query)."""
    gives_rights = (
        Q(permissions__isnull=False)
        | Q(page_permissions__isnull=False)
        | Q(collection_permissions__isnull=False)
        | Q(site_permissions__isnull=False)
    )
    others = Group.objects.filter(gives_rights).exclude(pk__in=managed).values("pk")
    found: dict[int, set[int]] = defaultdict(set)
    places = get_user_model().groups.through.objects.filter(group__in=others)
    for person, group in places.values_list("user", "group"):
        found[person].add(group)
    return found
