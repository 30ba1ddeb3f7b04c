"""A service page out of its text: for the example villages, and for whoever needs one as real as that."""

from example_content.texts import Service
from services.models import ServicePage, ServiceRequirement, ServiceStep


def service_page(text: Service, *, title: str) -> ServicePage:
    """``text`` as an unsaved page with requirements and steps; the rest of its rows are the village's."""
    page = ServicePage(
        title=title,
        slug=text.key,
        summary=text.summary,
        for_whom=text.for_whom,
        may_act_for=text.may_act,
        fee_kind=text.fee.kind,
        fee_amount=text.fee.amount,
        fee_taken_by=text.fee.taken_by,
        fee_note=text.fee.note,
        duration=text.time,
        result=text.result,
        validity=text.validity,
        online=text.online,
        legal_basis="; ".join(text.laws),
        special_help=text.special_help,
        complaints=text.complaints,
        notes=text.notes,
    )
    page.requirements = [
        ServiceRequirement(
            sort_order=order, text=row.text, paper=row.paper, copies=row.copies, condition=row.condition
        )
        for order, row in enumerate(text.requirements)
    ]
    page.steps = [
        ServiceStep(
            sort_order=order,
            text=row.text,
            actor=row.actor,
            place=row.place,
            where="outside" if row.outside else "village",
        )
        for order, row in enumerate(text.steps)
    ]
    return page
