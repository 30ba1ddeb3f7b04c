"""Links to pages of this site: a reader must be able to open what is offered."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from wagtail.models import Page

from editorial.content_checks.contents import Contents
from editorial.content_checks.problem import Problem
from village_pages.places import village_path


def link_targets(contents: Contents) -> Iterator[Problem]:
    """One query. What a page that is not public is called is told to nobody here."""
    wanted = {link.page_id for link in contents.links if link.page_id}
    pages = Page.objects.in_bulk(wanted) if wanted else {}
    village = contents.page.village
    home = village.path if village is not None else None
    for link in contents.links:
        target = pages.get(link.page_id) if link.page_id else None
        if not link.page_id or (target is not None and target.live):
            continue
        words = {"words": link.words[:60]}
        if target is None:
            yield Problem(
                "link.gone",
                _("Tautan “%(words)s” menuju halaman yang sudah tidak ada.") % words,
                _("Hapus tautan itu, atau pilih halaman lain."),
                link.place,
            )
        elif village_path(target) != home:
            yield Problem(
                "link.foreign_draft",
                _("Tautan “%(words)s” menuju halaman desa lain yang tidak tayang.") % words,
                _("Hapus tautan itu, atau pilih halaman yang sudah tayang."),
                link.place,
            )
        else:
            yield Problem(
                "link.draft",
                _("Tautan “%(words)s” menuju halaman yang belum atau tidak lagi tayang.") % words,
                _("Terbitkan dulu halaman itu, atau pilih halaman lain."),
                link.place,
                judgement=True,
                finding=str(target.pk),
            )
