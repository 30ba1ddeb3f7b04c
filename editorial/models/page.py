"""The abstract page that a village's people write, have reviewed, and publish."""

from village_pages.models import BranchPage


class VillageContentPage(BranchPage):
    """A page of a village that goes through review before it is public.

    Content apps answer its questions as class attributes; the apps that ask (comments, later the
    rules of review) read the answers and import no content app.
    """

    # May residents comment under pages of this type? A page may still close its own comments.
    comments = False

    class Meta:
        abstract = True

    def accepts_comments(self) -> bool:
        """Is this very page open for residents' comments now?"""
        return self.comments and self.live and getattr(self, "comments_open", True)


class SectionIndexPage(BranchPage):
    """The list page of one section of a village: one per village, part of the skeleton."""

    parent_page_types = ["village_pages.VillagePage"]
    max_count_per_parent = 1
    is_skeleton = True
    # Made when a village is opened, not by hand.
    is_creatable = False
    settings_panels = []

    class Meta:
        abstract = True
