from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from people.models import User
from people.second_factor import remove_second_factor
from people.sessions import end_sessions
from people.signals import second_factor_removed


class Command(BaseCommand):
    help = (
        "Takes the second factor from an account whose telephone is lost and ends its sessions. For the last "
        "administrator; all others are mended in the admin."
    )

    def add_arguments(self, parser):
        parser.add_argument("username")

    @transaction.atomic
    def handle(self, *, username, **options):
        person = User.objects.filter(username=username).first()
        if person is None:
            raise CommandError(f"There is no account named {username}.")
        if not remove_second_factor(person):
            raise CommandError(f"{username} has no second factor.")
        end_sessions(person)
        second_factor_removed.send(sender=User, user=person, by=None)
        self.stdout.write(f"Removed. {username} sets up a new second factor at the next sign-in.")
