"""The abstract page that a village's people write, have reviewed, and publish."""

from collections.abc import Sequence
from typing import ClassVar

from editorial.kinds import Kind
from village_pages.models import BranchPage


class VillageContentPage(BranchPage):
    """A page of a village that goes through review before it is public.

    Content apps answer its questions as class attributes; the apps that ask (comments, later the
    rules of review) read the answers and import no content app.
    """

    # What the rules of review call pages of this type.
    review_kind: ClassVar[Kind]
    # The field in which a page says in one or two sentences what it is about.
    summary_field: ClassVar[str] = "summary"
    # The field that says until when a page holds: then it is due to be looked at. Empty: after some days.
    expiry_field: ClassVar[str] = ""
    # What readers are told of its care comes with the page, in the same query.
    route_related: Sequence[str] = ("care",)
    # May residents comment under pages of this type? A page may still close its own comments.
    comments = False
    # Never before a person has read them; nowhere public at all; no more after some days.
    comments_always_reviewed = False
    comments_private = False
    comments_close_by_themselves = False

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
