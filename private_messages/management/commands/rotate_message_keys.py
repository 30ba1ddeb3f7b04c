from django.core.management.base import BaseCommand, CommandError

from private_messages.rekeying import rotate


class Command(BaseCommand):
    help = (
        "Mengunci ulang semua pesan aman dengan kunci pertama di MESSAGE_KEY. Aman diulang, dan dilanjutkan "
        "bila terputus. Kunci lama boleh dibuang setelah tidak ada yang tersisa."
    )

    def handle(self, **options):
        try:
            done = rotate()
        except ValueError:
            raise CommandError(
                "MESSAGE_KEY kosong, atau salah satu isinya bukan kunci. Buat kunci dengan new_message_key."
            ) from None
        self.stdout.write(
            f"Dikunci ulang: {done.resealed}. Sudah dengan kunci pertama: {done.current}. "
            f"Tidak terbuka dengan kunci mana pun: {done.broken}."
        )
        if done.broken:
            raise CommandError(
                "Sebagian pesan tidak terbuka. Tambahkan kembali kunci lamanya di belakang, lalu ulangi; "
                "jangan buang kunci lama."
            )
        self.stdout.write("Tidak ada yang tersisa. Kunci lama boleh dibuang.")
