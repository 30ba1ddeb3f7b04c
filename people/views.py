"""Pages of one's own account that allauth does not have, or that we keep stricter."""

from allauth.account.decorators import reauthentication_required
from allauth.core.internal.httpkit import authenticated_user
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import DeactivateTOTPForm
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.mfa.webauthn.views import RemoveWebAuthnView
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Case, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from django.views.generic import FormView, UpdateView

from core.query import page_of
from people.devices import device_name
from people.enums import AccountChange
from people.forms import MailAddressForm
from people.models import User
from people.second_factor import has_second_factor, must_have_second_factor, one_removal_at_a_time
from people.sessions import end_other_sessions
from people.signals import account_changed


@login_required
def home(request: HttpRequest) -> HttpResponse:
    """What one can do with one's own account."""
    user = authenticated_user(request)
    return render(
        request,
        "account/home.html",
        {
            "has_second_factor": has_second_factor(user),
            "must_have_second_factor": must_have_second_factor(user),
        },
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def sessions(request: HttpRequest) -> HttpResponse:
    """The devices on which one is signed in. POST with ``session``: end that one; without: all others."""
    own = UserSession.objects.filter(
        user_id=request.user.pk,
        session_key__in=Session.objects.filter(expire_date__gt=timezone.now()).values("session_key"),
    )
    here = request.session.session_key
    if request.method == "POST":
        if key := request.POST.get("session"):
            chosen = own.exclude(session_key=here)
            get_object_or_404(chosen, pk=key if key.isdecimal() else 0).end()
            messages.success(request, _("Perangkat itu sudah dikeluarkan."))
        else:
            end_other_sessions(request, authenticated_user(request))
            messages.success(request, _("Semua perangkat lain sudah dikeluarkan."))
        return redirect("usersessions_list")
    this_first = Case(When(session_key=here, then=0), default=1)
    page = page_of(own.order_by(this_first, "-last_seen_at", "-pk"), request.GET.get("page"))
    for session in page:
        session.device = device_name(session.user_agent)
        session.is_here = session.session_key == here
    return render(request, "usersessions/usersession_list.html", {"sessions": page})


@method_decorator(login_required, name="dispatch")
@method_decorator(reauthentication_required(app="allauth.account"), name="dispatch")
class MailAddressView(UpdateView):
    """The mail address to which a link for a forgotten password goes; may be empty."""

    form_class = MailAddressForm
    template_name = "account/email.html"
    success_url = reverse_lazy("account_home")

    def get_object(self, queryset=None):
        # Not the one that the page's header shows: what is typed and refused must not appear there.
        return User.objects.get(pk=self.request.user.pk)

    @transaction.atomic
    def form_valid(self, form):
        if form.has_changed():
            account_changed.send(sender=User, user=self.object, change=AccountChange.MAIL)
        messages.success(self.request, _("Email Anda sudah disimpan."))
        return super().form_valid(form)


mail_address = MailAddressView.as_view()


@method_decorator(login_required, name="dispatch")
@method_decorator(reauthentication_required(app="allauth.mfa"), name="dispatch")
class ReplaceTOTPView(ActivateTOTPView):
    """A new telephone: the app there takes the place of the old one, with no moment without either."""

    extra_context = {"replaces": True, "action_url": reverse_lazy("mfa_replace_totp")}

    def dispatch(self, request, *args, **kwargs):
        # Past the parent's, which turns away whoever has an app already.
        return FormView.dispatch(self, request, *args, **kwargs)

    @transaction.atomic
    def form_valid(self, form):
        Authenticator.objects.filter(user_id=self.request.user.pk, type=Authenticator.Type.TOTP).delete()
        return super().form_valid(form)


replace_totp = ReplaceTOTPView.as_view()


deactivate_totp = one_removal_at_a_time(DeactivateTOTPView.as_view())


class RemovePasskeyView(RemoveWebAuthnView):
    """Refuses to take away the last second factor of somebody whose role asks for one."""

    form_class = DeactivateTOTPForm
    success_url = reverse_lazy("mfa_index")

    def get_form_kwargs(self):
        # As allauth does for the app: the reason is read before anything is sent.
        return {"data": self.request.POST, **super().get_form_kwargs(), "authenticator": self.object}


remove_passkey = one_removal_at_a_time(RemovePasskeyView.as_view())
