"""Where "Keluar cepat" leads."""

from safety.models import NEUTRAL_ADDRESS, SafetySettings


def neutral_address() -> str:
    """An address that anybody may have open; what the office has set, or the weather (one query)."""
    return SafetySettings.objects.values_list("exit_url", flat=True).first() or NEUTRAL_ADDRESS
