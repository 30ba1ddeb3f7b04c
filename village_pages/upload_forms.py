"""The upload forms of the admin, once more: what is a village's stays in that village.

Named in the settings WAGTAILIMAGES_IMAGE_FORM_BASE and WAGTAILDOCS_DOCUMENT_FORM_BASE. The rule itself is
enforced when the file is saved (``receivers``); here it is said.
"""

from core.upload_forms import DocumentForm, PictureForm
from village_pages.files import STAYS_IN_VILLAGE, may_lie_in


class StaysInVillage:
    """For a form that changes a stored picture or document."""

    def clean(self):
        cleaned = super().clean()
        collection = cleaned.get("collection")
        if collection is not None and self.instance.pk and not may_lie_in(self.instance, collection):
            self.add_error("collection", STAYS_IN_VILLAGE)
        return cleaned


class VillagePictureForm(StaysInVillage, PictureForm):
    pass


class VillageDocumentForm(StaysInVillage, DocumentForm):
    pass
