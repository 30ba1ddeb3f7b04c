from editorial.models.page import SectionIndexPage, VillageContentPage
from editorial.models.review import VillageReviewTask

__all__ = ["SectionIndexPage", "VillageContentPage", "VillageReviewTask"]
