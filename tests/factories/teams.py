"""Invitations and password links, with the token that only their maker sees."""

from teams.models import Invitation, OneUseLink, PasswordLink
from tests.factories.village_pages import VillageFactory, member
from village_pages.enums import Role


def invitation(**fields) -> tuple[Invitation, str]:
    """An open invitation and its token: of a contributor, by a cadre of the village, unless told."""
    fields.setdefault("role", Role.CONTRIBUTOR)
    if "village" not in fields:
        fields["village"] = VillageFactory()
    if "by" not in fields:
        fields["by"] = member(Role.CADRE, fields["village"])
    return Invitation.make(**fields)


def password_link(**fields) -> tuple[PasswordLink, str]:
    """An open link for a new password of ``user``, made by ``by``, and its token."""
    return PasswordLink.make(**fields)


def state_of(link: OneUseLink) -> OneUseLink:
    """The row as it stands now."""
    return type(link).objects.get(pk=link.pk)
