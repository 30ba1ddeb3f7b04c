"""Refuses to run the public site on a database that holds example accounts, and warns of a proxy unnamed."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.core.exceptions import ImproperlyConfigured
from django.db import Error as DatabaseError

REFUSAL = "This database holds example accounts, whose passwords stand in a file. Delete them first."


def example_accounts_exist() -> bool:
    """Return whether any account is marked as an example; False where there is no database yet."""
    try:
        return get_user_model().objects.filter(is_example=True).exists()
    except DatabaseError:
        return False


def check_example_accounts(
    app_configs: Any = None, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """Return the error that stops `check --database default` and `migrate`."""
    if databases and example_accounts_exist():
        return [
            Error(
                REFUSAL,
                hint="`manage.py shell`: User.objects.filter(is_example=True).delete()",
                id="config.E001",
            )
        ]
    return []


def check_trusted_proxies(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """Return the warning of `check --deploy` for a site whose visitors may all seem to have one address."""
    if settings.TRUSTED_PROXIES:
        return []
    return [
        Warning(
            "TRUSTED_PROXIES is empty: behind a proxy, limits count all visitors as one address.",
            hint="Name the proxy, such as TRUSTED_PROXIES=127.0.0.1. See docs/settings.md.",
            id="config.W001",
        )
    ]


def refuse_example_accounts() -> None:
    """Raise ImproperlyConfigured if the database holds example accounts; called before serving."""
    if example_accounts_exist():
        raise ImproperlyConfigured(REFUSAL)


class GuardsConfig(AppConfig):
    """Installed in production only."""

    name = "config.guards"
    label = "guards"

    def ready(self) -> None:
        """Register the checks."""
        register("database")(check_example_accounts)
        register(Tags.security, deploy=True)(check_trusted_proxies)
