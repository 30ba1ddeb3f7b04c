import secrets

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from village_pages.enums import Role
from village_pages.models import VillagePage
from village_pages.rights import appoint


def opened_village(code: str | None) -> VillagePage | None:
    """The village of that code, ``None`` for no code; ``CommandError`` where it is not open."""
    if not code:
        return None
    village = VillagePage.objects.filter(code=code).first()
    if village is None:
        raise CommandError(f"Desa {code} belum dibuka.")
    return village


class Command(BaseCommand):
    help = "Memberi peran kepada petugas; akun baru dibuat dengan kata sandi acak yang ditampilkan sekali."

    def add_arguments(self, parser):
        parser.add_argument("username")
        parser.add_argument("role", choices=Role.values)
        parser.add_argument("--village", help="kode desa, untuk penulis, kader, dan duta")
        parser.add_argument("--name", default="", help="nama yang ditampilkan")

    @transaction.atomic
    def handle(self, *args, username: str, role: str, village: str | None, name: str, **options):
        place = opened_village(village)
        users = get_user_model().objects
        user, created = users.get_or_create(
            username__iexact=username, defaults={"username": username, "display_name": name}
        )
        password = secrets.token_urlsafe(12)
        if created:
            user.set_password(password)
            user.save()
        try:
            membership = appoint(user=user, role=role, village=place)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        self.stdout.write(self.style.SUCCESS(str(membership)))
        if created:
            self.stdout.write(f"Kata sandi (ganti setelah masuk): {password}")
