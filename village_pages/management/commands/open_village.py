from django.core.management.base import BaseCommand, CommandError

from village_pages.enums import VillageKind
from village_pages.opening import VillageListError, open_village


class Command(BaseCommand):
    help = "Membuka satu desa. Aman diulang."

    def add_arguments(self, parser):
        parser.add_argument("--code", required=True, help="kode Kemendagri, misalnya 15.07.09.2002")
        parser.add_argument("--name", required=True)
        parser.add_argument("--district", required=True, help="kecamatan")
        parser.add_argument("--kind", choices=VillageKind.values, default=VillageKind.DESA)

    def handle(self, *args, code: str, name: str, district: str, kind: str, **options):
        try:
            village, created = open_village(code=code, name=name, district=district, kind=kind)
        except VillageListError as error:
            raise CommandError(str(error)) from error
        state = "dibuka" if created else "sudah ada"
        self.stdout.write(self.style.SUCCESS(f"Desa {village.title} {state}: {village.get_url()}"))
