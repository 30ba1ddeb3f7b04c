"""What readers see of the list, where, and that no page has numbers of its own."""

import re
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.template import Context, Template

from safety import acts, contacts
from safety.enums import HelpKind
from safety.models import HelpContact
from tests.example_content.test_texts import EVERYTHING, strings_of
from tests.factories.inclusion import InclusionNoticePageFactory
from tests.factories.safety import HelpContactFactory
from tests.factories.village_pages import InformationPageFactory
from tests.pages import query_count

pytestmark = pytest.mark.django_db

# Numbers of real bodies, as they are printed.
REAL_NUMBER = re.compile(
    r"(?<![\d.,-])(?:129|110|119|112|115|137|143|148|165|1708|08111[\d-]*)(?![\d.,%-]*\d)"
)


def shown_for(village=None) -> str:
    return Template("{% load safety_tags %}{% help_contacts village %}").render(Context({"village": village}))


def test_only_what_is_sure_is_shown_and_of_ones_own_village(no_contacts, village, neighbour):
    HelpContactFactory(name="Polisi", kind=HelpKind.POLICE, phone="110")
    HelpContactFactory(name="UPTD PPA", is_sure=False)
    HelpContactFactory(name="Puskesmas", kind=HelpKind.MEDICAL, village=village)
    HelpContactFactory(name="SAPA", phone="129")

    assert [one.name for one in contacts.shown(village)] == ["SAPA", "Polisi", "Puskesmas"]
    assert [one.name for one in contacts.shown(neighbour)] == ["SAPA", "Polisi"]
    assert [one.name for one in contacts.shown(None)] == ["SAPA", "Polisi"]
    assert "UPTD PPA" not in shown_for(village)


def test_a_contact_is_called_written_to_or_gone_to(no_contacts):
    HelpContactFactory(
        name="SAPA 129",
        phone="129",
        whatsapp="08111129129",
        address="Jalan Jambi 1",
        checked_on=date(2026, 11, 24),
    )
    page = shown_for()

    assert 'href="tel:129"' in page
    assert 'href="https://wa.me/628111129129"' in page
    assert "WhatsApp <span>0811-1129-129</span>" in page
    assert "Jalan Jambi 1" in page
    assert "Terakhir diperiksa 24 November 2026." in page


def test_that_no_local_office_is_known_is_said(no_contacts):
    HelpContactFactory(phone="129")
    assert "belum dipastikan Dinas" in shown_for()
    HelpContactFactory(address="Muara Sabak, Jalan Jambi 1")
    assert "belum dipastikan Dinas" not in shown_for()


def test_where_room_is_short_who_helps_stands_in_one_line_and_the_rest_is_folded(no_contacts):
    folded = Template("{% load safety_tags %}{% help_folded village open %}")
    HelpContactFactory(name="Polisi", kind=HelpKind.POLICE, phone="110")
    assert "<details open>" in folded.render(Context())
    HelpContactFactory(name="SAPA", phone="129", note="Gratis, 24 jam")

    page = folded.render(Context())
    assert 'href="tel:129">SAPA (129)</a>: Gratis, 24 jam' in page
    assert "<details>" in page
    assert page.index("SAPA") < page.index("<details>") < page.index("Polisi")
    assert "<details open>" in folded.render(Context({"open": True}))


def test_a_new_site_shows_the_sure_national_numbers_and_not_112(db):
    shown = contacts.shown(None)

    assert {one.phone for one in shown if one.phone} == {"129", "110", "119"}
    assert not HelpContact.objects.filter(phone="112").exists()
    assert not HelpContact.objects.filter(is_sure=False, checked_on__isnull=False).exists()


def test_inclusion_pages_and_the_contact_page_show_the_list_once(client, village):
    notice = InclusionNoticePageFactory(village=village, title="Tempat bicara")
    pages = [
        notice.url,
        notice.get_parent().url,
        InformationPageFactory(village=village, title="Kontak", slug="kontak", live=True).url,
    ]
    for address in pages:
        page = client.get(address).content.decode()
        assert page.count('href="tel:129"') == 1, address
        assert page.count('id="nomor-bantuan"') == 1, address
    other = InformationPageFactory(village=village, title="Tentang", slug="tentang", live=True)
    assert 'href="tel:129"' not in client.get(other.url).content.decode()


def test_the_list_of_all_villages_has_the_way_out_and_the_help_and_other_lists_do_not(client, village):
    page = client.get("/inklusi/")
    assert page.content.decode().count('id="keluar-cepat"') == 1
    assert page.content.decode().count('href="tel:129"') == 1
    assert "sha256-" in page["Content-Security-Policy"].split("script-src")[1].split(";")[0]
    other = client.get("/berita/")
    assert other.status_code == 200
    assert 'id="keluar-cepat"' not in other.content.decode()
    assert (
        "script-src" not in other["Content-Security-Policy"]
        or "sha256-" not in other["Content-Security-Policy"].split("script-src")[1].split(";")[0]
    )


def test_what_is_shown_costs_as_much_with_ten_contacts_as_with_five_hundred(client, village, settings):
    settings.PAGE_CACHE_ENABLED = False
    notice = InclusionNoticePageFactory(village=village)
    before = query_count(client, notice.url)
    HelpContactFactory.create_batch(500)
    assert query_count(client, notice.url) == before


def test_a_kept_page_shows_a_change_at_once(
    client, village, officer, settings, django_capture_on_commit_callbacks
):
    settings.PAGE_CACHE_ENABLED = True
    notice = InclusionNoticePageFactory(village=village)
    assert "Pos baru" not in client.get(notice.url).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        acts.add(HelpContactFactory.build(name="Pos baru", checked_on=None), by=officer)
    assert "Pos baru" in client.get(notice.url).content.decode()


def test_no_text_and_no_template_has_such_a_number_of_its_own():
    found = {text for text in strings_of(EVERYTHING) if REAL_NUMBER.search(text)}
    for template in (Path(settings.BASE_DIR) / "templates").rglob("*.html"):
        # Sizes of pictures and fields are no numbers to call.
        bare = re.sub(
            r"""[\w-]+="?[\d. ]+"?|\{%-? *comment.*?endcomment""", "", template.read_text(), flags=re.DOTALL
        )
        found |= {f"{template.name}: {number}" for number in REAL_NUMBER.findall(bare)}
    assert found == set()


@pytest.mark.parametrize(
    "words", ["Hubungi 129.", "Hubungi polisi di 110.", "WhatsApp 08111-129-129", "SAPA 129 (24 jam)"]
)
def test_a_number_printed_by_hand_is_found(words):
    assert REAL_NUMBER.search(words)
