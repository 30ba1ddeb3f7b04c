"""Wagtail's lists of pages, where only people of one's own villages stand in the filters."""

from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet
from django.forms import CheckboxSelectMultiple
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.views.pages.listing import (
    EditedByFilter,
    GenericPageFilterSet,
    MultipleUserFilter,
)
from wagtail.admin.views.pages.search import SearchView
from wagtail.admin.viewsets.pages import PageViewSet
from wagtail.models import Page

from village_pages.rights import regency_roles, villages_where


def people_known_to(request) -> QuerySet:
    """Accounts that the person may meet by name: of the own villages, now or once; all for the regency's."""
    people = get_user_model().objects.all()
    if regency_roles(request.user):
        return people
    own = people.filter(Q(memberships__village__in=villages_where(request.user)) | Q(pk=request.user.pk))
    return own.distinct().order_by("display_name", "pk")


class VillagePageFilterSet(GenericPageFilterSet):
    """Wagtail offers everybody who ever owned or edited a page, of all villages."""

    owner = MultipleUserFilter(
        label=_("Pemilik"),
        queryset=lambda request: people_known_to(request).filter(pk__in=Page.objects.values("owner")),
        widget=CheckboxSelectMultiple,
    )
    edited_by = EditedByFilter(
        label=_("Disunting oleh"), queryset=people_known_to, widget=CheckboxSelectMultiple
    )


class VillagePageViewSet(PageViewSet):
    model = Page
    filterset_class = VillagePageFilterSet


class PageSearchView(SearchView):
    """Wagtail asks the hooks of the explorer everywhere but in its search."""

    def annotate_queryset(self, pages):
        for hook in hooks.get_hooks("construct_explorer_page_queryset"):
            pages = hook(None, pages, self.request)
        return super().annotate_queryset(pages)


page_viewset = VillagePageViewSet()
