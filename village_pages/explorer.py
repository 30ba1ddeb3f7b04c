"""Wagtail's lists of pages, where only people of one's own villages stand in the filters."""

from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet
from django.forms import CheckboxSelectMultiple
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.pages.listing import (
    EditedByFilter,
    ExplorableIndexView,
    GenericPageFilterSet,
    MultipleUserFilter,
)
from wagtail.admin.views.pages.usage import ContentTypeUseView, UsageView
from wagtail.admin.viewsets.pages import PageViewSet
from wagtail.models import Page, ReferenceIndex

from village_pages.rights import regency_roles, villages_where
from village_pages.walls import readable_pages


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


class VillageUsageView(UsageView):
    """Where a page is linked: not counting drafts of other villages."""

    def get_queryset(self):
        references = ReferenceIndex.get_references_to(self.object)
        return readable_references(references, self.request.user).group_by_source_object()


def readable_references(references: QuerySet, user) -> QuerySet:
    """``references`` without those from pages that ``user`` may not read."""
    if regency_roles(user):
        return references
    sources = [int(key) for key in references.values_list("object_id", flat=True).distinct()]
    readable = readable_pages(Page.objects.filter(pk__in=sources), user).values_list("pk", flat=True)
    return references.filter(object_id__in=[str(pk) for pk in readable])


class VillagePageViewSet(PageViewSet):
    model = Page
    index_view_class = ExplorableIndexView
    content_type_use_view_class = ContentTypeUseView
    filterset_class = VillagePageFilterSet


page_viewset = VillagePageViewSet()
