"""Content-Security-Policy, framing and Permissions-Policy, by part of the site."""

from csp.constants import NONE, SELF, UNSAFE_INLINE
from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from core.inline_sources import scripts_of, styles_of

# Wagtail's editor writes inline scripts and styles and shows previews in frames.
ADMIN = {
    "default-src": [SELF],
    "script-src": [SELF, UNSAFE_INLINE],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:"],
    "font-src": [SELF, "data:"],
    "connect-src": [SELF],
    "frame-src": [SELF],
    "worker-src": [SELF, "blob:"],
    "object-src": [NONE],
    "form-action": [SELF],
    "base-uri": [NONE],
    "frame-ancestors": [SELF],
}


def _is_the_editors(request: HttpRequest) -> bool:
    # Previews are made as dummy requests under the public address, and shown in the editor's frame.
    return request.path_info.startswith("/admin/") or getattr(request, "is_dummy", False)


class SecurityHeadersMiddleware(CSPMiddleware):
    """Adds the headers to every answer: strict for the public, what the editor needs under /admin/."""

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        """Return the policy for this answer; what stands inside public pages is allowed by its hash alone."""
        parts = super().get_policy_parts(request, response, report_only)
        if report_only or parts.config is not None:
            return parts
        if _is_the_editors(request):
            parts.config = ADMIN
            return parts
        # Imported here: the stylesheet is read from the static folder, which needs the apps to be ready.
        from core.stylesheet import stylesheet_hash

        styles = [stylesheet_hash(), *sorted(styles_of(request))]
        parts.update = {"style-src": styles, **(parts.update or {})}
        if scripts := scripts_of(request):
            parts.update.setdefault("script-src", sorted(scripts))
        if request.path_info.startswith("/akun/keamanan/"):  # passkeys, the one thing that needs a script
            parts.update.setdefault("script-src", [SELF])
        return parts

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Set the headers."""
        if _is_the_editors(request):
            response.headers["X-Frame-Options"] = "SAMEORIGIN"
        response.headers.setdefault("Permissions-Policy", settings.PERMISSIONS_POLICY)
        return super().process_response(request, response)
