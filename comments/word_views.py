"""The list of words for which a comment is held: each village's own, and the regency's for all."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from audit.log import record
from comments import conflicts
from comments.models import WatchedWord
from comments.models.rules import MAX_WORD
from comments.names import clean_name
from comments.watched_words import fold
from core.query import page_of
from village_pages.models import VillageAccess, VillagePage
from village_pages.rights import may_publish_in, may_set_rules

MOST_WORDS = 200
PER_PAGE = 50
# In the address and the form: the list that holds in every village.
REGENCY = "semua"


class WordForm(forms.Form):
    """One word more."""

    word = forms.CharField(
        label=gettext_lazy("Kata atau ungkapan"),
        help_text=gettext_lazy("Komentar yang memuatnya ditahan sampai dibaca. Tidak ada yang dihapus."),
        max_length=60,
        error_messages={"required": gettext_lazy("Tulis satu kata atau ungkapan.")},
    )

    def clean_word(self) -> str:
        word = clean_name(self.cleaned_data["word"])
        if not fold(word):
            raise ValidationError(_("Tulis kata yang memuat huruf atau angka."))
        if len(fold(word)) > MAX_WORD:
            raise ValidationError(_("Kata ini terlalu panjang. Tulis yang lebih pendek."))
        return word


class WordList:
    """The list that somebody asked for: of one village, or (``village`` is ``None``) the regency's."""

    def __init__(self, request: HttpRequest, asked: str):
        self.user = request.user
        self.villages = list(conflicts.moderated_by(request.user).order_by("title"))
        self.sets_rules = may_set_rules(request.user)
        if not self.villages and not self.sets_rules:
            raise PermissionDenied
        code = asked or (self.villages[0].code if self.villages else REGENCY)
        self.village: VillagePage | None = None
        if code != REGENCY:
            self.village = next((one for one in self.villages if one.code == code), None)
            if self.village is None:
                raise Http404

    @property
    def may_change(self) -> bool:
        if self.village is None:
            return self.sets_rules
        return may_publish_in(self.user, self.village.path)

    @property
    def name(self) -> str:
        return self.village.title if self.village else _("Semua desa")

    @property
    def code(self) -> str:
        return self.village.code if self.village else REGENCY

    @property
    def url(self) -> str:
        return f"{reverse('comment_moderation:word_list')}?desa={self.code}"

    @property
    def words(self) -> QuerySet[WatchedWord]:
        return WatchedWord.objects.filter(village=self.village).order_by("word", "pk")

    def links(self) -> list[tuple[str, str]]:
        return [(village.code, village.title) for village in self.villages] + [(REGENCY, _("Semua desa"))]

    @transaction.atomic
    def add(self, word: str) -> None:
        """One word more, told to the log. ``ValidationError`` for one that is there, and for one too many."""
        if self.village is not None:
            # Two at once do not both see the last free place.
            VillageAccess.objects.select_for_update().get(village=self.village)
        if self.words.count() >= MOST_WORDS:
            raise ValidationError(
                _("Daftar ini sudah penuh: paling banyak %(most)d kata. Hapus dulu kata lain.")
                % {"most": MOST_WORDS}
            )
        row, is_new = WatchedWord.objects.get_or_create(
            village=self.village, folded=fold(word), defaults={"word": word}
        )
        if not is_new:
            raise ValidationError(_("Kata ini sudah ada di daftar: “%(word)s”.") % {"word": row.word})
        record("comment.word_added", village=self.village, by=self.user, about=row, name=word)

    @transaction.atomic
    def remove(self, row: WatchedWord) -> None:
        record("comment.word_removed", village=self.village, by=self.user, about=row, name=row.word)
        row.delete()


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def word_list(request: HttpRequest) -> HttpResponse:
    """The words of one list, and a form for one more where the person may."""
    asked = WordList(request, request.POST.get("desa", "") or request.GET.get("desa", ""))
    form = WordForm(request.POST or None)
    if request.method == "POST":
        if not asked.may_change:
            raise PermissionDenied
        if form.is_valid():
            try:
                asked.add(form.cleaned_data["word"])
            except ValidationError as refused:
                form.add_error("word", refused)
            else:
                messages.success(request, _("Kata ditambah. Komentar baru yang memuatnya ditahan."))
                return HttpResponseRedirect(asked.url)
    context = {
        "header_title": _("Kata yang diperhatikan"),
        "list": asked,
        "listed": page_of(asked.words, request.GET.get("page"), per_page=PER_PAGE),
        "query": f"desa={asked.code}",
        "form": form,
    }
    status = 422 if form.errors else 200
    return render(request, "comments/admin/words.html", context, status=status)


@never_cache
@require_POST
def word_remove(request: HttpRequest, word_id: int) -> HttpResponse:
    """Take one word off its list; a word of a list that is not one's own is a 404."""
    mine = Q(village__in=conflicts.moderated_by(request.user).values("pk"))
    if may_set_rules(request.user):
        mine |= Q(village=None)
    row = WatchedWord.objects.filter(mine, pk=word_id).first()
    if row is None:
        raise Http404
    asked = WordList(request, row.village.code if row.village else REGENCY)
    if not asked.may_change:
        raise PermissionDenied
    asked.remove(row)
    messages.success(request, _("Kata dihapus dari daftar."))
    return HttpResponseRedirect(asked.url)
