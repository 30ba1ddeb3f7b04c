from django.core.management.base import BaseCommand, CommandError

from village_pages.enums import Role
from village_pages.management.commands.appoint import opened_village
from village_pages.models import Membership
from village_pages.rights import dismiss


class Command(BaseCommand):
    help = "Mengakhiri peran seorang petugas, saat ini juga."

    def add_arguments(self, parser):
        parser.add_argument("username")
        parser.add_argument("role", choices=Role.values)
        parser.add_argument("--village", help="kode desa, untuk penulis, kader, dan duta")

    def handle(self, *args, username: str, role: str, village: str | None, **options):
        membership = Membership.objects.filter(
            user__username=username, role=role, village=opened_village(village), until__isnull=True
        ).first()
        if membership is None:
            raise CommandError("Peran itu tidak sedang dipegang. Periksa nama, peran, dan kode desa.")
        dismiss(membership)
        self.stdout.write(self.style.SUCCESS(f"Berakhir: {membership}"))
