"""The screens of the rules of review: the regency's for each kind of page, and what a village asks beyond."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from audit import words
from audit.log import record
from editorial.kinds import Kind, all_kinds
from editorial.models import ReviewRule
from editorial.rule_forms import RegencyRuleForm, RuleForm, VillageRuleForm
from editorial.rules import Rule, combined
from village_pages.enums import REVIEWING_ROLES
from village_pages.models import VillagePage
from village_pages.rights import has_rules_to_set, may_set_rules, may_tighten_rules, open_villages_where

words.register(
    {
        "rule.changed": gettext_lazy("Aturan pemeriksaan diubah"),
        "rule.withdrawn": gettext_lazy("Aturan pemeriksaan desa dicabut"),
    }
)


@never_cache
@require_safe
def review_rules(request: HttpRequest) -> HttpResponse:
    """The officer: every kind, and how many villages ask for more. A reviewer: her own open villages."""
    if not has_rules_to_set(request.user):
        raise PermissionDenied
    sets_for_all = may_set_rules(request.user)
    context = {
        "header_title": _("Aturan pemeriksaan"),
        "groups": _of_the_regency() if sets_for_all else _of_villages(request.user),
        "sets_for_all": sets_for_all,
    }
    return render(request, "editorial/rule_list.html", context)


def _of_the_regency() -> list[dict]:
    """One group without a village (two queries)."""
    rows = {row.kind: row for row in ReviewRule.objects.filter(village=None)}
    stricter = dict(
        ReviewRule.objects.exclude(village=None).values_list("kind").annotate(Count("pk")).order_by()
    )
    return [
        {
            "rules": [
                {
                    "kind": kind,
                    "rule": combined(kind, rows.get(kind.key), None),
                    "row": rows.get(kind.key),
                    "villages": stricter.get(kind.key, 0),
                    "url": reverse("review_rule", args=[kind.key]),
                }
                for kind in all_kinds()
            ]
        }
    ]


def _of_villages(user) -> list[dict]:
    """A group for each open village in which ``user`` reviews (two queries)."""
    villages = list(open_villages_where(user, REVIEWING_ROLES).order_by("title"))
    rows = {
        (row.village_id, row.kind): row
        for key in ({"village": None}, {"village__in": villages})
        for row in ReviewRule.objects.filter(**key)
    }
    return [
        {
            "village": village,
            "rules": [
                {
                    "kind": kind,
                    "rule": combined(kind, rows.get((None, kind.key)), rows.get((village.pk, kind.key))),
                    "row": rows.get((village.pk, kind.key)),
                    "url": reverse("village_review_rule", args=[kind.key, village.pk]),
                }
                for kind in all_kinds()
            ],
        }
        for village in villages
    ]


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def review_rule(request: HttpRequest, kind: str) -> HttpResponse:
    """Set the regency's rule of one kind."""
    if not may_set_rules(request.user):
        raise PermissionDenied
    about = _kind_or_404(kind)
    row = ReviewRule.objects.filter(kind=kind, village=None).first()
    form = RegencyRuleForm(request.POST or None, kind=about, held=combined(about, row, None), row=row)
    if request.method == "POST" and form.is_valid():
        _keep(form, about, None, request.user)
        return _done(request, about)
    return _shown(request, form, about)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def village_review_rule(request: HttpRequest, kind: str, village_id: int) -> HttpResponse:
    """Set what one village asks beyond the regency, or (``withdraw``) let the regency's rule hold again."""
    village = get_object_or_404(VillagePage, id=village_id)  # of "pk", too large a number is an error
    if not may_tighten_rules(request.user, village):
        raise Http404
    about = _kind_or_404(kind)
    regency_row = ReviewRule.objects.filter(kind=kind, village=None).first()
    row = ReviewRule.objects.filter(kind=kind, village=village).first()
    if request.method == "POST" and "withdraw" in request.POST:
        _withdraw(about, village, request.user)
        return _done(request, about)
    regency = combined(about, regency_row, None)
    held = combined(about, regency_row, row)
    form = VillageRuleForm(request.POST or None, kind=about, held=held, regency=regency, row=regency_row)
    if request.method == "POST" and form.is_valid():
        _keep(form, about, village, request.user)
        return _done(request, about)
    return _shown(request, form, about, village=village, regency=regency, row=row)


def _kind_or_404(key: str) -> Kind:
    kind = next((kind for kind in all_kinds() if kind.key == key), None)
    if kind is None:
        raise Http404
    return kind


@transaction.atomic
def _keep(form: RuleForm, kind: Kind, village: VillagePage | None, by) -> None:
    """Write the answers, and a line in the log where they change anything."""
    before, after = dict(form.initial), form.cleaned_data
    changed = [name for name in form.fields if (before.get(name) or None) != (after[name] or None)]
    if not changed:
        return
    ReviewRule.objects.update_or_create(kind=kind.key, village=village, defaults=after)
    record(
        "rule.changed",
        village=village,
        by=by,
        name=kind.label,
        before=form.in_words(before, changed),
        after=form.in_words(after, changed),
    )


@transaction.atomic
def _withdraw(kind: Kind, village: VillagePage, by) -> None:
    row = ReviewRule.objects.select_for_update().filter(kind=kind.key, village=village).first()
    if row is None:
        return
    before = row.get_second_reader_display()
    row.delete()
    record("rule.withdrawn", village=village, by=by, name=kind.label, before=before)


def _done(request: HttpRequest, kind: Kind) -> HttpResponse:
    messages.success(request, _("Aturan untuk %(kind)s disimpan.") % {"kind": kind.label})
    return redirect("review_rules")


def _shown(
    request: HttpRequest,
    form: RuleForm,
    kind: Kind,
    village: VillagePage | None = None,
    regency: Rule | None = None,
    row: ReviewRule | None = None,
) -> HttpResponse:
    place = village.full_name if village else _("semua desa")
    context = {
        "header_title": _("Aturan untuk %(kind)s: %(place)s") % {"kind": kind.label, "place": place},
        "form": form,
        "village": village,
        "regency": regency,
        "row": row,
    }
    return render(request, "editorial/rule_form.html", context, status=422 if form.errors else 200)


urlpatterns = [
    path("aturan/", review_rules, name="review_rules"),
    path("aturan/<slug:kind>/", review_rule, name="review_rule"),
    path("aturan/<slug:kind>/<int:village_id>/", village_review_rule, name="village_review_rule"),
]
