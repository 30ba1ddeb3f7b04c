import fcntl
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from core.due import run_all


class Command(BaseCommand):
    help = "Mengerjakan semua yang sudah waktunya: terbit terjadwal, peran yang mulai atau berakhir."

    def handle(self, *args, **options):
        path = Path(settings.DATA_DIR) / "run-due.lock"
        with path.open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                # The run before this one is late; it does what is due.
                return
            failed = run_all()
        if failed:
            raise CommandError(f"Gagal: {', '.join(failed)}. Lihat catatan server.")
