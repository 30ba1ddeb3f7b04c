from core.models.append_only import AppendOnlyModel, AppendOnlyQuerySet
from core.models.base_page import BasePage
from core.models.media import CustomDocument, CustomImage, CustomRendition
from core.models.rows import ContactRow, validate_phone

__all__ = [
    "AppendOnlyModel",
    "AppendOnlyQuerySet",
    "BasePage",
    "ContactRow",
    "CustomDocument",
    "CustomImage",
    "CustomRendition",
    "validate_phone",
]
