"""The one home of rights: who may what where.

``Membership`` is the only truth. Django groups and Wagtail permissions are derived from it in the same
transaction, so that Wagtail's own screens agree; every question of ours is asked here.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.apps import apps
from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from wagtail.models import Page, PagePermissionTester

from village_pages.enums import REVIEWING_ROLES, VILLAGE_ROLES, Role
from village_pages.places import village_path

OFFICERS_GROUP = "Dinas PMD"


def _memberships() -> QuerySet:
    now = timezone.now()
    membership = apps.get_model("village_pages", "Membership")
    return membership.objects.filter(since__lte=now).filter(Q(until__isnull=True) | Q(until__gt=now))


def _active(user) -> bool:
    return bool(user and user.is_authenticated and user.is_active)


@dataclass(frozen=True)
class Standing:
    """What one person is: roles in the regency, and in villages by the village's tree path."""

    regency: frozenset[str] = frozenset()
    by_village: Mapping[str, frozenset[str]] = field(default_factory=dict)


def standing_of(user) -> Standing:
    """Everything that ``user`` is now (one query).

    Kept on the user object, which lives as long as one request, so that a list of pages does not ask
    again for each; appointing and dismissing forget it. A role taken away is gone at the next request.
    """
    if not _active(user):
        return Standing()
    kept = getattr(user, "_standing", None)
    if kept is None:
        regency = {Role.ADMINISTRATOR.value} if user.is_superuser else set()
        by_village: dict[str, frozenset[str]] = {}
        for role, path in _memberships().filter(user=user).values_list("role", "village__path"):
            if path is None:
                regency.add(role)
            else:
                by_village[path] = by_village.get(path, frozenset()) | {role}
        kept = user._standing = Standing(frozenset(regency), by_village)
    return kept


def regency_roles(user) -> frozenset[str]:
    """Roles held for the whole regency: officer, administrator."""
    return standing_of(user).regency


def active_roles(user, village) -> frozenset[str]:
    """Roles that ``user`` holds in ``village`` now; regency roles are not among them."""
    return frozenset() if village is None else _roles_at(user, village.path)


def _roles_at(user, path: str) -> frozenset[str]:
    return standing_of(user).by_village.get(path, frozenset())


def villages_where(user, roles: Iterable[str] = VILLAGE_ROLES) -> QuerySet:
    """Villages in which ``user`` holds one of ``roles`` now; all villages for an administrator."""
    villages = apps.get_model("village_pages", "VillagePage").objects.all()
    if not _active(user):
        return villages.none()
    if user.is_superuser:
        return villages
    return villages.filter(
        pk__in=_memberships().filter(user=user, role__in=list(roles), village__isnull=False).values("village")
    )


def reviewers_of(village) -> QuerySet:
    """Active people who may review and publish in ``village``."""
    users = apps.get_model("people", "User").objects.filter(is_active=True)
    return users.filter(
        pk__in=_memberships().filter(village=village, role__in=REVIEWING_ROLES).values("user")
    ).distinct()


def may_moderate(user, village) -> bool:
    """May ``user`` decide about residents' comments in ``village``?"""
    return _active(user) and (user.is_superuser or bool(active_roles(user, village) & set(REVIEWING_ROLES)))


def may_review(user, page: Page) -> bool:
    """May ``user`` send back or approve what was submitted on ``page``?"""
    return may_publish(user, page)


def may_publish(user, page: Page) -> bool:
    """May ``user`` bring ``page`` before the public? Asked by every way that Wagtail can publish.

    In a village: its cadres and ambassadors. On the regency's own pages: officers. Administrators
    everywhere. Nobody else, whatever groups the account is in.
    """
    if not _active(user):
        return False
    if user.is_superuser:
        return True
    path = village_path(page)
    if path is None:
        return Role.OFFICER in regency_roles(user)
    return bool(_roles_at(user, path) & set(REVIEWING_ROLES))


def may_appoint(user) -> bool:
    """May ``user`` open villages and assign people?"""
    return bool(regency_roles(user) & {Role.OFFICER, Role.ADMINISTRATOR})


@transaction.atomic
def appoint(*, user, role: str, village=None, by=None):
    """Give ``user`` a role, in ``village`` or (officer, administrator) in the regency; safe to repeat.

    Returns the active ``Membership``. Raises ``ValidationError`` when role and village do not fit.
    """
    existing = _memberships().filter(user=user, role=role, village=village).first()
    if existing:
        return existing
    membership = apps.get_model("village_pages", "Membership")(user=user, role=role, village=village, by=by)
    membership.full_clean()
    membership.save()
    return membership


@transaction.atomic
def dismiss(membership, *, by=None) -> None:
    """End a membership now; the row stays as history."""
    membership.until = timezone.now()
    membership.save()


def derive_groups(user) -> None:
    """Make the groups of ``user`` follow from the memberships; groups not of ours are left alone."""
    user.__dict__.pop("_standing", None)
    memberships = list(_memberships().filter(user=user))
    access = apps.get_model("village_pages", "VillageAccess").objects.filter(
        village__in=[m.village_id for m in memberships if m.village_id]
    )
    by_village = {row.village_id: row for row in access}
    wanted: set[int] = set()
    for membership in memberships:
        if membership.role == Role.OFFICER:
            wanted.add(Group.objects.get(name=OFFICERS_GROUP).pk)
        elif membership.village_id in by_village:
            row = by_village[membership.village_id]
            wanted.add(
                row.contributors_group_id if membership.role == Role.CONTRIBUTOR else row.cadres_group_id
            )
    managed = Group.objects.filter(
        Q(contributors_of__isnull=False) | Q(cadres_of__isnull=False) | Q(name=OFFICERS_GROUP)
    ).values_list("pk", flat=True)
    held = set(user.groups.filter(pk__in=managed).values_list("pk", flat=True))
    user.groups.remove(*(held - wanted))
    user.groups.add(*(wanted - held))
    is_administrator = any(m.role == Role.ADMINISTRATOR for m in memberships)
    had_administrator = (
        apps.get_model("village_pages", "Membership")
        .objects.filter(user=user, role=Role.ADMINISTRATOR)
        .exists()
    )
    # A superuser made by hand (createsuperuser) has no membership and is left as he is.
    if had_administrator and user.is_superuser != is_administrator:
        user.is_superuser = is_administrator
        user.save(update_fields=["is_superuser"])


class BranchPermissionTester(PagePermissionTester):
    """Wagtail's questions about a page, answered from ``Membership``.

    Form, quick approve, bulk action, copy, schedule, revert and API all ask a page for its tester, so
    they all get the same answer.
    """

    # The pages that make the skeleton of the tree: written, but never deleted, moved or copied by staff.
    SKELETON = "is_skeleton"

    def _officer_outside(self) -> bool:
        """An officer reads villages, but writes only the regency's pages."""
        if self.user.is_superuser:
            return False
        path = village_path(self.page)
        return path is not None and not _roles_at(self.user, path)

    def _is_skeleton(self) -> bool:
        return bool(getattr(self.page.specific_class, self.SKELETON, False))

    def can_edit(self) -> bool:
        return super().can_edit() and not self._officer_outside()

    def can_add_subpage(self) -> bool:
        return super().can_add_subpage() and not self._officer_outside()

    def can_publish(self) -> bool:
        return super().can_publish() and may_publish(self.user, self.page)

    def can_publish_subpage(self) -> bool:
        return super().can_publish_subpage() and may_publish(self.user, self.page)

    def can_unpublish(self) -> bool:
        return super().can_unpublish() and may_publish(self.user, self.page) and not self._is_skeleton()

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        return super().can_delete(ignore_bulk) and not self._officer_outside() and not self._is_skeleton()

    def can_copy(self) -> bool:
        return super().can_copy() and not self._is_skeleton()

    def can_copy_to(self, destination: Page, recursive: bool = False) -> bool:
        return super().can_copy_to(destination, recursive) and village_path(self.page) == village_path(
            destination
        )

    def can_reorder_children(self) -> bool:
        return super().can_reorder_children() and not self._officer_outside()

    def can_set_view_restrictions(self) -> bool:
        """Every published page is public: a page for some only is a draft (decision 0008)."""
        return False

    def can_lock(self) -> bool:
        return super().can_lock() and not self._officer_outside()

    def can_unlock(self) -> bool:
        return super().can_unlock() and not self._officer_outside()
