"""The sixteen services by people's forms: officers describe them, a village takes them, a cadre approves.

What is sent is what the example content sends; here it goes through the screens themselves.
"""

import html
import re

import pytest
from django.test import Client
from django.urls import reverse

from example_content.services import page_data, standard_data
from example_content.texts import Difference, Question, Requirement, Service, marked_after
from example_content.texts.services import OWN_SERVICES, SERVICES
from offices.enums import Week
from services.enums import FeeKind, OnlineKind, PaperForm
from services.models import ServiceIndexPage, ServicePage, ServiceStandard
from tests.editorial.test_review_screen import decide
from tests.factories.offices import OfficeFactory, contact, weekly
from tests.factories.village_pages import VillageFactory, member
from village_pages.enums import Role

pytestmark = pytest.mark.django_db

DIFFERENCE = Difference(
    "surat-keterangan-usaha",
    "requirements",
    "Perdes meminta satu surat lagi.",
    more_requirements=(Requirement("Surat izin pemilik tempat", "copy", 1),),
)
QUESTION = Question("Boleh diwakili anak saya?", "Boleh, dengan surat kuasa.")


@pytest.fixture
def village():
    return VillageFactory(
        code="15.07.09.2002",
        title="Pematang Rahim",
        office_address="Jalan Poros RT 02",
        office_hours=weekly(),
        contacts=[contact("Kasi Pelayanan")],
    )


@pytest.fixture
def writer(village):
    return member(Role.CONTRIBUTOR, village, username="penulis")


@pytest.fixture
def cadre(village):
    return member(Role.CADRE, village, username="kader")


def browser_of(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def described(text: Service, officer: Client, **facts) -> ServiceStandard:
    """The standard that the officer's screen made of `text`."""
    answer = officer.post(reverse("standards:add"), dict(standard_data(text, **facts).lists()))
    assert answer.status_code == 302, refusals(answer)
    return ServiceStandard.objects.get(slug=text.key)


def published(text: Service, village, writer, cadre, **facts) -> ServicePage:
    """The page that the writer's screen made of `text`, approved on the cadre's."""
    index = ServiceIndexPage.objects.child_of(village).get()
    address = reverse("wagtailadmin_pages:add", args=["services", "servicepage", index.pk])
    data = dict(page_data(text, **facts).lists()) | {"action-submit": "1"}
    answer = browser_of(writer).post(address, data)
    assert answer.status_code == 302, refusals(answer)
    page = ServicePage.objects.child_of(index).get(slug=text.key)
    assert not page.live
    answer = decide(Client(), cadre, page, "approve")
    assert answer.status_code == 302, refusals(answer)
    page.refresh_from_db()
    assert page.live
    return page


def refusals(answer) -> list[str]:
    return re.findall(r'class="error[^>]*>(.*?)</', answer.content.decode(), re.DOTALL)


def words_of(page: ServicePage) -> str:
    """What a reader's eyes meet, in one line."""
    source = Client().get(page.url).content.decode()
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", source)).split())


def expected(text: Service) -> list[str]:
    """Every field of the service standard (domain notes 3.1) that `text` fills, as the page must say it."""
    fee = "Gratis" if text.fee.kind == FeeKind.FREE else f"Rp{text.fee.amount:,}".replace(",", ".")
    said = [marked_after(text.title), text.summary, text.for_whom, text.may_act, fee, text.fee.note]
    said += [text.time, text.result, text.validity, text.special_help, text.complaints, text.notes]
    said += [text.issuer, str(OnlineKind(text.online).label), *text.laws, *text.forms]
    for row in text.requirements:
        said += [row.text, re.sub("^Bila ", "", row.condition)]
        if row.paper in (PaperForm.ORIGINAL, PaperForm.COPY):
            said.append(str(PaperForm(row.paper).label).lower())
    for row in text.steps:
        said += [row.text, row.actor, row.place]
    return [" ".join(one.split()) for one in said if one]


def missing(text: Service, page: ServicePage) -> list[str]:
    shown = words_of(page)
    lowered = shown.lower()
    return [one for one in expected(text) if one.lower() not in lowered]


@pytest.mark.parametrize("text", SERVICES, ids=lambda text: text.key)
def test_a_standard_taken_by_a_village_says_everything_that_a_villager_asks(text, village, writer, cadre):
    officer = browser_of(member(Role.OFFICER, username="dinas"))
    outside = [OfficeFactory(name="Disdukcapil")] if text.outside else []
    standard = described(text, officer, outside=outside)
    places = [
        OfficeFactory(
            village=village,
            name=place.name,
            address=place.address,
            access=place.access,
            hours=weekly(*(day for day, _opens, _closes in place.hours), week=place.week),
            contacts=[contact(role) for role in place.roles],
        )
        for place in text.places
    ]

    page = published(text, village, writer, cadre, standard=standard, offices=places)

    assert missing(text, page) == []
    shown = words_of(page)
    for place in text.places:
        for words in (place.name, place.address, place.access, *place.roles):
            assert words in shown
        assert place.week == Week.EVERY or "minggu ke-2" in shown.lower()
    if not text.places:
        for words in ("Jalan Poros RT 02", "Senin", "08.00", "Kasi Pelayanan"):
            assert words in shown
    assert [row.office for row in standard.other_offices.select_related("office")] == outside
    assert (standard.also_called, standard.issuer) == (text.also_called, text.issuer)
    assert (standard.life_events, standard.audiences) == (list(text.life_events), list(text.audiences))


def test_a_village_differs_with_its_reason_and_answers_questions(village, writer, cadre):
    text = next(text for text in SERVICES if text.key == DIFFERENCE.key)
    standard = described(text, browser_of(member(Role.OFFICER, username="dinas")))

    page = published(
        text, village, writer, cadre, standard=standard, difference=DIFFERENCE, questions=[QUESTION]
    )

    assert missing(text, page) == []
    shown = words_of(page)
    for words in ("Surat izin pemilik tempat", DIFFERENCE.reason, QUESTION.question, QUESTION.answer):
        assert words in shown


def test_what_only_one_village_offers_says_everything_itself(village, writer, cadre):
    (text,) = OWN_SERVICES.values()

    page = published(text, village, writer, cadre, standard=None)

    assert page.standard is None
    assert missing(text, page) == []
