"""The one home of rights: who may what where.

``Membership`` is the only truth. Django groups and Wagtail permissions are derived from it in the same
transaction, so that Wagtail's own screens agree; every question of ours is asked here.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.apps import apps
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page, PagePermissionTester

from village_pages.enums import (
    ANSWERING_ROLES,
    REGENCY_ROLES,
    REVIEWING_ROLES,
    VILLAGE_ROLES,
    MembershipChange,
    Role,
    VillageState,
)
from village_pages.places import village_path
from village_pages.signals import membership_changed

OFFICERS_GROUP = "Dinas PMD"


def not_ended() -> QuerySet:
    """Memberships that give rights now or may again: those of the future and the paused ones too."""
    membership = apps.get_model("village_pages", "Membership")
    return membership.objects.filter(Q(until__isnull=True) | Q(until__gt=timezone.now()))


def _memberships() -> QuerySet:
    """Memberships that give rights now."""
    return not_ended().filter(since__lte=timezone.now(), paused_since__isnull=True)


def _active(user) -> bool:
    return bool(user and user.is_authenticated and user.is_active)


@dataclass(frozen=True)
class Standing:
    """What one person is: roles in the regency, and in villages by the village's tree path."""

    regency: frozenset[str] = frozenset()
    by_village: Mapping[str, frozenset[str]] = field(default_factory=dict)
    # Tree paths of those villages in which nobody writes now.
    read_only: frozenset[str] = frozenset()
    # Tree paths of those villages whose private messages this person reads.
    reads_private: frozenset[str] = frozenset()


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
        read_only, reads_private = set(), set()
        fields = ("role", "village__path", "village__access__state", "reads_private")
        for role, path, state, is_entrusted in _memberships().filter(user=user).values_list(*fields):
            if path is None:
                regency.add(role)
            else:
                by_village[path] = by_village.get(path, frozenset()) | {role}
                if state != VillageState.OPEN:
                    read_only.add(path)
                if is_entrusted:
                    reads_private.add(path)
        # Whoever reaches every village, or the machine, reads nobody's secrets by the way.
        kept = user._standing = Standing(
            frozenset(regency),
            by_village,
            frozenset(read_only),
            frozenset() if regency else frozenset(reads_private),
        )
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


def open_villages_where(user, roles: Iterable[str] = VILLAGE_ROLES) -> QuerySet:
    """Those of ``villages_where`` in which people may write now."""
    return villages_where(user, roles).filter(access__state=VillageState.OPEN)


def villages_supervised_by(user) -> QuerySet:
    """Villages whose people and acts ``user`` sees: all for the regency's, else those where he reviews."""
    if regency_roles(user):
        return apps.get_model("village_pages", "VillagePage").objects.all()
    return villages_where(user, REVIEWING_ROLES)


def may_supervise(user) -> bool:
    """Is there any village in ``villages_supervised_by(user)``? Asked for each menu: no query of its own."""
    standing = standing_of(user)
    return bool(standing.regency) or any(
        roles & set(REVIEWING_ROLES) for roles in standing.by_village.values()
    )


def may_moderate(user, village) -> bool:
    """May ``user`` decide about residents' comments in ``village``?"""
    return _active(user) and (user.is_superuser or bool(active_roles(user, village) & set(REVIEWING_ROLES)))


def may_answer(user, village) -> bool:
    """May ``user`` answer residents in ``village`` in its name? Its cadres, ambassadors and officials."""
    return _active(user) and (user.is_superuser or bool(active_roles(user, village) & set(ANSWERING_ROLES)))


def answers_residents(user) -> bool:
    """Is there any village in which ``user`` answers residents? For each menu: no query of its own."""
    standing = standing_of(user)
    return Role.ADMINISTRATOR in standing.regency or any(
        roles & set(ANSWERING_ROLES) for roles in standing.by_village.values()
    )


def may_register_residents(user, village) -> bool:
    """May ``user`` register residents of ``village``, and say who they are? Who reviews there, while open."""
    return may_publish_in(user, village.path)


def looks_after_residents(user) -> bool:
    """Is there any village whose residents ``user`` looks after? For each menu: no query of its own.

    Not the regency's people: who lives where is a village's to know.
    """
    standing = standing_of(user)
    return Role.ADMINISTRATOR in standing.regency or any(
        roles & set(REVIEWING_ROLES) for roles in standing.by_village.values()
    )


def may_read_private(user, village) -> bool:
    """May ``user`` read and answer what residents of ``village`` ask in private?

    Only who has the separate right there (``entrust``) and holds the role now. Nobody of the regency, no
    administrator.
    """
    return village is not None and village.path in standing_of(user).reads_private


def reads_private_somewhere(user) -> bool:
    """Is there any village whose private messages ``user`` reads? For each menu: no query of its own."""
    return bool(standing_of(user).reads_private)


def villages_read_privately_by(user) -> QuerySet:
    """Villages whose private messages ``user`` reads and answers."""
    villages = apps.get_model("village_pages", "VillagePage").objects.all()
    return villages.filter(path__in=standing_of(user).reads_private)


def private_readings() -> QuerySet:
    """Memberships whose holders read private messages of their village now."""
    regency = _memberships().filter(role__in=REGENCY_ROLES).values("user")
    return (
        _memberships()
        .filter(reads_private=True, user__is_active=True, user__is_superuser=False)
        .exclude(user__in=regency)
    )


def may_entrust(user, membership) -> bool:
    """May ``user`` let the holder of ``membership`` read private messages, or take that right away?

    Who appoints does it; nobody for himself, and never for somebody of the regency.
    """
    return (
        may_appoint(user)
        and membership.role in ANSWERING_ROLES
        and membership.user_id != user.pk
        and (membership.reads_private or not regency_roles(membership.user))
    )


def may_count_private(user) -> bool:
    """May ``user`` see how many private messages wait in each village, and since when? Never the words."""
    return Role.OFFICER in regency_roles(user)


def may_open_in_emergency(user) -> bool:
    """May ``user`` open one private message where a life may hang on it? It is logged and told."""
    return Role.OFFICER in regency_roles(user)


def may_set_help(user) -> bool:
    """May ``user`` change the list of help lines and offices, and where "Keluar cepat" leads?"""
    return bool(regency_roles(user) & {Role.OFFICER, Role.ADMINISTRATOR})


def may_keep_offices(user, village=None) -> bool:
    """May ``user`` change places, hours, closings and contacts of ``village`` (``None``: of the regency)?"""
    return may_publish_in(user, village.path if village is not None else None)


def may_keep_standards(user) -> bool:
    """May ``user`` describe services for all villages?"""
    return _active(user) and (user.is_superuser or Role.OFFICER in regency_roles(user))


def may_publish(user, page: Page) -> bool:
    """May ``user`` bring ``page`` before the public? Asked by every way that Wagtail can publish."""
    return may_publish_in(user, village_path(page))


def may_publish_in(user, path: str | None) -> bool:
    """May ``user`` publish in the village at tree path ``path``, or (``None``) for the regency?

    In a village that is open: its cadres and ambassadors. On the regency's own pages: officers.
    Administrators everywhere. Nobody else, whatever groups the account is in.
    """
    if not _active(user):
        return False
    if user.is_superuser:
        return True
    if path is None:
        return Role.OFFICER in regency_roles(user)
    return path not in standing_of(user).read_only and bool(_roles_at(user, path) & set(REVIEWING_ROLES))


def reviewers_of(village, roles: Iterable[str] = REVIEWING_ROLES) -> QuerySet:
    """Active people who hold one of ``roles`` in ``village`` now, by name."""
    holders = _memberships().filter(village=village, role__in=list(roles)).values("user")
    people = apps.get_model("people", "User").objects
    return people.filter(pk__in=holders, is_active=True).order_by("display_name", "username")


def reviewers_by_village(villages: Iterable) -> dict[int, list]:
    """Active people who review in each of ``villages`` now, by the village's key (one query)."""
    held = _memberships().filter(village__in=villages, role__in=REVIEWING_ROLES, user__is_active=True)
    people: dict[int, list] = {}
    for membership in held.select_related("user").order_by("pk"):
        found = people.setdefault(membership.village_id, [])
        if membership.user not in found:
            found.append(membership.user)
    return people


def villages_with(*roles: str) -> set[int]:
    """Keys of the villages in which somebody active holds one of ``roles`` now (one query)."""
    held = _memberships().filter(role__in=roles, user__is_active=True, village__isnull=False)
    return set(held.values_list("village", flat=True))


def may_read_drafts(user, page: Page) -> bool:
    """May ``user`` read drafts and history of ``page``? The regency's may, and reviewers of its village."""
    path = village_path(page)
    return bool(regency_roles(user)) or (
        path is not None and bool(_roles_at(user, path) & set(REVIEWING_ROLES))
    )


def needs_second_factor(user) -> bool:
    """Must ``user`` have more than a password? Whoever reaches every village must."""
    return bool(regency_roles(user))


def may_appoint(user) -> bool:
    """May ``user`` open villages and assign people?"""
    return bool(regency_roles(user) & {Role.OFFICER, Role.ADMINISTRATOR})


def may_set_rules(user) -> bool:
    """May ``user`` set the rules of review of the regency, which hold in every village?"""
    return bool(regency_roles(user) & {Role.OFFICER, Role.ADMINISTRATOR})


def may_tighten_rules(user, village) -> bool:
    """May ``user`` set what ``village`` asks beyond the regency's rules of review?"""
    return may_publish_in(user, village.path)


def has_rules_to_set(user) -> bool:
    """Is there anything for ``user`` on the screens of rules? Asked for each menu: no query of its own."""
    standing = standing_of(user)
    return may_set_rules(user) or any(
        roles & set(REVIEWING_ROLES) and path not in standing.read_only
        for path, roles in standing.by_village.items()
    )


def may_grant(user, role: str, village=None) -> bool:
    """May ``user`` give somebody ``role`` (in ``village``), pause it and take it away?

    Administrators every role, officers every role of a village, reviewers contributors of their own.
    """
    regency = regency_roles(user)
    if Role.ADMINISTRATOR in regency:
        return True
    if role in REGENCY_ROLES or village is None:
        return False
    if Role.OFFICER in regency:
        return True
    return role == Role.CONTRIBUTOR and may_publish_in(user, village.path)


def may_manage(user, membership) -> bool:
    """May ``user`` pause, resume or end ``membership``? Nobody his own."""
    return membership.user_id != user.pk and may_grant(user, membership.role, membership.village)


def may_mend(user, person) -> bool:
    """May ``user`` give ``person`` a new way in (password, second factor) or end the sessions?

    Whoever mends an account can use it. So only who could give every role that the account has, in every
    village, paused ones included; and nobody his own this way.
    """
    if not _active(user) or person.pk == user.pk:
        return False
    if Role.ADMINISTRATOR in regency_roles(user):
        return True
    if person.is_superuser:
        return False
    held = list(not_ended().filter(user=person).select_related("village"))
    # A person without any role is the regency's to mend.
    return bool(held or may_appoint(user)) and all(may_manage(user, membership) for membership in held)


def may_remove_second_factor(user, person) -> bool:
    """May ``user`` take away ``person``'s second factor, whose phone is lost? The regency's people only.

    A password and a second factor must not both be in the same village's hands.
    """
    return may_appoint(user) and may_mend(user, person)


@transaction.atomic
def appoint(*, user, role: str, village=None, by=None, reason: str = ""):
    """Give ``user`` a role without end, in ``village`` or (officer, administrator) in the regency.

    Returns the open ``Membership``: where there is one, paused or not, that one, which begins now if it was
    to begin later and ends no more if it was to end. Raises ``ValidationError`` when role and village do
    not fit, and for a closed village.
    """
    now = timezone.now()
    held = not_ended().select_for_update().filter(user=user, role=role, village=village)
    membership = held.order_by(F("until").desc(nulls_first=True)).first()
    if membership and membership.until is None and membership.since <= now:
        return membership
    if village is not None and _state_for_writing(village) == VillageState.CLOSED:
        raise ValidationError(_("Desa ini ditutup. Buka lagi desa ini sebelum mengangkat petugas."))
    if membership is None:
        model = apps.get_model("village_pages", "Membership")
        membership = model(user=user, role=role, village=village, by=by)
        membership.full_clean()
    else:
        membership.user = user  # what is kept on the caller's object is forgotten with it
        membership.since, membership.until = min(membership.since, now), None
    membership.save()
    _announce(membership, MembershipChange.GIVEN, by, reason)
    return membership


def _state_for_writing(village) -> str:
    """The state of ``village``, kept from those who would change it until the transaction ends."""
    access = apps.get_model("village_pages", "VillageAccess").objects.select_for_update()
    return access.values_list("state", flat=True).get(village=village)


@transaction.atomic
def pause(membership, *, by=None, reason: str = "") -> None:
    """Take the rights of a membership until it is resumed; already paused or ended: nothing happens."""
    held = _locked(membership)
    if held is not None and held.paused_since is None:
        held.paused_since = timezone.now()
        held.save()
        _announce(held, MembershipChange.PAUSED, by, reason)


@transaction.atomic
def resume(membership, *, by=None, reason: str = "") -> None:
    """Give back the rights of a paused membership; not paused or ended: nothing happens."""
    held = _locked(membership)
    if held is not None and held.paused_since is not None:
        held.paused_since = None
        held.save()
        _announce(held, MembershipChange.RESUMED, by, reason)


@transaction.atomic
def entrust(membership, *, by=None, reason: str = "") -> None:
    """Let the holder read the private messages of the village; already so, or ended: nothing happens."""
    held = _locked(membership)
    if held is not None and not held.reads_private:
        held.reads_private = True
        held.save()
        _announce(held, MembershipChange.ENTRUSTED, by, reason)


@transaction.atomic
def distrust(membership, *, by=None, reason: str = "") -> None:
    """Take the right to read private messages away; not held, or ended: nothing happens."""
    held = _locked(membership)
    if held is not None and held.reads_private:
        held.reads_private = False
        held.save()
        _announce(held, MembershipChange.DISTRUSTED, by, reason)


@transaction.atomic
def dismiss(membership, *, by=None, reason: str = "") -> None:
    """End a membership now; the row stays as history. Already ended: nothing happens."""
    held = _locked(membership)
    if held is not None:
        held.until = timezone.now()
        held.save()
        _announce(held, MembershipChange.ENDED, by, reason)


def _locked(membership):
    """The row as it stands now, ``None`` when it has ended, kept from others until the transaction ends."""
    held = not_ended().select_for_update().filter(pk=membership.pk).first()
    if held is not None:
        held.user = membership.user  # what is kept on the caller's object is forgotten with it
    return held


def _announce(membership, change: MembershipChange, by, reason: str) -> None:
    membership_changed.send(
        sender=type(membership), membership=membership, change=change, by=by, reason=reason
    )


def managed_groups() -> set[int]:
    """Groups that follow from memberships; all others are left alone (one query)."""
    return set(
        Group.objects.filter(
            Q(contributors_of__isnull=False) | Q(cadres_of__isnull=False) | Q(name=OFFICERS_GROUP)
        ).values_list("pk", flat=True)
    )


def _wanted_groups(users=None) -> dict[int, set[int]]:
    """Groups that each person ought to be in now, by primary key, of all people or of some."""
    rows = _memberships() if users is None else _memberships().filter(user__in=users)
    officers = Group.objects.filter(name=OFFICERS_GROUP).values_list("pk", flat=True).first()
    wanted: dict[int, set[int]] = {}
    for user, role, contributors, cadres in rows.values_list(
        "user", "role", "village__access__contributors_group", "village__access__cadres_group"
    ):
        group = {Role.OFFICER: officers, Role.ADMINISTRATOR: None}.get(
            role, contributors if role in (Role.CONTRIBUTOR, Role.VILLAGE_OFFICIAL) else cadres
        )
        if group is not None:
            wanted.setdefault(user, set()).add(group)
    return wanted


def derive_groups(user, *, was_administrator: bool = False) -> None:
    """Make the groups of ``user``, and whether superuser, follow from the memberships.

    A superuser made by hand (``createsuperuser``) never had a membership and is left as he is;
    ``was_administrator`` tells of a membership whose row has just gone.
    """
    user.__dict__.pop("_standing", None)
    managed = managed_groups()
    wanted = _wanted_groups([user.pk]).get(user.pk, set())
    held = set(user.groups.filter(pk__in=managed).values_list("pk", flat=True))
    user.groups.remove(*(held - wanted))
    user.groups.add(*(wanted - held))
    administrations = apps.get_model("village_pages", "Membership").objects.filter(
        user=user, role=Role.ADMINISTRATOR
    )
    if was_administrator or administrations.exists():
        is_administrator = _memberships().filter(pk__in=administrations).exists()
        if user.is_superuser != is_administrator:
            user.is_superuser = is_administrator
            user.save(update_fields=["is_superuser"])


def groups_out_of_step() -> dict[int, tuple[set[int], set[int]]]:
    """Everybody not in the groups that follow from memberships: groups wanted, groups held (4 queries)."""
    wanted = _wanted_groups()
    held: dict[int, set[int]] = {}
    users = apps.get_model("people", "User").objects.filter(groups__in=managed_groups())
    for user, group in users.values_list("pk", "groups"):
        held.setdefault(user, set()).add(group)
    pairs = {user: (wanted.get(user, set()), held.get(user, set())) for user in wanted.keys() | held.keys()}
    return {user: pair for user, pair in pairs.items() if pair[0] != pair[1]}


def superusers_out_of_step() -> dict[int, bool]:
    """Everybody whose mark as superuser does not follow from memberships: whether it ought to be (2 queries).

    Who never was an administrator by membership was made one by hand, and is not among them.
    """
    users = apps.get_model("people", "User").objects
    current = _memberships().filter(role=Role.ADMINISTRATOR).values("user")
    ended = users.filter(is_superuser=True, memberships__role=Role.ADMINISTRATOR).exclude(pk__in=current)
    begun = users.filter(is_superuser=False, pk__in=current)
    return dict.fromkeys(ended.values_list("pk", flat=True), False) | dict.fromkeys(
        begun.values_list("pk", flat=True), True
    )


def derive_what_time_changed() -> int:
    """Derive anew the groups of everybody whose membership has begun or ended by the clock.

    Returns how many people that were; the number of queries grows with them, not with all people.
    """
    changed = groups_out_of_step().keys() | superusers_out_of_step().keys()
    for person in apps.get_model("people", "User").objects.filter(pk__in=changed):
        with transaction.atomic():
            derive_groups(person)
    return len(changed)


def is_archived(page: Page) -> bool:
    """Was ``page`` put away? It then carries a lock that nobody holds: no query for any other page."""
    if not page.locked or page.locked_by_id is not None:
        return False
    # A lock whose holder's account is gone looks the same.
    return getattr(getattr(page, "care", None), "archived_at", None) is not None


class BranchPermissionTester(PagePermissionTester):
    """Wagtail's questions about a page, answered from ``Membership``.

    Form, quick approve, bulk action, copy, schedule, revert and API all ask a page for its tester, so
    they all get the same answer.
    """

    def _is_outsider(self) -> bool:
        """Groups may be behind the clock, and an officer's reach over villages: memberships decide.

        An officer reads villages, but writes only the regency's pages.
        """
        if self.user.is_superuser:
            return False
        path = village_path(self.page)
        if path is None:
            return Role.OFFICER not in regency_roles(self.user)
        return path in standing_of(self.user).read_only or not _roles_at(self.user, path)

    def _is_skeleton(self) -> bool:
        """Pages that carry the tree are written, but never deleted, moved or copied."""
        return bool(getattr(self.page.specific_class, "is_skeleton", False))

    def can_edit(self) -> bool:
        """Also asked by copying. What is archived waits as it is until it is restored."""
        return super().can_edit() and not self._is_outsider() and not is_archived(self.page)

    def can_add_subpage(self) -> bool:
        return super().can_add_subpage() and not self._is_outsider()

    def can_publish(self) -> bool:
        return super().can_publish() and may_publish(self.user, self.page) and not is_archived(self.page)

    def can_submit_for_moderation(self) -> bool:
        return super().can_submit_for_moderation() and self.can_edit()

    def can_publish_subpage(self) -> bool:
        return super().can_publish_subpage() and may_publish(self.user, self.page)

    def can_unpublish(self) -> bool:
        return super().can_unpublish() and may_publish(self.user, self.page) and not self._is_skeleton()

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        """For good only the administrator; everybody else archives, which can be undone (decision 0023)."""
        return self.user.is_superuser and super().can_delete(ignore_bulk) and not self._is_skeleton()

    def can_move(self) -> bool:
        """Within the village; what readers once saw only by those who publish, taken down or not."""
        return (
            super().can_delete(ignore_bulk=True)
            and not self._is_outsider()
            and not self._is_skeleton()
            and not is_archived(self.page)
            and (self.page.first_published_at is None or may_publish(self.user, self.page))
        )

    def can_copy(self) -> bool:
        return super().can_copy() and not self._is_skeleton()

    def can_copy_to(self, destination: Page, recursive: bool = False) -> bool:
        return super().can_copy_to(destination, recursive) and village_path(self.page) == village_path(
            destination
        )

    def can_reorder_children(self) -> bool:
        return super().can_reorder_children() and not self._is_outsider()

    def can_set_view_restrictions(self) -> bool:
        """Every published page is public: a page for some only is a draft (decision 0008)."""
        return False

    def can_lock(self) -> bool:
        return super().can_lock() and not self._is_outsider() and not is_archived(self.page)

    def can_unlock(self) -> bool:
        return super().can_unlock() and not self._is_outsider() and not is_archived(self.page)
