"""Example accounts: one person of each role, with random passwords in a file that only its owner reads."""

from __future__ import annotations

import csv
import os
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db.models import prefetch_related_objects

from people.models import User
from village_pages.enums import Role
from village_pages.models import VillagePage
from village_pages.rights import appoint, entrust

FILE_NAME = "example-accounts.csv"
COLUMNS = ("username", "password", "role", "village_code")
OFFICER = "dinas-pmd"
VILLAGES_PER_AMBASSADOR = 5
PRIVATE_READERS = (Role.CADRE, Role.VILLAGE_OFFICIAL)
# Without letters and digits that are mistaken for one another: these passwords are typed on phones.
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"


@dataclass(frozen=True)
class Staff:
    """Who works in one example village."""

    contributor: User
    cadre: User
    ambassador: User
    official: User


def accounts_file() -> Path:
    """Where the passwords of the example accounts stand."""
    return Path(settings.DATA_DIR) / FILE_NAME


def ensure_accounts(villages: Sequence[VillagePage], open_to_all: Iterable[str]) -> dict[str, Staff]:
    """The staff of the example villages by village code; made and appointed where missing.

    Whom an officer dismissed stays dismissed, and a closed village stays without people.
    Everybody can sign in who works in a village of `open_to_all` (codes) or in the regency; others exist so
    that their pages and answers have an author. Passwords are written to `accounts_file()` when they are
    made; if that file is gone, new ones are made.
    """
    accounts = _Accounts(rewrite=not accounts_file().exists())
    administrator = accounts.person("administrator", "Administrator (contoh)", Role.ADMINISTRATOR)
    appoint(user=administrator, role=Role.ADMINISTRATOR)
    officer = accounts.person(OFFICER, "Petugas Dinas PMD (contoh)", Role.OFFICER)
    appoint(user=officer, role=Role.OFFICER, by=administrator)
    groups = {village.code: place // VILLAGES_PER_AMBASSADOR + 1 for place, village in enumerate(villages)}
    open_to_all = set(open_to_all)
    open_groups = {groups[code] for code in open_to_all}
    staff = {}
    prefetch_related_objects(list(villages), "access", "former_addresses", "memberships")
    for village in villages:
        signs_in = village.code in open_to_all
        group = groups[village.code]
        name = accounts.name_of(village)
        people = Staff(
            accounts.person(
                f"penulis-{name}",
                f"Penulis {village.title} (contoh)",
                Role.CONTRIBUTOR,
                village,
                signs_in,
            ),
            accounts.person(
                f"kader-{name}",
                f"Kader digital {village.title} (contoh)",
                Role.CADRE,
                village,
                signs_in,
            ),
            accounts.person(
                f"duta-{group}",
                f"Duta digital {group} (contoh)",
                Role.AMBASSADOR,
                village,
                group in open_groups,
            ),
            accounts.person(
                f"perangkat-{name}",
                f"Perangkat desa {village.title} (contoh)",
                Role.VILLAGE_OFFICIAL,
                village,
                signs_in,
            ),
        )
        for user, role in (
            (people.contributor, Role.CONTRIBUTOR),
            (people.cadre, Role.CADRE),
            (people.ambassador, Role.AMBASSADOR),
            (people.official, Role.VILLAGE_OFFICIAL),
        ):
            held = {(one.user_id, one.role) for one in village.memberships.all()}
            if (user.pk, role) not in held and not village.is_closed:
                membership = appoint(user=user, role=role, village=village, by=officer)
                # One village shows what stands there where nobody reads private messages.
                if role in PRIVATE_READERS and village is not villages[-1]:
                    entrust(membership, by=officer, reason="Contoh")
        staff[village.code] = people
    accounts.write()
    return staff


class _Accounts:
    """Makes people, remembers new passwords and writes them down at the end."""

    def __init__(self, rewrite: bool) -> None:
        self.rewrite = rewrite
        self.known = {user.username: user for user in User.objects.filter(is_example=True)}
        self.passwords: dict[str, str] = {}
        self.rows: list[tuple[str, str, str]] = []

    def name_of(self, village: VillagePage) -> str:
        """The part of the accounts' names that is the village's: the address it had when they were made."""
        addresses = [village.slug, *(former.slug for former in village.former_addresses.all())]
        return next((slug for slug in addresses if f"kader-{slug}" in self.known), village.slug)

    def person(
        self,
        username: str,
        display_name: str,
        role: str,
        village: VillagePage | None = None,
        signs_in: bool = True,
    ) -> User:
        user = self.known.get(username)
        is_new = user is None
        if user is None:
            # Somebody else's account of that name is never taken over: the unique name raises.
            user = User(username=username, display_name=display_name, is_example=True)
        if signs_in:
            self.rows.append((username, role, village.code if village else ""))
        if signs_in and username not in self.passwords and (is_new or self.rewrite):
            self.passwords[username] = _password()
            user.set_password(self.passwords[username])
            user.save()
        elif is_new:
            user.set_unusable_password()
            user.save()
        self.known[username] = user
        return user

    def write(self) -> None:
        """Write all accounts, or leave the file alone when no password is new."""
        if not self.passwords:
            return
        target = accounts_file()
        target.parent.mkdir(parents=True, exist_ok=True)
        old = _passwords_in(target)
        draft = target.with_name(f".{target.name}.{os.getpid()}")
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(COLUMNS)
            for username, role, code in self.rows:
                password = self.passwords.get(username) or old.get(username, "")
                writer.writerow((username, password, role, code))
        draft.replace(target)


def _passwords_in(path: Path) -> dict[str, str]:
    if not path.exists():
        return {}
    with path.open(encoding="utf-8", newline="") as file:
        return {row["username"]: row["password"] for row in csv.DictReader(file)}


def _password() -> str:
    """Sixteen letters in four groups, about 79 bits."""
    return "-".join("".join(secrets.choice(_ALPHABET) for _i in range(4)) for _j in range(4))
