"""Standards of the regency and pages of villages, through the forms that officers and cadres fill in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from django.core.files.base import ContentFile
from django.http import QueryDict
from wagtail.admin.panels import get_edit_handler
from wagtail.models import Collection

from core.models import CustomDocument
from example_content.filled_forms import BlankForm, require
from example_content.forms import blank_statement
from example_content.offices import regency_holiday, regency_offices
from example_content.service_pages import difference_of, rows_of, values_of
from example_content.texts import Difference, Question, Service, marked_after
from example_content.texts.services import SERVICES
from offices.models import Office
from people.models import User
from services import standards
from services.models import ServiceIndexPage, ServicePage, ServiceStandard
from village_pages.models import VillagePage


def describe_services(villages: Sequence[VillagePage], officer: User) -> None:
    """The sixteen standards, the offices outside the villages, and a holiday, by the officer.

    What somebody described already at the same address stays.
    """
    offices = regency_offices([village.district for village in villages], officer)
    document = CustomDocument.objects.create(
        title="Contoh: surat pernyataan",
        collection=Collection.get_first_root_node(),
        uploaded_by_user=officer,
        file=ContentFile(blank_statement("contoh"), name="contoh-surat-pernyataan.pdf"),
    )
    taken = set(ServiceStandard.objects.values_list("slug", flat=True))
    for text in SERVICES:
        if text.key not in taken:
            _describe(text, offices, document, officer)
    regency_holiday(officer)


def _describe(
    text: Service, offices: Mapping[str, list[Office]], document: CustomDocument, officer: User
) -> None:
    outside = [office for key in text.outside for office in offices[key]]
    form = _form_class(ServiceStandard)(
        standard_data(text, outside=outside, document=document),
        instance=ServiceStandard(is_example=True),
        for_user=officer,
    )
    require(form)
    standards.add(form.save(commit=False), by=officer)


def standard_data(
    text: Service, *, outside: Sequence[Office] = (), document: CustomDocument | None = None
) -> QueryDict:
    """What the officer's form of a standard sends."""
    names = {"title": marked_after(text.title), "slug": text.key, "issuer": text.issuer}
    rows = rows_of(text, document) | {"other_offices": [{"office": office.pk} for office in outside]}
    return _blank(ServiceStandard).filled(values_of(text) | names, rows)


def village_service(
    index: ServiceIndexPage, text: Service, *, cadre: User, standard: ServiceStandard | None, **facts
) -> ServicePage:
    """An unsaved page of the service as the cadre's form gives it; `facts` are those of `page_data`."""
    if index.get_children().filter(slug=text.key).exists():
        text = replace(text, key=f"{text.key}-contoh")  # beside what people made at that address
    form = _form_class(ServicePage)(
        page_data(text, standard=standard, **facts),
        instance=ServicePage(),
        parent_page=index,
        for_user=cadre,
    )
    require(form)
    return form.save(commit=False)


def page_data(
    text: Service,
    *,
    standard: ServiceStandard | None,
    difference: Difference | None = None,
    questions: Sequence[Question] = (),
    offices: Sequence[Office] = (),
    document: CustomDocument | None = None,
) -> QueryDict:
    """What the cadre's form of a page sends: what the regency says is left to it.

    Without a standard the page says everything itself. `document`: the village's statement to fill in.
    """
    values: dict[str, Any] = {"title": marked_after(text.title), "slug": text.key}
    rows: dict[str, list[dict[str, Any]]] = {}
    if standard is None:
        values |= values_of(text)
        rows |= rows_of(text, document)
    else:
        values["standard"] = standard.pk
        if difference is not None:
            own_values, own_rows = difference_of(text, difference)
            values |= own_values
            rows |= own_rows
    rows["offices"] = [{"office": office.pk} for office in offices]
    rows["questions"] = [{"question": one.question, "answer": one.answer} for one in questions]
    return _blank(ServicePage).filled(values, rows)


@cache
def _form_class(model: type[ServicePage] | type[ServiceStandard]):
    """The form of the admin's own screen."""
    handler = model.get_edit_handler() if model is ServicePage else get_edit_handler(model)
    return handler.get_form_class()


@cache
def _blank(model: type[ServicePage] | type[ServiceStandard]) -> BlankForm:
    return BlankForm(_form_class(model)(instance=model()))
