from editorial.models.care import CheckOverride, Correction, PageCare, care_of
from editorial.models.page import SectionIndexPage, VillageContentPage
from editorial.models.review import VillageReviewTask
from editorial.models.round import ReviewRound
from editorial.models.rule import ReviewRule

__all__ = [
    "CheckOverride",
    "Correction",
    "PageCare",
    "ReviewRound",
    "ReviewRule",
    "SectionIndexPage",
    "VillageContentPage",
    "VillageReviewTask",
    "care_of",
]
