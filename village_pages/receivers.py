"""Keeps stored copies of pages true: what changed in a village ends its copies and the portal's."""

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from wagtail.models import PageViewRestriction, Site
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from core.caching import bump
from village_pages.places import village_of


def _forget_copies(page) -> None:
    """A village's change shows on its own pages and on the portal; the regency's shows on every page."""
    village = village_of(page)
    if village is None:
        bump("site")
    else:
        bump(f"village:{village.pk}", "portal")


@receiver(page_published)
@receiver(page_unpublished)
@receiver(page_slug_changed)
def page_changed(sender, instance, **kwargs):
    _forget_copies(instance)


@receiver(post_page_move)
def page_moved(sender, instance, **kwargs):
    bump("site")


@receiver(post_delete)
def page_deleted(sender, instance, **kwargs):
    from wagtail.models import Page  # page classes are ready only after all apps are

    if isinstance(instance, Page) and sender is not Page:
        bump("site")


@receiver(post_save, sender=Site)
@receiver(post_delete, sender=Site)
@receiver(post_save, sender=PageViewRestriction)
@receiver(post_delete, sender=PageViewRestriction)
def site_changed(sender, **kwargs):
    bump("site")
