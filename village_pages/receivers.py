"""Keeps what follows true: stored copies of pages, and groups that follow from memberships."""

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.contrib.auth.signals import user_logged_in
from django.core.exceptions import ValidationError
from django.db.models.signals import post_delete, post_save, pre_save
from django.dispatch import receiver
from wagtail.models import Page, PageViewRestriction, Site
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from core.caching import bump
from core.models import CustomDocument, CustomImage
from village_pages.enums import Role
from village_pages.files import STAYS_IN_VILLAGE, may_lie_in, owner_path
from village_pages.models import Membership, VillageAccess
from village_pages.places import village_of
from village_pages.rights import derive_groups


def _forget_copies(village: Page | None) -> None:
    """A village's change shows on its own pages and on the portal; the regency's shows on every page."""
    if village is None:
        bump("site")
    else:
        bump(f"village:{village.pk}", "portal")


@receiver(page_published)
@receiver(page_unpublished)
@receiver(page_slug_changed)
def page_changed(sender, instance, **kwargs):
    _forget_copies(village_of(instance))


@receiver(post_page_move)
def page_moved(sender, instance, **kwargs):
    bump("site")


@receiver(post_delete)
def page_deleted(sender, instance, **kwargs):
    if isinstance(instance, Page) and sender is not Page:
        bump("site")


@receiver(pre_save, sender=CustomImage)
@receiver(pre_save, sender=CustomDocument)
def file_moves(sender, instance, **kwargs):
    """Raises ``ValidationError`` where a village's file would become another's."""
    stored = sender.objects.filter(pk=instance.pk).exclude(collection=instance.collection_id)
    stored = stored.select_related("collection").first() if instance.pk else None
    if stored is not None and not may_lie_in(stored, instance.collection):
        raise ValidationError(STAYS_IN_VILLAGE)


@receiver(post_save, sender=CustomImage)
@receiver(post_delete, sender=CustomImage)
@receiver(post_save, sender=CustomDocument)
@receiver(post_delete, sender=CustomDocument)
def file_changed(sender, instance, **kwargs):
    """A picture, its description or a document's size and name stand on the pages that refer to it."""
    path = owner_path(instance.collection)
    _forget_copies(Page.objects.filter(path=path).first() if path else None)


@receiver(post_save, sender=Site)
@receiver(post_delete, sender=Site)
@receiver(post_save, sender=PageViewRestriction)
@receiver(post_delete, sender=PageViewRestriction)
def site_changed(sender, **kwargs):
    bump("site")


@receiver(post_save, sender=Membership)
def membership_saved(sender, instance, raw=False, **kwargs):
    if not raw:
        derive_groups(instance.user)


@receiver(post_delete, sender=Membership)
def membership_deleted(sender, instance, **kwargs):
    # By a cascade the person may be going too.
    user = get_user_model().objects.filter(pk=instance.user_id).first()
    if user is not None:
        derive_groups(user, was_administrator=instance.role == Role.ADMINISTRATOR)


@receiver(post_delete, sender=VillageAccess)
def village_deleted(sender, instance, **kwargs):
    """The groups of a village that is gone would go on giving people a way into the admin."""
    Group.objects.filter(pk__in=[instance.contributors_group_id, instance.cadres_group_id]).delete()


@receiver(user_logged_in)
def somebody_came_in(sender, user, **kwargs):
    """A membership may have begun or ended since; nobody waits for the next ``run_due``."""
    derive_groups(user)
