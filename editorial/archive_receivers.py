"""What the archive and corrections tell the rest: a guard of publishing, and words for the log."""

from django.utils.translation import gettext_lazy as _

from audit import words
from editorial.archive import refuse_archived
from village_pages.publishing import register_guard

register_guard(refuse_archived)

words.register(
    {
        "page.archived": _("Halaman diarsipkan"),
        "page.restored": _("Halaman dipulihkan dari arsip"),
        "page.corrected": _("Ralat ditulis"),
        "page.correction_withdrawn": _("Ralat dicabut"),
    }
)
