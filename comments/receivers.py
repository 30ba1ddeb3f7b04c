from django.dispatch import receiver

from comments.models import CommunitySpacePage
from village_pages.sections import ensure_index
from village_pages.signals import village_opened


@receiver(village_opened)
def add_community_space(sender, village, **kwargs):
    ensure_index(CommunitySpacePage, village, "comments")
