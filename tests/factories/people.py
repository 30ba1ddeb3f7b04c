"""Staff accounts."""

import time
from types import SimpleNamespace

import factory
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, generate_totp_secret, hotp_value

from people.models import User

PASSWORD = "sandi-untuk-uji"


class UserFactory(factory.django.DjangoModelFactory):
    """An account without any role; its password is ``PASSWORD``."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"petugas{n}")
    display_name = factory.Sequence(lambda n: f"Petugas {n}")
    password = factory.django.Password(PASSWORD)


def with_second_factor(user: User) -> User:
    """``user``, with an app for codes set up: who reaches every village gets nowhere without."""
    Authenticator.objects.create(
        user=user, type=Authenticator.Type.TOTP, data={"secret": generate_totp_secret()}
    )
    return user


def code_of(secret: str) -> str:
    """What the app on the telephone shows now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def show_who_one_is(session, user: User) -> None:
    """Let ``session`` of ``user`` have seen the password a moment ago: what is asked once more is not."""
    record_authentication(SimpleNamespace(session=session), user, method="password")
    session.save()
