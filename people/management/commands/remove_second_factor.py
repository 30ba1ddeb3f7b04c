from django.core.management.base import BaseCommand, CommandError

from people.models import User
from people.second_factor import remove_second_factor


class Command(BaseCommand):
    help = (
        "Melepas pengaman kedua akun yang ponselnya hilang dan mengakhiri sesinya. Untuk administrator "
        "terakhir; yang lain dibantu lewat layar Petugas."
    )

    def add_arguments(self, parser):
        parser.add_argument("username")

    def handle(self, *, username, **options):
        person = User.objects.filter(username__iexact=username).first()
        if person is None:
            raise CommandError(f"Tidak ada akun bernama {username}.")
        if not remove_second_factor(person, by=None):
            raise CommandError(f"{person.username} tidak punya pengaman kedua.")
        self.stdout.write(f"Dilepas. {person.username} memasang pengaman kedua baru saat masuk lagi.")
