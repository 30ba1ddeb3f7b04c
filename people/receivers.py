"""What a sign-in, a new password and a first second factor mean for the sessions of the person."""

import time

from allauth.account.signals import password_changed, password_reset, password_set
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver

from people.second_factor import FACTORS
from people.sessions import SEEN, end_other_sessions, end_sessions, forget_sessions


@receiver(user_logged_in)
def is_seen(request, **kwargs):
    request.session[SEEN] = time.time()


@receiver([password_changed, password_set])
def end_others_after_new_password(request, user, **kwargs):
    """They have ended with the old password already; here the list follows."""
    forget_sessions(user, keep=request.session.session_key)


@receiver(password_reset)
def end_all_after_reset(user, **kwargs):
    end_sessions(user)


@receiver(authenticator_added)
def end_others_after_first_factor(request, user, authenticator, **kwargs):
    """Sessions that began with the password alone must not pass for ones that began with both."""
    factors = Authenticator.objects.filter(user_id=user.pk, type__in=FACTORS)
    if authenticator.type in FACTORS and not factors.exclude(pk=authenticator.pk).exists():
        end_other_sessions(request, user)
