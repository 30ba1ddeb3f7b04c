"""Whom a person sees in the lists of people: those of the villages supervised, and nobody else."""

from allauth.mfa.models import Authenticator
from django.contrib.auth import get_user_model
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone

from core.query import clean_words
from people.second_factor import FACTORS
from teams.invitations import usable
from village_pages.models import Membership
from village_pages.rights import not_ended, regency_roles, villages_supervised_by

MOST_FOUND = 20


def _seen_by(user) -> Q:
    """The regency's people see everybody, also one another; others only their own villages'."""
    return Q() if regency_roles(user) else Q(village__in=villages_supervised_by(user))


def memberships_seen_by(user) -> QuerySet:
    """Roles held now, paused or to come, with person and village (one query)."""
    return not_ended().filter(_seen_by(user)).select_related("user", "village", "by")


def saw_ending(user, membership_id: int) -> bool:
    """Is that a role which has ended, and which ``user`` saw before? (one query)"""
    ended = Membership.objects.filter(pk=membership_id, until__lte=timezone.now())
    return ended.filter(_seen_by(user)).exists()


def with_second_factor(memberships: QuerySet) -> QuerySet:
    """``memberships``, each telling as ``has_second_factor`` what ``people.second_factor`` would."""
    own = Authenticator.objects.filter(user=OuterRef("user"), type__in=FACTORS)
    return memberships.annotate(has_second_factor=Exists(own))


def invitations_seen_by(user) -> QuerySet:
    """Invitations that can be used, the newest first."""
    return usable().filter(_seen_by(user)).select_related("village", "by")


def called(words: str, prefix: str = "") -> Q:
    """A filter: every one of ``words`` stands in the shown name or the username."""
    condition = Q()
    for word in clean_words(words).split():
        condition &= Q(**{f"{prefix}display_name__icontains": word}) | Q(
            **{f"{prefix}username__icontains": word}
        )
    return condition


def accounts_called(words: str) -> QuerySet:
    """At most ``MOST_FOUND`` accounts by name, each with the roles it holds (two queries)."""
    held = not_ended().select_related("village").order_by("village__title", "role")
    accounts = get_user_model().objects.filter(called(words), is_active=True)
    return accounts.order_by("display_name", "username").prefetch_related(
        Prefetch("memberships", queryset=held, to_attr="held")
    )[:MOST_FOUND]


def other_roles_of(membership: Membership, user) -> QuerySet:
    """Further roles of the same person, as far as ``user`` may know of them."""
    return memberships_seen_by(user).filter(user=membership.user_id).exclude(pk=membership.pk)
