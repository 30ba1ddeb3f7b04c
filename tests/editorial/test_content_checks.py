"""Each check of content: what it finds, and what it leaves alone."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from wagtail.models import Page

from core.models import ContactRow
from editorial.content_checks import open_problems, problems_of
from editorial.content_checks.numbers import identity_numbers, mobile_numbers
from editorial.content_checks.pictures import MOST_BYTES, says_nothing, weight_of
from editorial.models import CheckOverride
from inclusion.models import InclusionContact, InclusionNoticePage, InclusionStep
from news.models import NewsArticlePage
from offices.models import OfficeContact
from services.models import ServiceForm, ServicePage, ServiceQuestion, ServiceRequirement, ServiceStep
from tests.editorial.harm import (
    ALT,
    HAND,
    NIK,
    article,
    everything,
    heading,
    link_to,
    noisy,
    paragraph,
    picture,
    table,
)
from tests.factories.core import CustomDocumentFactory, CustomImageFactory
from tests.factories.news import NewsArticlePageFactory
from tests.factories.services import ServicePageFactory
from tests.factories.village_pages import InformationPageFactory
from village_pages.models import InformationPage, RegencyHomePage
from village_pages.models.home import RegencyContact

pytestmark = pytest.mark.django_db


def codes(page) -> list[str]:
    return [problem.code for problem in problems_of(page)]


@pytest.fixture
def image(village):
    return CustomImageFactory(village=village)


# Pictures.


def test_a_lead_picture_is_described_or_marked_as_decoration(village, image):
    for blank in ("", "   "):
        (found,) = problems_of(article(village, lead_image=image, lead_image_alt=blank))
        assert (found.code, found.field, found.judgement) == ("picture.alternative", "lead_image_alt", False)
    assert codes(article(village, lead_image=image, lead_image_alt=ALT)) == []
    assert codes(article(village, lead_image=image, lead_image_decorative=True)) == []


def test_a_picture_in_the_body_is_described_or_marked_as_decoration(village, image):
    (found,) = problems_of(article(village, paragraph("Padi."), picture(image, "")))
    assert found.code == "picture.alternative"
    assert found.place.steps == (1, "image", "alt_text")
    assert found.place.anchor == "block-00000001-0000-4000-8000-000000000000-section"
    assert codes(article(village, picture(image))) == []
    assert codes(article(village, picture(image, "", decorative=True))) == []


def test_a_gallery_names_the_picture_that_lacks_its_words(village, image):
    good, bad = picture(image)["value"], picture(image, "")["value"]
    items = [{"type": "item", "id": str(n), "value": value} for n, value in enumerate((good, bad))]
    (found,) = problems_of(article(village, {"type": "gallery", "value": {"pictures": items}}))
    assert found.code == "picture.alternative"
    assert found.place.steps == (0, "pictures", 1, "image", "alt_text")


def test_the_villages_picture_is_described(village, image):
    village.picture = image
    assert codes(village) == ["picture.alternative"]
    village.picture_alt = "Dermaga desa pada pagi hari."
    assert codes(village) == []


@pytest.mark.parametrize(
    "words",
    [
        "IMG_0231", "foto.jpg", "Screenshot 2024-11-02 at 10.20.30", "gambar", "Gambar.", "foto kegiatan",
        "Foto kegiatan 2", "WhatsApp Image 2024-01-02 at 10.00.00", "20241102_102030", "posyandu_01",
        "DSC0231", "dokumentasi", "Panen raya.JPEG", "a3f9b2c1d0",
    ],
)  # fmt: skip
def test_the_name_of_a_file_is_no_description(village, image, words):
    assert says_nothing(words)
    assert codes(article(village, lead_image=image, lead_image_alt=words)) == ["picture.file_name"]
    assert codes(article(village, picture(image, words))) == ["picture.file_name"]


@pytest.mark.parametrize(
    "words", [ALT, "Foto bersama kepala desa", "Posyandu", "Logo Desa Pematang Rahim", "Bupati", "Peta RT 3"]
)
def test_words_about_the_picture_are_a_description(words):
    assert not says_nothing(words)


def test_a_picture_too_heavy_for_a_telephone_is_a_matter_of_judgement(village, image):
    heavy = noisy(village)
    assert weight_of(heavy) > MOST_BYTES > weight_of(image)
    found = problems_of(article(village, picture(heavy), lead_image=heavy, lead_image_alt=ALT))
    assert {(one.code, one.judgement) for one in found} == {("picture.weight", True)}
    assert {one.place.steps for one in found} == {(), (0, "image")}


def test_a_picture_whose_file_is_gone_weighs_nothing(village, image):
    image.file.storage.delete(image.file.name)
    assert codes(article(village, picture(image))) == []


# Structure and words.


def test_headings_do_not_skip_a_level(village):
    (found,) = problems_of(
        article(village, paragraph("Padi."), heading("Hasil", "h3"), heading("Dusun", "h3"))
    )[:1]
    assert (found.code, found.place.steps) == ("heading.skips", (1, "text"))
    assert codes(article(village, heading("Hasil"), heading("Dusun", "h3"), heading("Biaya"))) == []


def test_a_heading_has_words(village):
    assert codes(article(village, heading("   "))) == ["heading.empty"]


def test_every_column_of_a_table_has_a_heading(village):
    (found,) = problems_of(article(village, table("Tanaman", " ")))
    assert (found.code, found.judgement) == ("table.header", True)
    assert codes(article(village, table("Tanaman", "Hasil"))) == []


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("klik di sini", "link.vague"), ("Di sini!", "link.vague"), ("Baca selengkapnya »", "link.vague"),
        ("di <b>sini</b>", "link.vague"), ("", "link.vague"),
        ("https://lapor.go.id/", "link.bare"), ("www.lapor.go.id", "link.bare"),
        ("lapor.go.id/x", "link.bare"),
    ],
)  # fmt: skip
def test_a_link_says_where_it_leads(village, words, code):
    linked = article(village, paragraph(f'Tulis <a href="https://lapor.go.id/">{words}</a>.'))
    assert codes(linked) == [code]


@pytest.mark.parametrize("words", ["lapor.go.id", "Laman pengaduan", "Formulir di sini dan di sana"])
def test_a_link_with_a_name_is_one(village, words):
    assert codes(article(village, paragraph(f'<a href="https://lapor.go.id/">{words}</a>'))) == []


def test_a_page_has_a_summary(village):
    for page, code, field in (
        (article(village, summary=" "), "summary.missing", "summary"),
        # Its summary may be the regency's: a check of its own asks for it.
        (ServicePage(title="Surat", summary=""), "service.summary", "summary"),
        (notice(plain_summary=""), "summary.missing", "plain_summary"),
    ):
        page.village = village
        (found,) = problems_of(page)
        assert (found.code, found.field) == (code, field)
    assert codes(InformationPage(title="Tentang kami")) == []


# Notices.


def notice(**fields) -> InclusionNoticePage:
    fields = {
        "title": "Posyandu lansia",
        "audiences": ["elderly"],
        "plain_summary": "Gratis.",
        "valid_until": timezone.now() + timedelta(days=30),
    } | fields
    return InclusionNoticePage(**fields)


def test_a_notice_says_for_whom_and_until_when():
    assert codes(notice()) == []
    (found,) = problems_of(notice(audiences=[]))
    assert (found.code, found.field, found.judgement) == ("notice.audience", "audiences", False)
    (found,) = problems_of(notice(valid_until=None))
    assert (found.code, found.field, found.judgement) == ("notice.end", "valid_until", True)
    assert codes(notice(valid_until=None, expire_at=timezone.now() + timedelta(days=9))) == []


# Numbers of persons.

PLACES = st.sampled_from(["150709", "150701", "110101", "317106", "947101"])
GAPS = st.sampled_from(["", " ", "-", ".", " - "])


@st.composite
def identities(draw):
    born = draw(st.dates(date(1920, 1, 1), date(2026, 11, 24)))
    day = born.day + draw(st.sampled_from([0, 40]))
    return f"{draw(PLACES)}{day:02d}{born:%m%y}{draw(st.integers(1, 9999)):04d}"


@given(identities(), GAPS, st.sampled_from([(6, 6, 4), (4, 4, 4, 4), (2, 2, 2, 6, 4), (16,), (1,) * 16]))
def test_every_nik_is_found_however_it_is_written(number, gap, groups):
    parts, rest = [], number
    for length in groups:
        parts, rest = [*parts, rest[:length]], rest[length:]
    written = gap.join(parts)
    assert list(identity_numbers(f"NIK: {written}, atas nama warga")) == [number]


@given(st.datetimes(), st.datetimes(), st.sampled_from(["%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d", "%d%m%Y"]))
def test_dates_and_times_are_no_nik(first, second, form):
    for gap in (" - ", "-", " ", " s.d. "):
        written = f"{first.strftime(form)}{gap}{second.strftime(form)}"
        assert list(identity_numbers(written)) == [], written
        written = f"{first.strftime(form)} {first:%H.%M}{gap}{second:%H.%M}"
        assert list(identity_numbers(written)) == [], written


@pytest.mark.parametrize(
    "words",
    [
        "Rekening 1234567890123456", "NIP 19800812 200501 1 001", "9912319912319912", "1507091313800001",
        "Kode desa 15.07.09.2002", "15070955128000010", "Rp1.500.000.000.000.000", "1507095512800000",
    ],
)  # fmt: skip
def test_other_long_numbers_are_no_nik(words):
    assert list(identity_numbers(words)) == []


def test_a_nik_hidden_by_signs_that_nobody_sees_is_found():
    assert list(identity_numbers("1507\u200b09551280\u00ad0001")) == [NIK]
    assert list(identity_numbers("150709\u2011551280\u20110001")) == [NIK]
    assert list(identity_numbers("１５０７０９５５１２８００００１")) == [NIK]


@pytest.mark.parametrize(
    "written",
    [
        "081234567890", "0812-3456-7890", "0812 3456 7890", "+62 812 3456 7890", "6281234567890",
        "+62 (0)812 3456 7890", "(0812) 3456-7890", "https://wa.me/6281234567890", "0812.3456.7890",
        "0812 3456 7890 12 orang",
    ],
)  # fmt: skip
def test_a_mobile_number_is_found_however_it_is_written(written):
    assert list(mobile_numbers(f"Hubungi {written} ya")) == ["6281234567890"]


@pytest.mark.parametrize(
    "words",
    [
        "129", "110", "08.00-15.30", "08-11-2026 08.30", "021-5551234", "(0741) 60123", "Rp812.345.678",
        "Rekening 0812-01-000123-50-1", "SAPA 08111-129-129", "1812345678901", NIK, "15.07.09.2002",
    ],
)  # fmt: skip
def test_offices_helplines_hours_and_accounts_are_no_private_telephone(words):
    assert list(mobile_numbers(words)) == []


def public_texts(village, words: str) -> list:
    """Pages with ``words`` in one public text each, of every kind there is."""
    service = ServicePage(title="Surat", summary="Surat dari desa.")
    service.requirements = [ServiceRequirement(text="KTP"), ServiceRequirement(text="KK", condition=words)]
    answered = ServicePage(title="Surat", summary="Surat dari desa.")
    answered.questions = [ServiceQuestion(question="Kepada siapa?", answer=words)]
    stepped = notice()
    stepped.steps = [InclusionStep(text=words)]
    contact = notice()
    contact.contacts = [InclusionContact(role="Petugas", name=words)]
    tagged = article(village)
    tagged.tags.add(words)
    return [
        article(village, title=words),
        article(village, summary=words),
        article(village, author_line=words),
        article(village, search_description=words),
        article(village, lead_image_alt=f"Warga {words}"),
        article(village, paragraph(f"Tulis <b>{words}</b>.")),
        article(village, heading(words)),
        article(village, table("Nama", cell=words)),
        article(village, table("Nama", words)),
        article(village, {"type": "quote", "value": {"text": "Ya.", "attribution": words}}),
        article(
            village, {"type": "callout", "value": {"kind": "info", "title": "", "text": f"<p>{words}</p>"}}
        ),
        article(village, paragraph(f'<a href="https://wa.me/?text={words}">pesan</a>')),
        tagged,
        service,
        answered,
        stepped,
        contact,
        InformationPage(title="Kontak", body=[("paragraph", f"<p>{words}</p>")]),
    ]


@pytest.mark.parametrize(("words", "code"), [(NIK, "number.identity"), (HAND, "number.phone")])
def test_a_number_of_a_person_is_found_in_every_public_text(village, words, code):
    for page in public_texts(village, words):
        page.village = village
        (found,) = problems_of(page)
        assert (found.code, found.judgement) == (code, False), page
        # What is kept and sent about it never holds the number.
        assert words not in str(found.as_data())
    for page in public_texts(village, "Warga"):
        page.village = village
        assert codes(page) == []


def test_an_office_number_stands_in_a_contact_field_and_may_then_be_named(village):
    page = notice(plain_summary=f"Hubungi {HAND}.")
    page.village = village
    assert codes(page) == ["number.phone"]
    page.contacts = [InclusionContact(role="Kasi Pelayanan", whatsapp="+62 812 3456 7890")]
    assert codes(page) == []


def test_a_number_of_the_villages_or_the_regencys_office_may_be_named(village):
    page = article(village, paragraph(f"Hubungi {HAND}."))
    assert codes(page) == ["number.phone"]
    row = OfficeContact.objects.create(
        office=village.offices.get(is_main=True), role="Sekretaris", phone="081234567890"
    )
    assert codes(page) == []
    row.delete()
    home = RegencyHomePage.objects.get()
    RegencyContact.objects.create(page=home, role="Dinas", phone="081234567890")
    assert codes(page) == []
    assert isinstance(row, ContactRow)


def test_a_nik_in_a_contact_field_is_found(village):
    page = notice()
    page.contacts = [InclusionContact(role="Kasi", phone=NIK)]
    page.village = village
    assert codes(page) == ["number.identity"]


def test_a_number_in_the_address_of_a_page_is_found(village):
    for slug, code in (("data-" + NIK, "number.identity"), (HAND, "number.phone")):
        (found,) = problems_of(article(village, slug=slug))
        assert (found.code, found.field) == (code, "slug")
    assert codes(article(village, slug="panen-raya-2026")) == []


def test_a_number_in_the_title_of_a_document_that_a_row_names_is_found_in_one_query(village):
    def service(*titles: str) -> ServicePage:
        page = ServicePage(title="Surat", summary="Surat dari desa.")
        page.forms = [
            ServiceForm(label="Formulir", document_id=CustomDocumentFactory(village=village, title=title).pk)
            for title in titles
        ]
        page.village = village
        return page

    for words, code in ((NIK, "number.identity"), (HAND, "number.phone")):
        (found,) = problems_of(service("Formulir", f"Formulir {words}"))
        assert (found.code, found.place.steps) == (code, (1, "document"))
    few, many = service("A"), service(*"ABCDEFGH")
    with CaptureQueriesContext(connection) as once:
        assert problems_of(few) == []
    with CaptureQueriesContext(connection) as often:
        assert problems_of(many) == []
    assert len(often) == len(once)


# Links to other pages.


def test_a_link_to_a_public_page_of_anybody_is_fine(village, neighbour):
    for target in (NewsArticlePageFactory(village=village), NewsArticlePageFactory(village=neighbour)):
        assert codes(article(village, link_to(target))) == []


def test_a_link_to_another_villages_draft_is_refused_and_its_title_told_to_nobody(village, neighbour):
    draft = NewsArticlePageFactory(village=neighbour, live=False, title="Rahasia desa lain")
    (found,) = problems_of(article(village, link_to(draft)))
    assert (found.code, found.judgement) == ("link.foreign_draft", False)
    assert "Rahasia" not in str(found)


def test_a_link_to_ones_own_draft_is_a_matter_of_judgement_and_to_nothing_is_not(village):
    draft = NewsArticlePageFactory(village=village, live=False)
    (found,) = problems_of(article(village, link_to(draft)))
    assert (found.code, found.judgement) == ("link.draft", True)
    gone = article(village, link_to(draft))
    Page.objects.get(pk=draft.pk).delete()
    (found,) = problems_of(gone)
    assert (found.code, found.judgement) == ("link.gone", False)


def test_a_row_that_belongs_to_a_draft_is_no_link_to_it(village):
    steps = [ServiceStep(text="Isi formulir.")]
    assert codes(ServicePageFactory(village=village, live=False, rows={"steps": steps})) == []


# As a whole.


def test_an_exception_holds_for_that_finding_on_that_page_only(village):
    page = NewsArticlePageFactory(
        village=village, body=[("paragraph", '<a href="https://a.id/">https://a.id/</a>')]
    )
    twin = NewsArticlePageFactory(
        village=village, body=[("paragraph", '<a href="https://a.id/">https://a.id/</a>')]
    )
    (found,) = problems_of(page)
    CheckOverride.objects.create(page=page, code=found.code, found_in=found.found_in, reason="Untuk dicetak.")
    assert open_problems(page) == []
    assert [one.code for one in open_problems(twin)] == ["link.bare"]
    page.body = [("paragraph", '<a href="https://b.id/">https://b.id/</a>')]
    assert [one.code for one in open_problems(page)] == ["link.bare"]


def test_an_exception_does_not_hold_for_what_takes_its_place(village):
    """Another table, another file of the picture, another publication without an end."""

    def found_in(page) -> str:
        (found,) = problems_of(page)
        assert found.judgement
        return found.found_in

    first, again = (found_in(article(village, table("Padi", " ", cell="1 ton"))) for _n in range(2))
    assert first == again
    assert first != found_in(article(village, table("Padi", " ", cell="2 ton")))
    assert found_in(notice(valid_until=None)) == found_in(notice(valid_until=None))
    assert found_in(notice(valid_until=None)) != found_in(notice(valid_until=None, title="Bantuan beras"))

    heavy = noisy(village)
    before = found_in(article(village, picture(heavy)))
    assert before == found_in(article(village, picture(heavy)))
    heavy.file.save("lain.jpg", noisy(village, 700).file)
    heavy.renditions.all().delete()
    assert before != found_in(article(village, picture(heavy)))


def test_a_row_of_exception_does_not_help_where_nobody_may_judge(village):
    page = NewsArticlePageFactory(village=village, summary=f"NIK {NIK}")
    (found,) = problems_of(page)
    CheckOverride.objects.create(page=page, code=found.code, found_in=found.found_in, reason="Boleh.")
    assert [one.code for one in open_problems(page)] == ["number.identity"]


def test_a_long_page_is_checked_with_the_same_queries_as_a_short_one(village):
    document = CustomDocumentFactory(village=village)
    other = InformationPageFactory(village=village)

    def queries(blocks: int) -> int:
        page = everything(village, document, other, blocks)
        problems_of(page)  # makes the sizes of the pictures, once
        page.body = NewsArticlePage.body.field.to_python(page.body.stream_block.get_prep_value(page.body))
        with CaptureQueriesContext(connection) as caught:
            assert codes(page) == []
        return len(caught)

    assert queries(1) == queries(50) <= 8
