"""No NIK, no family card number and no private telephone before the public. Nobody may overrule these."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from core.formats import phone_digits
from editorial.content_checks.contents import Contents
from editorial.content_checks.numbers import hidden, identity_numbers, mobile_numbers
from editorial.content_checks.problem import Problem
from offices.reading import known_contacts
from village_pages.models import RegencyHomePage


def no_identity_number(contents: Contents) -> Iterator[Problem]:
    for text in contents.texts:
        for digits in identity_numbers(text.words):
            yield Problem(
                "number.identity",
                _("Ada nomor 16 angka (%(start)s) yang tampak seperti NIK atau nomor KK.")
                % {"start": hidden(digits)},
                _("Hapus nomor itu. Data pribadi warga tidak boleh tayang."),
                text.place,
            )


def no_private_phone(contents: Contents) -> Iterator[Problem]:
    """Known as public: what stands in a contact field of the page, of its village or of the regency."""
    found = [
        (text, digits) for text in contents.texts if not text.contact for digits in mobile_numbers(text.words)
    ]
    known = _office_numbers(contents) if found else set()
    for text, digits in found:
        if digits not in known:
            yield Problem(
                "number.phone",
                _("Ada nomor HP (%(start)s) di dalam tulisan.") % {"start": hidden("0" + digits[2:])},
                _(
                    "Hapus nomor pribadi. Nomor kantor atau petugas yang memang untuk umum ditulis "
                    "sebagai kontak: di menu Kantor dan jam, atau di bagian Kontak halaman ini bila ada."
                ),
                text.place,
            )


def _office_numbers(contents: Contents) -> set[str]:
    """Those on the page, and at most two queries for its village's and the regency's."""
    written = [text.words for text in contents.texts if text.contact]
    homes = RegencyHomePage.contacts.rel.related_model.objects.all()
    rows = [*homes, *known_contacts(contents.page.village)]
    written += [number for row in rows for number in (row.phone, row.whatsapp)]
    return {phone_digits(number) for number in written if number}
