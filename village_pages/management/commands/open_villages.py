from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from village_pages.opening import VillageListError, open_villages, read_villages

EXAMPLE_LIST = Path(settings.BASE_DIR) / "village_pages" / "data" / "villages.csv"


class Command(BaseCommand):
    help = "Membuka semua desa dari berkas CSV (kolom code,name,kind,district). Aman diulang."

    def add_arguments(self, parser):
        parser.add_argument(
            "csv", nargs="?", type=Path, default=EXAMPLE_LIST, help="bawaan: dua puluh desa contoh"
        )

    def handle(self, *args, csv: Path, **options):
        try:
            rows = read_villages(csv)
            new, old = open_villages(rows)
        except OSError as error:
            raise CommandError(f"Berkas {csv} tidak dapat dibaca: {error.strerror}.") from error
        except VillageListError as error:
            raise CommandError(f"{error} Tidak ada desa yang dibuka.") from error
        self.stdout.write(self.style.SUCCESS(f"{new} desa baru dibuka, {old} sudah ada."))
