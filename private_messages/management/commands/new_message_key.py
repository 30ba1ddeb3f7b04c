from cryptography.fernet import Fernet
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Membuat satu kunci baru untuk pesan aman. Taruh paling depan di MESSAGE_KEY; docs/deployment.md."

    def handle(self, **options):
        self.stdout.write(Fernet.generate_key().decode())
