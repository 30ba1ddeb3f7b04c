"""What a sign-in, a new password and a second factor mean for the sessions of the person, and for the log."""

import time

from allauth.account.signals import password_changed, password_reset, password_set
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver

from people.enums import AccountChange
from people.limits import forget_tries
from people.models import User
from people.second_factor import FACTORS
from people.sessions import SEEN, end_other_sessions, end_sessions, forget_sessions
from people.signals import account_changed


@receiver(user_logged_in)
def is_seen(request, **kwargs):
    request.session[SEEN] = time.time()


@receiver([password_changed, password_set])
def new_password(request, user, **kwargs):
    """The other sessions have ended with the old password already; here the list follows."""
    forget_sessions(user, keep=request.session.session_key)
    _tell(user, AccountChange.PASSWORD)


@receiver(password_reset)
def new_password_by_mail(user, **kwargs):
    end_sessions(user)
    forget_tries(user)
    _tell(user, AccountChange.PASSWORD_BY_MAIL)


@receiver(authenticator_added)
def end_others_after_first_factor(request, user, authenticator, **kwargs):
    """Sessions that began with the password alone must not pass for ones that began with both."""
    factors = Authenticator.objects.filter(user_id=user.pk, type__in=FACTORS)
    if authenticator.type in FACTORS and not factors.exclude(pk=authenticator.pk).exists():
        end_other_sessions(request, user)


@receiver(authenticator_added)
def factor_added(request, user, authenticator, **kwargs):
    if authenticator.type in FACTORS:
        replaces = request.resolver_match.url_name == "mfa_replace_totp"
        _tell(user, AccountChange.FACTOR_REPLACED if replaces else AccountChange.FACTOR_ADDED)


@receiver(authenticator_removed)
def factor_removed(user, authenticator, **kwargs):
    if authenticator.type in FACTORS:  # recovery codes go with the last one
        _tell(user, AccountChange.FACTOR_REMOVED)


@receiver(authenticator_reset)
def recovery_codes_renewed(user, **kwargs):
    _tell(user, AccountChange.RECOVERY_CODES)


def _tell(user, change: AccountChange) -> None:
    account_changed.send(sender=User, user=user, change=change)
