from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from teams import handover
from village_pages.enums import Role
from village_pages.management.commands.appoint import opened_village
from village_pages.models import Membership


class Command(BaseCommand):
    help = "Mengakhiri peran seorang petugas, saat ini juga, dengan serah terima kepada penerusnya."

    def add_arguments(self, parser):
        parser.add_argument("username")
        parser.add_argument("role", choices=Role.values)
        parser.add_argument("--village", help="kode desa, untuk penulis, kader, dan duta")
        parser.add_argument("--successor", help="nama pengguna penerus, kalau ada yang diserahterimakan")
        parser.add_argument("--reason", default="", help="alasan, untuk catatan tindakan")

    def handle(self, *args, username, role, village, successor, reason, **options):
        membership = Membership.objects.filter(
            user__username=username, role=role, village=opened_village(village), until__isnull=True
        ).first()
        if membership is None:
            raise CommandError("Peran itu tidak sedang dipegang. Periksa nama, peran, dan kode desa.")
        taker = get_user_model().objects.filter(username=successor).first() if successor else None
        if successor and taker is None:
            raise CommandError(f"Tidak ada akun {successor}.")
        self._list(handover.burdens_of(membership))
        try:
            handover.end(membership, successor=taker, reason=reason)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages) + " (--successor)") from error
        self.stdout.write(self.style.SUCCESS(f"Berakhir: {membership}"))

    def _list(self, burdens: list[handover.Burden]) -> None:
        for burden in burdens:
            self.stdout.write(f"{burden.duty.label}: {burden.count} ({', '.join(burden.first)})")
