"""The regency's services in Wagtail's admin: menu and addresses."""

from wagtail import hooks

from services import standard_views
from services.standard_viewset import StandardViewSet


@hooks.register("register_admin_viewset")
def standards_viewset():
    return StandardViewSet()


@hooks.register("register_admin_urls")
def standard_urls():
    return standard_views.urlpatterns
