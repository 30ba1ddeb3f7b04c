"""What an author sees of a comment: its state, the reason, the answers."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods
from wagtail.models import Page

from comments import limits, receipts
from comments.enums import CommentState
from comments.forms import ReceiptForm
from comments.models import ResidentComment
from comments.views.answers import own, small_body
from village_pages.navigation import surroundings


@csrf_exempt  # checked by csrf_protect, once the size is known
@require_http_methods(["GET", "HEAD", "POST"])
@small_body
@csrf_protect
def receipt(request: HttpRequest) -> HttpResponse:
    """What became of a comment, for who has its code. Unknown and mistyped codes get the same answer."""
    form, comment, status = ReceiptForm(), None, 200
    if request.method == "POST":
        form, status = ReceiptForm(request.POST), 422
        counts = [limits.hit(limits.RECEIPT_ADDRESS, limits.address_of(request))]
        if device := limits.device_of(request):
            counts.append(limits.hit(limits.RECEIPT_DEVICE, device))
        over = next((count for count in counts if count is None or count.is_over), False)
        if over is not False:
            form.is_valid()
            form.add_error(None, _("Terlalu banyak percobaan. Coba lagi sepuluh menit lagi."))
            status = 429
        elif form.is_valid():
            comment = receipts.find(form.cleaned_data["code"])
            if comment is None:
                form.add_error("code", _("Kode ini tidak ditemukan. Periksa setiap huruf dan angka."))
            else:
                status = 200
    village = comment.village if comment is not None else None
    is_closed = village is not None and village.is_closed
    context = surroundings(request, village=None if is_closed else village) | {
        "form": form,
        "comment": comment,
        "closed_village": village if is_closed else None,
    }
    if comment is not None:
        context["commented_page"] = readable_page(comment)
        # What others said went with the village; the words are the author's own.
        is_shown = comment.is_shown and not is_closed
        context["answers"] = comment.answers.published().with_author_role() if is_shown else []
        context["CommentState"] = CommentState
    return own(render(request, "comments/receipt.html", context, status=status))


def readable_page(comment: ResidentComment) -> Page | None:
    """The page that ``comment`` stands under, if everybody may read it now."""
    return Page.objects.live().public().filter(pk=comment.thread.page_id).first()
