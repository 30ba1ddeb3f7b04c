from django.core.management.base import BaseCommand, CommandError

from village_pages.drift import find_drift, mend_drift


class Command(BaseCommand):
    help = "Mencari hak yang tidak mengikuti keanggotaan; dengan --mend memperbaikinya."

    def add_arguments(self, parser):
        parser.add_argument("--mend", action="store_true", help="perbaiki yang ditemukan")

    def handle(self, *args, mend: bool, **options):
        mended = mend_drift() if mend else []
        for drift in mended:
            self.stdout.write(f"Diperbaiki: {drift.what} Jadinya: {drift.remedy}")
        found = find_drift()
        for drift in found:
            if drift.mend is None:
                self.stdout.write(f"Catatan: {drift.what} {drift.remedy}")
            else:
                self.stdout.write(f"Tidak sesuai: {drift.what} Perbaikannya: {drift.remedy}")
        left = sum(drift.mend is not None for drift in found)
        if left:
            raise CommandError(f"{left} hal tidak sesuai. Perbaiki dengan: check_rights --mend")
        self.stdout.write(self.style.SUCCESS("Semua hak mengikuti keanggotaan."))
