"""Settings: strict where it matters, and documented."""

import os
import re
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.test import Client, RequestFactory
from django.urls import reverse

from config.env import env
from config.guards import check_example_accounts, check_trusted_proxies, refuse_example_accounts
from config.proxies import ClientAddressMiddleware

ROOT = Path(__file__).resolve().parents[1]
A_KEY = "k3Y-" * 20


def start(module: str, tmp_path: Path, code: str = "", **variables: str) -> subprocess.CompletedProcess[str]:
    """Load a settings module in a process of its own, with these variables only, and run the code."""
    unset = dict.fromkeys(env.scheme, "")
    clean = {name: value for name, value in os.environ.items() if name not in unset}
    for name in ("PORT", "WEB_CONCURRENCY", "HSTS_SECONDS"):
        unset.pop(name)
    return subprocess.run(
        [sys.executable, "-c", f"from django.conf import settings as s; s.DEBUG; {code}"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        env=clean
        | unset
        | {
            "PYTHONPATH": "site:.",
            "DJANGO_SETTINGS_MODULE": f"config.settings.{module}",
            "DATA_DIR": str(tmp_path),
        }
        | variables,
    )


def test_every_variable_stands_in_the_table_of_the_docs_and_the_other_way_round() -> None:
    rows = re.findall(r"^\| `([A-Z_]+)` \|", (ROOT / "docs/settings.md").read_text(), re.MULTILINE)
    assert len(rows) == len(set(rows))
    assert set(rows) == set(env.scheme)


@pytest.mark.parametrize("empty", ["", " "])
def test_a_variable_without_a_value_means_the_default(tmp_path, empty) -> None:
    found = start(
        "test", tmp_path, "from config.env import env; print(env('PORT'), env('HSTS_SECONDS'))", PORT=empty
    )
    assert found.stdout.split() == ["8000", "31536000"], found.stderr


def test_no_variable_is_read_that_the_scheme_does_not_know() -> None:
    files = [*(ROOT / "site").rglob("*.py"), ROOT / "gunicorn.conf.py", ROOT / "scripts/run_demo.py"]
    read = {
        name for file in files for name in re.findall(r"\benv(?:\.\w+)?\(\s*\"([A-Z_]+)\"", file.read_text())
    }
    assert read <= set(env.scheme)
    assert set(env.scheme) <= read


def test_apps_never_read_the_environment() -> None:
    for app in (name for name in settings.INSTALLED_APPS if (ROOT / name).is_dir()):
        for file in (ROOT / app).rglob("*.py"):
            assert "os.environ" not in file.read_text(), file


def test_variables_of_the_example_file_are_known() -> None:
    names = re.findall(r"^#? ?([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE)
    assert names
    assert set(names) <= set(env.scheme)


@pytest.mark.parametrize(
    ("variables", "named"),
    [
        ({}, "SECRET_KEY, ALLOWED_HOSTS"),
        ({"SECRET_KEY": A_KEY}, "ALLOWED_HOSTS"),
        ({"ALLOWED_HOSTS": "example.test"}, "SECRET_KEY"),
        ({"ALLOWED_HOSTS": "example.test", "SECRET_KEY": "short"}, "shorter than 50"),
    ],
)
def test_production_refuses_to_start_without_what_makes_it_safe(
    tmp_path: Path, variables: dict[str, str], named: str
) -> None:
    result = start("production", tmp_path, **variables)
    assert result.returncode
    assert named in result.stderr
    assert "ImproperlyConfigured" in result.stderr


def test_production_is_https_only_and_without_debug(tmp_path: Path) -> None:
    names = "DEBUG SECURE_SSL_REDIRECT SESSION_COOKIE_SECURE CSRF_COOKIE_SECURE WAGTAILADMIN_BASE_URL"
    code = f"print(*[getattr(s, name) for name in {names.split()}])"
    result = start("production", tmp_path, code, SECRET_KEY=A_KEY, ALLOWED_HOSTS="example.test")
    assert result.stdout.split() == ["False", "True", "True", "True", "https://example.test"], result.stderr


def test_base_alone_has_no_key_and_no_host(tmp_path: Path) -> None:
    assert "SECRET_KEY setting must not be empty" in start("base", tmp_path, "print(s.SECRET_KEY)").stderr
    assert start("base", tmp_path, "print(s.DEBUG, s.ALLOWED_HOSTS)").stdout.split() == ["False", "[]"]


def test_the_demo_keeps_one_key_that_only_its_owner_can_read(tmp_path: Path) -> None:
    first = start("demo", tmp_path, "print(s.SECRET_KEY, s.DEBUG)")
    second = start("demo", tmp_path, "print(s.SECRET_KEY, s.DEBUG)")
    assert first.stdout == second.stdout
    key, debug = first.stdout.split()
    assert len(key) >= 50
    assert debug == "False"
    file = tmp_path / "secrets/secret-key"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


@pytest.mark.django_db
def test_production_refuses_a_database_with_example_accounts(django_user_model) -> None:
    refuse_example_accounts()
    assert check_example_accounts(None, databases=["default"]) == []
    django_user_model.objects.create(username="contoh", is_example=True)
    with pytest.raises(ImproperlyConfigured, match="example accounts"):
        refuse_example_accounts()
    assert [error.id for error in check_example_accounts(None, databases=["default"])] == ["config.E001"]


def test_production_warns_where_no_proxy_is_named(settings, tmp_path: Path) -> None:
    settings.TRUSTED_PROXIES = ["127.0.0.1"]
    assert check_trusted_proxies() == []
    code = (
        "import django; django.setup(); from django.core.checks import run_checks;"
        "print(*[m.id for m in run_checks(tags=['security'], include_deployment_checks=True)])"
    )
    result = start("production", tmp_path, code, SECRET_KEY=A_KEY, ALLOWED_HOSTS="example.test")
    assert "config.W001" in result.stdout, result.stderr


def test_sqlite_takes_its_write_lock_at_the_start_and_writes_ahead(tmp_path: Path) -> None:
    code = (
        "from django.db import connection as c; k = c.cursor();"
        "print(*[k.execute('PRAGMA ' + p).fetchone()[0] for p in "
        "('journal_mode', 'synchronous', 'foreign_keys', 'busy_timeout')], c.transaction_mode)"
    )
    result = start("dev", tmp_path, f"import django; django.setup(); {code}")
    assert result.stdout.split() == ["wal", "1", "1", "20000", "IMMEDIATE"], result.stderr


@pytest.mark.parametrize(
    ("remote", "forwarded", "seen"),
    [
        ("10.0.0.1", "203.0.113.9", "203.0.113.9"),
        ("10.0.0.1", "198.51.100.1, 203.0.113.9, 10.0.0.2", "203.0.113.9"),
        ("203.0.113.7", "198.51.100.1", "203.0.113.7"),
        ("10.0.0.1", "nonsense", "10.0.0.1"),
        ("10.0.0.1", "", "10.0.0.1"),
        ("", "198.51.100.1", ""),
    ],
)
def test_only_trusted_proxies_may_name_the_visitors_address(settings, remote, forwarded, seen) -> None:
    settings.TRUSTED_PROXIES = ["10.0.0.0/8"]
    request = RequestFactory().get("/", REMOTE_ADDR=remote, HTTP_X_FORWARDED_FOR=forwarded)
    ClientAddressMiddleware(lambda request: None)(request)
    assert request.META["REMOTE_ADDR"] == seen


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("old", "name"),
    [
        ("/admin/login/", "account_login"),
        ("/admin/logout/", "account_logout"),
        ("/admin/password_reset/", "account_reset_password"),
        ("/admin/password_reset/done/", "account_reset_password"),
        ("/admin/password_reset/confirm/MQ/abc-def/", "account_reset_password"),
    ],
)
def test_wagtails_own_doors_lead_to_ours(client: Client, old: str, name: str) -> None:
    response = client.get(old + "?next=/admin/pages/")
    assert response.status_code == 302
    assert response.url == reverse(name) + "?next=/admin/pages/"


@pytest.mark.django_db
def test_wagtails_sign_in_form_takes_no_password(client: Client, django_user_model) -> None:
    user = django_user_model.objects.create_superuser(username="kepala", password="rahasia-sekali")
    client.post("/admin/login/", {"username": user.username, "password": "rahasia-sekali"})
    assert "_auth_user_id" not in client.session


def test_names_of_wagtails_doors_stay_known() -> None:
    assert reverse("wagtailadmin_login") == "/admin/login/"
    assert reverse("wagtailadmin_logout") == "/admin/logout/"
    assert reverse("wagtailadmin_password_reset") == "/admin/password_reset/"


@pytest.mark.django_db
def test_someone_not_signed_in_is_led_from_the_admin_to_our_sign_in(client: Client) -> None:
    response = client.get("/admin/", follow=True)
    assert response.redirect_chain[-1][0].startswith(reverse("account_login"))
    assert response.status_code == 200


@pytest.mark.django_db
def test_signing_up_is_closed(client: Client, django_user_model) -> None:
    data = {"username": "orang", "password1": "rahasia-sekali-1", "password2": "rahasia-sekali-1"}
    client.post("/akun/signup/", data)
    assert not django_user_model.objects.filter(username="orang").exists()


@pytest.mark.django_db
def test_wrong_passwords_lock_one_account_and_not_its_neighbour(client: Client, django_user_model) -> None:
    for name in ("satu", "dua"):
        django_user_model.objects.create_user(username=name, password="rahasia-sekali")
    for _ in range(6):
        client.post(reverse("account_login"), {"login": "satu", "password": "salah"})
    client.post(reverse("account_login"), {"login": "satu", "password": "rahasia-sekali"})
    assert "_auth_user_id" not in client.session
    client.post(reverse("account_login"), {"login": "dua", "password": "rahasia-sekali"})
    assert "_auth_user_id" in client.session


@pytest.mark.django_db
def test_djangos_admin_is_not_installed(client: Client) -> None:
    assert "django.contrib.admin" not in settings.INSTALLED_APPS
    assert client.get("/django-admin/").status_code == 404


@pytest.mark.django_db
def test_public_answers_carry_a_strict_policy_and_set_no_cookie(client: Client) -> None:
    response = client.get("/healthz")
    assert response.content == b"ok"
    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "'sha256-" in policy
    assert "unsafe" not in policy
    assert "script-src" not in policy
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert "camera=()" in response["Permissions-Policy"]
    assert not response.cookies


@pytest.mark.django_db
def test_the_policy_is_relaxed_under_the_admin_alone(client: Client) -> None:
    admin = client.get("/admin/")
    assert "script-src 'self' 'unsafe-inline'" in admin["Content-Security-Policy"]
    assert "frame-ancestors 'self'" in admin["Content-Security-Policy"]
    assert admin["X-Frame-Options"] == "SAMEORIGIN"
    answer = client.get(reverse("account_login"))
    assert answer["X-Frame-Options"] == "DENY"
    sign_in = answer["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in sign_in
    assert "script-src" not in sign_in
    assert "unsafe" not in sign_in


@pytest.mark.django_db
def test_health_tells_when_the_database_is_away(client: Client, monkeypatch) -> None:
    from django.db import DatabaseError, connection

    def away(*args: object) -> None:
        raise DatabaseError

    monkeypatch.setattr(connection, "cursor", away)
    response = client.get("/healthz")
    assert (response.status_code, response.content) == (503, b"database")
