"""Services out of their texts: what goes into the forms of standards and pages, and built standards."""

from __future__ import annotations

from typing import Any

from core.models import CustomDocument
from example_content.texts import Difference, Requirement, Service
from services.models import ServiceStandard, StandardForm, StandardRequirement, StandardStep

_ROWS = {"requirements": StandardRequirement, "steps": StandardStep, "forms": StandardForm}


def values_of(text: Service) -> dict[str, Any]:
    """The fields that a standard and a village's page have in common, by name."""
    return {
        "summary": text.summary,
        "for_whom": text.for_whom,
        "may_act_for": text.may_act,
        "fee_kind": text.fee.kind,
        "fee_amount": text.fee.amount,
        "fee_taken_by": text.fee.taken_by,
        "fee_note": text.fee.note,
        "duration": text.time,
        "result": text.result,
        "validity": text.validity,
        "online": text.online,
        "legal_basis": "\n".join(text.laws),
        "special_help": text.special_help,
        "complaints": text.complaints,
        "notes": text.notes,
        "also_called": text.also_called,
        "life_events": list(text.life_events),
        "audiences": list(text.audiences),
    }


def rows_of(text: Service, document: CustomDocument | None = None) -> dict[str, list[dict[str, Any]]]:
    """The rows that both have, by relation; `document` is the file of a statement to fill in."""
    return {
        "requirements": [_requirement(row) for row in text.requirements],
        "steps": [
            {
                "text": row.text,
                "actor": row.actor,
                "where": "outside" if row.outside else "village",
                "place": row.place,
            }
            for row in text.steps
        ],
        "forms": [
            {"label": label}
            | ({"document": document.pk} if document and "pernyataan" in label.lower() else {})
            for label in text.forms
        ],
    }


def difference_of(text: Service, difference: Difference) -> tuple[dict[str, Any], dict[str, list]]:
    """Fields and rows in which a village's page says something else than the standard."""
    rows: dict[str, list] = {"differences": [{"aspect": difference.aspect, "reason": difference.reason}]}
    if difference.more_requirements:
        papers = (*text.requirements, *difference.more_requirements)
        rows["requirements"] = [_requirement(row) for row in papers]
    return dict(difference.values), rows


def service_standard(text: Service) -> ServiceStandard:
    """`text` as an unsaved standard with its rows, without the form: for whoever needs one to measure."""
    standard = ServiceStandard(title=text.title, slug=text.key, issuer=text.issuer, **values_of(text))
    for name, entries in rows_of(text).items():
        built = [_ROWS[name](sort_order=place, **entry) for place, entry in enumerate(entries)]
        setattr(standard, name, built)
    return standard


def _requirement(row: Requirement) -> dict[str, Any]:
    return {"text": row.text, "paper": row.paper, "copies": row.copies, "condition": row.condition}
