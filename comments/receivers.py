from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from comments.models import CommunitySpacePage
from core.caching import bump
from village_pages.models import Membership
from village_pages.sections import ensure_index
from village_pages.signals import village_opened


@receiver(village_opened)
def add_community_space(sender, village, **kwargs):
    ensure_index(CommunitySpacePage, village, "comments")


@receiver(post_save, sender=Membership)
@receiver(post_delete, sender=Membership)
def badges_changed(sender, instance, **kwargs):
    """The badge of an answer tells the role of now, so kept pages of the village grow old with it."""
    if instance.village_id:
        bump(f"village:{instance.village_id}")
