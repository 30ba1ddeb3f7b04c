"""How services show on the portal and on a village's home: with the facts people ask for first."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from services.facts import RELATED, facts_of, with_facts
from services.models import ServicePage
from village_pages.sections import Card, Section, register


def pages(village):
    return with_facts(ServicePage.objects.published(village))


def card(page, request) -> Card:
    sheet = facts_of(page)
    return Card(
        url=page.get_url(request),
        title=page.title,
        summary=sheet.summary,
        facts=(
            gettext("Biaya: %(fee)s") % {"fee": sheet.fee_in_words or gettext("belum diketahui")},
            gettext("Waktu: %(time)s") % {"time": sheet.duration or gettext("belum diketahui")},
        ),
        is_example=page.is_example,
    )


register(
    Section(
        key="services",
        slug="layanan",
        label=_("Layanan"),
        order=20,
        pages=pages,
        card=card,
        card_needs=("standard", *RELATED),
        more_label=_("Semua layanan"),
        newest_on_portal=False,
        find=lambda services, words: services.named_like(words),
        search_models=(ServicePage,),
    )
)
