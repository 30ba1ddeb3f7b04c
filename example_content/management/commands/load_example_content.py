from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from core.caching import bump
from example_content.accounts import accounts_file
from example_content.loading import load_example_content
from village_pages.models import VillagePage
from village_pages.opening import open_villages, read_villages

EXAMPLE_LIST = Path(settings.BASE_DIR) / "village_pages" / "data" / "villages.csv"


class Command(BaseCommand):
    help = "Mengisi desa contoh dengan konten bertanda Contoh, dan membuat akun contoh. Aman diulang."

    def handle(self, *args, **options):
        if not settings.EXAMPLE_ACCOUNTS_ALLOWED:
            raise CommandError("Konten dan akun contoh tidak dibuat di situs yang sebenarnya.")
        rows = read_villages(EXAMPLE_LIST)
        codes = [row.code for row in rows]
        if VillagePage.objects.filter(code__in=codes).count() < len(codes):
            open_villages(rows)
        by_code = VillagePage.objects.in_bulk(codes, field_name="code")
        filled = load_example_content([by_code[row.code] for row in rows])
        if filled:
            bump("site")
        self.stdout.write(self.style.SUCCESS(f"{filled} desa diisi, {len(rows) - filled} sudah berisi."))
        self.stdout.write(f"Akun contoh: {accounts_file()}")
