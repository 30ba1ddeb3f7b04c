"""Whose word about the visitor's address is believed."""

import ipaddress
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse


class ClientAddressMiddleware:
    """Puts the visitor's address into REMOTE_ADDR when the request came through a trusted proxy.

    `TRUSTED_PROXIES` lists addresses or networks. X-Forwarded-For is read from its end, trusted hops are
    passed over, and the first other address is the visitor; what stands before it anyone could have written.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.trusted = [ipaddress.ip_network(proxy, strict=False) for proxy in settings.TRUSTED_PROXIES]

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Settle the address, then answer."""
        if self.trusted and self._is_trusted(request.META.get("REMOTE_ADDR", "")):
            for hop in reversed(request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")):
                if not self._is_address(hop.strip()):
                    break
                request.META["REMOTE_ADDR"] = hop.strip()
                if not self._is_trusted(hop.strip()):
                    break
        return self.get_response(request)

    @staticmethod
    def _is_address(text: str) -> bool:
        try:
            ipaddress.ip_address(text)
        except ValueError:
            return False
        return True

    def _is_trusted(self, text: str) -> bool:
        if not self._is_address(text):
            return False
        address = ipaddress.ip_address(text)
        return any(address in network for network in self.trusted)
