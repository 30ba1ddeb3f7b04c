"""What the admin's page form sends, for a service."""

from wagtail.test.utils.form_data import inline_formset, nested_form_data

RELATIONS = ("differences", "offices", "questions", "requirements", "steps", "forms")


def service_form(**fields) -> dict[str, str]:
    """Form data of a new service; ``fields`` on top: rows as lists of dicts, buttons too."""
    rows = {name: inline_formset(fields.pop(name, [])) for name in RELATIONS}
    data = {
        "title": "Surat pindah",
        "slug": "surat-pindah",
        "standard": "",
        "summary": "",
        "for_whom": "",
        "may_act_for": "",
        "fee_kind": "unknown",
        "fee_amount": "",
        "fee_taken_by": "",
        "fee_note": "",
        "duration": "",
        "result": "",
        "validity": "",
        "online": "unknown",
        "special_help": "",
        "complaints": "",
        "legal_basis": "",
        "notes": "",
        "also_called": "",
        "go_live_at": "",
        "expire_at": "",
    }
    return nested_form_data(data | rows | fields)
