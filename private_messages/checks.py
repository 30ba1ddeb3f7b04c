"""Says at a deployment that private messages cannot be taken. Never says a key."""

from typing import Any

from cryptography.fernet import Fernet
from django.conf import settings
from django.core.checks import CheckMessage, Tags, Warning, register


@register(Tags.security, deploy=True)
def check_message_keys(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """Return the warnings of `check --deploy`: no key, or one that is none."""
    if not settings.MESSAGE_KEYS:
        return [
            Warning(
                "MESSAGE_KEY is empty: nobody can ask in private; pages show contacts only.",
                hint="`manage.py new_message_key` makes one. See docs/deployment.md.",
                id="private_messages.W001",
            )
        ]
    return [
        Warning(
            f"MESSAGE_KEY: number {number} is no key, so none is used: nobody can ask or read in private.",
            hint="A key has 44 letters, made by `manage.py new_message_key`. Several are parted by commas.",
            id="private_messages.W002",
        )
        for number, key in enumerate(settings.MESSAGE_KEYS, start=1)
        if not _is_key(key)
    ]


def _is_key(key: str) -> bool:
    try:
        Fernet(key)
    except ValueError:
        return False
    return True
