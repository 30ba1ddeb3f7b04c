"""What a notice must say before readers see it: for whom it is, and until when."""

from collections.abc import Iterator
from typing import cast

from django.db.models import Field
from django.utils.translation import gettext as _

from editorial.content_checks import Contents, Place, Problem, register
from inclusion.models import InclusionNoticePage


def audience_and_end(contents: Contents) -> Iterator[Problem]:
    page = contents.page
    if not isinstance(page, InclusionNoticePage):
        return
    if not page.audiences:
        yield Problem(
            "notice.audience",
            _("Belum ada pilihan untuk siapa informasi ini."),
            _("Pilih paling sedikit satu kelompok, atau semua warga."),
            _place(page, "audiences"),
        )
    if page.valid_until is None and page.expire_at is None:
        yield Problem(
            "notice.end",
            _("Belum ditulis sampai kapan informasi ini berlaku."),
            _("Isi tanggal berakhirnya, supaya warga tidak datang sia-sia."),
            _place(page, "valid_until"),
            judgement=True,
            finding=f"valid_until {page.title} {page.plain_summary}",
        )


def _place(page: InclusionNoticePage, name: str) -> Place:
    return Place(name, str(cast(Field, page._meta.get_field(name)).verbose_name))


register(audience_and_end)
