"""Own data at the person's request: a cadre hands it out or erases it, and the log says who asked.

The person's own addresses are in ``comments.views.own_data``.
"""

import uuid

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from audit.log import record
from comments import conflicts, erasing
from comments.downloads import as_download
from comments.enums import CommentKind, CommentState
from comments.exporting import of_resident
from comments.models import Resident
from comments.own_data_forms import AskedForm, ErasureForm, ExportForm
from comments.residents.messages import erasure_is_done, tell_of_erasure
from comments.residents.registering import residents_seen_by
from village_pages.rights import looks_after_residents

writes = require_http_methods(["GET", "HEAD", "POST"])


@never_cache
@writes
def resident_export(request: HttpRequest, resident_id: uuid.UUID) -> HttpResponse:
    """All that is kept about a resident, to hand over, as far as whoever hands it over may read it."""
    resident = _resident_or_404(request, resident_id)
    form = ExportForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            data = of_resident(resident, moderated=conflicts.moderated_comments(request.user))
            record(
                "resident.export",
                village=resident.village,
                by=request.user,
                about=resident,
                reason=form.phrase,
            )
        return as_download(data, form.cleaned_data["bentuk"], "data-warga")
    return _asked(
        request,
        form,
        title=_("Unduh data warga"),
        about=resident.display_name,
        back=reverse("resident", args=[resident.pk]),
        button=_("Unduh"),
        words=[
            _("Berikan berkasnya hanya kepada orangnya, lalu hapus dari perangkat ini."),
            _(
                "Laporan yang ia kirim, dan tulisan yang tidak boleh dibaca kader, tidak ikut; dari desa "
                "lain hanya yang dibaca semua orang. Semuanya dapat ia unduh sendiri setelah masuk."
            ),
        ],
    )


@never_cache
@writes
def resident_erase(request: HttpRequest, resident_id: uuid.UUID) -> HttpResponse:
    """Erase a resident with all comments."""
    resident = _resident_or_404(request, resident_id)
    form = ErasureForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        if not conflicts.may_close_cases(request.user, resident.village) and (
            conflicts.has_case_about_cadres(resident)
        ):
            return _sent_to_ambassador(request, resident, form.phrase)
        erasing.erase_resident(resident, by=request.user, reason=form.phrase)
        erasure_is_done(resident)
        messages.success(request, _("Data warga sudah dihapus."))
        return redirect("residents")
    return _asked(
        request,
        form,
        title=_("Hapus data warga"),
        about=resident.display_name,
        back=reverse("resident", args=[resident.pk]),
        button=_("Hapus data warga"),
        is_serious=True,
        words=[
            _("Pendaftaran dan semua komentarnya dihapus, dan ia keluar dari semua ponsel."),
            _("Jawaban orang lain tetap ada, dan catatan bahwa ini dihapus, tanpa nama dan tanpa isi."),
            _("Hanya atas permintaan orangnya atau walinya. Komentar yang melanggar cukup disembunyikan."),
        ],
    )


@transaction.atomic
def _sent_to_ambassador(request: HttpRequest, resident: Resident, phrase: str) -> HttpResponse:
    """What this person said about a cadre is undecided, and would go with him."""
    tell_of_erasure(resident)
    record(
        "resident.erase_asked",
        village=resident.village,
        by=request.user,
        about=resident,
        name=_("Warga terdaftar"),
        reason=phrase,
    )
    messages.warning(
        request,
        _(
            "Data warga ini belum dihapus: penghapusannya diteruskan kepada duta digital, "
            "karena ada tulisan atau laporan tentang kader yang belum diputuskan. "
            "Sampaikan kepada warga: paling lama 3 x 24 jam."
        ),
    )
    return redirect("resident", resident.pk)


@never_cache
@writes
def comment_erase(request: HttpRequest, public_id: str) -> HttpResponse:
    """Erase one comment at the request of its author, by whoever may decide about it."""
    if not conflicts.moderated_by(request.user).exists():
        raise PermissionDenied
    rows = conflicts.decidable_by(request.user).exclude(kind=CommentKind.OFFICIAL)
    comment = get_object_or_404(
        rows.exclude(state=CommentState.ERASED).select_related("village"), public_id=public_id
    )
    form = ErasureForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        erasing.erase_comment(comment, by=request.user, reason=form.phrase)
        messages.success(request, _("Komentar sudah dihapus."))
        return redirect("comment_moderation:index")
    return _asked(
        request,
        form,
        title=_("Hapus komentar"),
        about=comment.shown_name,
        quoted=comment.body,
        back=reverse("comment_moderation:item", args=[public_id]),
        button=_("Hapus komentar"),
        is_serious=True,
        words=[
            _("Isi, nama, dan riwayatnya dihapus untuk selamanya. Jawaban orang lain tetap ada."),
            _("Pastikan yang meminta memang penulisnya, misalnya dengan kode buktinya."),
            _("Hanya atas permintaan penulisnya. Komentar yang melanggar cukup disembunyikan."),
        ],
    )


def _resident_or_404(request: HttpRequest, resident_id: uuid.UUID) -> Resident:
    if not looks_after_residents(request.user):
        raise PermissionDenied
    rows = residents_seen_by(request.user).filter(erasure_asked_at__isnull=True)
    return get_object_or_404(rows.select_related("village__access"), pk=resident_id)


def _asked(
    request: HttpRequest,
    form: AskedForm,
    *,
    title: str,
    about: str,
    back: str,
    button: str,
    words: list[str],
    quoted: str = "",
    is_serious: bool = False,
) -> HttpResponse:
    context = {
        "header_title": title,
        "about": about,
        "quoted": quoted,
        "words": words,
        "form": form,
        "back_url": back,
        "button": button,
        "serious": is_serious,
    }
    return render(request, "comments/admin/own_data.html", context)
