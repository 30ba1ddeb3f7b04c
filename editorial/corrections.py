"""The lines that tell readers what was wrong on a page and when it was put right."""

import re

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Page

from core.caching import bump
from editorial.content_checks.numbers import identity_numbers, mobile_numbers
from editorial.models import Correction, PageCare, care_of
from editorial.rules import refusal_of_own_words
from village_pages.publishing import PublishRefusedError
from village_pages.rights import may_publish

LONGEST = 200
ADDRESS = re.compile(r"https?:|://|www\.", re.IGNORECASE)


def may_correct(user, page: Page) -> bool:
    """Who publishes the page may say what was wrong on it, once readers have seen it."""
    return page.first_published_at is not None and may_publish(user, page)


def refusal_to_correct_alone(page: Page, by) -> str:
    """Why ``by`` may not bring a line of his own before readers; empty where he may (as the rules say)."""
    if not refusal_of_own_words(by, page):
        return ""
    return _(
        "Menurut aturan, ralat di halaman ini perlu dibaca orang lain dulu. Perbaiki halamannya dan kirim "
        "untuk diperiksa; yang menyetujui mengisi “Baris ralat untuk pembaca”."
    )


@transaction.atomic
def correct_alone(page: Page, words: str, by) -> Correction:
    """``add_correction`` without a review; ``page`` as its own type.

    ``PublishRefusedError`` where the rules want somebody else to read it first.
    """
    if may_correct(by, page) and (refused := refusal_to_correct_alone(page, by)):
        raise PublishRefusedError(refused, page)
    return add_correction(page, words, by)


@transaction.atomic
def add_correction(page: Page, words: str, by) -> Correction:
    """Tell the readers of ``page``, from today, what was wrong: part of an approval by ``by``.

    ``PermissionDenied`` where ``by`` may not; ``ValidationError`` for no words, too many, an address, or a
    number that belongs to a person. The same line twice on one day stands once.
    """
    if not may_correct(by, page):
        raise PermissionDenied
    line = Correction(timezone.localdate(), cleaned(words))
    care = _locked_care(page)
    if line not in care.correction_lines:
        _keep(care, page, [*care.correction_lines, line])
        log(page, "wagtail.corrected", user=by, data={"comment": line.words})
    return line


@transaction.atomic
def withdraw_correction(page: Page, line: Correction, by) -> None:
    """Take back a line that was itself wrong; the log keeps it. Not there any more: nothing happens."""
    if not may_correct(by, page):
        raise PermissionDenied
    care = _locked_care(page)
    lines = care.correction_lines
    if line in lines:
        lines.remove(line)
        _keep(care, page, lines)
        log(page, "wagtail.correction_withdrawn", user=by, data={"comment": str(line)})


def cleaned(words: str) -> str:
    """``words`` as one line of plain text; ``ValidationError`` says what to mend."""
    words = " ".join(words.replace("\x00", " ").split())
    if not words:
        raise ValidationError(_("Tulis apa yang keliru dan apa yang benar."))
    if len(words) > LONGEST:
        raise ValidationError(
            _("Ralat paling panjang %(most)s huruf; ini %(length)s. Singkatkan.")
            % {"most": LONGEST, "length": len(words)}
        )
    if ADDRESS.search(words):
        raise ValidationError(_("Hapus alamat situs dari ralat. Tautan ditulis di isi halaman."))
    if any(identity_numbers(words)) or any(mobile_numbers(words)):
        raise ValidationError(_("Hapus nomor NIK, KK, atau nomor telepon pribadi dari ralat."))
    return words


def _locked_care(page: Page) -> PageCare:
    return PageCare.objects.select_for_update().get(pk=care_of(page).pk)


def _keep(care: PageCare, page: Page, lines: list[Correction]) -> None:
    care.corrections = [{"on": line.on.isoformat(), "words": line.words} for line in lines]
    care.save(update_fields=["corrections"])
    bump(*page.specific.cache_scopes())
