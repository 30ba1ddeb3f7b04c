"""Forms as people fill them in: what an empty form sends, with these values in place of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.forms import BaseForm, BaseFormSet
from django.http import QueryDict

Rows = Mapping[str, Sequence[Mapping[str, Any]]]


class FormRefusedError(ValueError):
    """An example that the people's own form does not take."""


class BlankForm:
    """An empty form of one kind; `form` is such a form, not bound to data."""

    def __init__(self, form: BaseForm) -> None:
        self._fields = _shown(form)
        self._formsets = dict(getattr(form, "formsets", {}))
        self._rows = {name: _shown(formset.empty_form) for name, formset in self._formsets.items()}

    def filled(self, values: Mapping[str, Any], rows: Rows) -> QueryDict:
        """What a browser sends: `values` by field, `rows` by formset. `KeyError` for what is not asked."""
        data = QueryDict(mutable=True)
        _fill(data, self._fields, values)
        if unknown := rows.keys() - self._formsets.keys():
            raise KeyError(*unknown)
        for name, formset in self._formsets.items():
            given = rows.get(name, ())
            data.update(counts(formset.prefix, len(given)))
            for place, row in enumerate(given):
                order = {"ORDER": place + 1} if formset.can_order else {}
                _fill(data, self._rows[name], {**row, **order}, prefix=f"{formset.prefix}-{place}-")
        return data


def counts(prefix: str, many: int) -> dict[str, str]:
    """How a set of rows says how many it sends."""
    return {f"{prefix}-TOTAL_FORMS": str(many), f"{prefix}-INITIAL_FORMS": "0"}


def require(*forms: BaseForm | BaseFormSet) -> None:
    """Raise `FormRefusedError` with everything that the forms, and the sets within, find wrong."""
    refused = []
    for form in forms:
        if not form.is_valid():
            within = getattr(form, "formsets", {}).values()
            refused += _errors(form) + [error for formset in within for error in _errors(formset)]
    if refused:
        raise FormRefusedError("; ".join(refused))


def _errors(form: BaseForm | BaseFormSet) -> list[str]:
    if isinstance(form, BaseFormSet):
        parts: Iterable = (*enumerate(form.errors), ("", {"": form.non_form_errors()}))
    else:
        parts = (("", form.errors),)
    return [
        f"{type(form).__name__} {place} {name}: {', '.join(map(str, errors))}"
        for place, found in parts
        for name, errors in found.items()
        if errors
    ]


def _shown(form: BaseForm) -> dict[str, Any]:
    return {field.name: field.value() for field in form}


def _fill(data: QueryDict, shown: Mapping[str, Any], values: Mapping[str, Any], prefix: str = "") -> None:
    if unknown := values.keys() - shown.keys():
        raise KeyError(*unknown)
    for name, preset in shown.items():
        value = values.get(name, preset)
        if isinstance(value, (list, tuple)):
            data.setlist(f"{prefix}{name}", list(map(str, value)))
        elif value not in (None, False):
            data[f"{prefix}{name}"] = str(value)
