"""Everything under /akun/ that signing in needs. What allauth has besides (signing up, confirming mail
addresses, codes by mail) has no address here."""

from allauth.account import views as account
from django.urls import URLPattern, URLResolver, include, path, re_path

from people import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.home, name="account_home"),
    path("login/", account.login, name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("signup/", account.signup, name="account_signup"),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("email/", views.mail_address, name="account_email"),
    path("password/change/", account.password_change, name="account_change_password"),
    path("password/set/", account.password_set, name="account_set_password"),
    path("password/reset/", account.password_reset, name="account_reset_password"),
    path("password/reset/done/", account.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/key/done/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("perangkat/", views.sessions, name="usersessions_list"),
    # Before allauth's own of the same names.
    path("keamanan/totp/ganti/", views.replace_totp, name="mfa_replace_totp"),
    path("keamanan/totp/deactivate/", views.deactivate_totp, name="mfa_deactivate_totp"),
    path("keamanan/webauthn/keys/<int:pk>/remove/", views.remove_passkey, name="mfa_remove_webauthn"),
    path("keamanan/", include("allauth.mfa.urls")),
]
