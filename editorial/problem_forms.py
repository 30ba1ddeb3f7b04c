"""The checks of content in a page's form: each problem at its field, when it is to go before readers."""

import copy
from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from taggit.managers import TaggableManager
from wagtail import blocks
from wagtail.admin import messages
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.blocks.list_block import ListBlockValidationError
from wagtail.blocks.stream_block import StreamBlockValidationError
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock, TypedTableBlockValidationError
from wagtail.fields import StreamField
from wagtail.models import Page

from editorial.content_checks import Problem, open_problems
from editorial.content_checks.problem import Step
from village_pages.places import village_of
from village_pages.rights import may_publish

BRINGS_BEFORE_READERS = ("action-publish", "action-submit", "action-restart-workflow")
# From a step to what is below it; under ``MESSAGES`` what is said of this very place.
Tree = dict[Step, Any]
MESSAGES = ""


def check_form(form: WagtailAdminModelForm) -> bool:
    """Add what is wrong to ``form`` where it sends in, publishes or approves; ``True`` where anything is.

    Not where a draft is saved. What was typed stays in the form. ``form.problems``: the list, with anchors.
    """
    if hasattr(form, "problems"):
        return bool(form.problems)
    form.problems = []
    if not _goes_before_readers(form):
        return False
    found = open_problems(page_as_typed(form))
    # A field that is wrong in itself still holds what it held before.
    found = [problem for problem in found if problem.field not in form.errors]
    form.problems = [(problem, _anchor(form, problem)) for problem in found]
    for field in dict.fromkeys(problem.field for problem in found):
        _add_to_field(form, field, [problem for problem in found if problem.field == field])
    return bool(found)


def _goes_before_readers(form: WagtailAdminModelForm) -> bool:
    if form.is_deferred_validation:
        return False
    approves = form.data.get("action-workflow-action") and form.data.get("workflow-action-name") != "reject"
    return bool(approves) or any(form.data.get(name) for name in BRINGS_BEFORE_READERS)


def page_as_typed(form: WagtailAdminModelForm) -> Page:
    """The page with the form's fields and rows, apart from the one that may be saved."""
    page = _with_rows(form)
    if not page.path:
        page.village = village_of(form.parent_page)
    return page


def _with_rows(form: WagtailAdminModelForm) -> Any:
    thing = copy.copy(form.instance)
    rows = dict(getattr(thing, "_cluster_related_objects", {}))
    for name, formset in form.formsets.items():
        rows[name] = [_with_rows(row) for row in _kept(formset)]
    for field in thing._meta.many_to_many:
        if isinstance(field, TaggableManager) and field.name in form.cleaned_data:
            tags = [field.related_model(name=str(name)) for name in form.cleaned_data[field.name]]
            name = field.through.content_object.field.remote_field.get_accessor_name()
            rows[name] = [field.through(tag=tag) for tag in tags]
    thing._cluster_related_objects = rows
    return thing


def _kept(formset: Any) -> list[WagtailAdminModelForm]:
    """The forms of rows that stay, in their order; empty ones at the end are none."""
    kept = [
        form
        for form in formset.forms
        if not formset._should_delete_form(form) and (form.instance.pk or form.has_changed())
    ]
    return sorted(kept, key=lambda form: int(form.cleaned_data.get("ORDER") or 0))


def _add_to_field(form: WagtailAdminModelForm, name: str, problems: list[Problem]) -> None:
    if name in form.formsets:
        for problem in problems:
            row, field = _row_of(form, problem)
            row.add_error(field if field in row.fields else None, _words(problem))
    elif name not in form.fields:
        form.add_error(None, [problem.in_words() for problem in problems])
    elif isinstance(form.instance._meta.get_field(name), StreamField):
        block = form.instance._meta.get_field(name).stream_block
        form.add_error(name, _block_error(block, form.cleaned_data[name], _tree(problems)))
    else:
        form.add_error(name, [_words(problem) for problem in problems])


def _words(problem: Problem) -> str:
    return f"{problem.words} {problem.mend}"


def _row_of(form: WagtailAdminModelForm, problem: Problem) -> tuple[WagtailAdminModelForm, str]:
    """The form of the row in which the problem stands, and the field."""
    relation, steps = problem.field, list(problem.place.steps)
    row = form
    while True:
        row = _kept(row.formsets[relation])[int(steps[0])]
        if len(steps) <= 2 or steps[1] not in row.formsets:
            return row, str(steps[1])
        relation, steps = str(steps[1]), steps[2:]


def _anchor(form: WagtailAdminModelForm, problem: Problem) -> str:
    if problem.field not in form.formsets:
        return problem.place.anchor
    row, field = _row_of(form, problem)
    return f"id_{row.prefix}-{field}"


def _tree(problems: list[Problem]) -> Tree:
    tree: Tree = {}
    for problem in problems:
        at = tree
        for step in problem.place.steps:
            at = at.setdefault(step, {})
        at.setdefault(MESSAGES, []).append(_words(problem))
    return tree


def _block_error(block: blocks.Block, value: Any, tree: Tree) -> ValidationError:
    """The error that Wagtail shows at the very block."""
    said = tree.get(MESSAGES, [])
    below = {step: sub for step, sub in tree.items() if step != MESSAGES}
    if isinstance(block, blocks.StreamBlock):
        parts = {i: _block_error(value[i].block, value[i].value, sub) for i, sub in below.items()}
        return StreamBlockValidationError(parts, said)
    if isinstance(block, blocks.ListBlock):
        parts = {i: _block_error(block.child_block, value[i], sub) for i, sub in below.items()}
        return ListBlockValidationError(parts, said)
    if isinstance(block, blocks.StructBlock):
        # An image stands for its own parts, which are plain.
        of = value.get if isinstance(value, blocks.StructValue) else lambda name: None
        parts = {name: _block_error(block.child_blocks[name], of(name), sub) for name, sub in below.items()}
        return StructBlockValidationError(parts, said)
    words = [*said, *_all_words(below)]
    if isinstance(block, TypedTableBlock):
        return TypedTableBlockValidationError(non_block_errors=words)
    return ValidationError(words)


def _all_words(tree: Tree) -> Iterator[str]:
    for step, sub in tree.items():
        yield from sub if step == MESSAGES else _all_words(sub)


def tell_problems(request: HttpRequest, form: WagtailAdminModelForm) -> None:
    """A message above the form that names each problem and leads to it."""
    problems = getattr(form, "problems", [])
    if not problems:
        return
    lines = ((anchor, one.place.label, one.words) for one, anchor in problems)
    listed = format_html_join("", '<li><a href="#{}">{}</a>: {}</li>', lines)
    words = _("Belum dapat dikirim atau tayang. Tulisan Anda tetap ada di sini. Perbaiki dulu:")
    advice, buttons = "", []
    if any(problem.judgement for problem, _anchor in problems):
        if not may_publish(request.user, form.instance if form.instance.path else form.parent_page):
            advice = _("Ada yang menurut Anda boleh? Simpan draf, lalu minta kader memberi alasan.")
        else:
            advice = _(
                "Ada yang tetap boleh tayang? Simpan draf, lalu buka “Periksa isi” dan tulis alasannya."
            )
    if form.instance.pk:
        address = reverse("page_problem_override", args=[form.instance.pk])
        buttons = [messages.button(address, _("Periksa isi"))]
    message = format_html('{}<ul class="problem-links">{}</ul>{}', words, listed, advice)
    messages.error(request, message, buttons=buttons)
