"""The words themselves: marked, without real people or numbers, in the language the project asks for."""

import dataclasses
import re

import pytest

from comments.enums import CommentState, ReasonCode
from comments.names import checked_name
from core.enums import Pillar, SdgsGoal
from example_content.drawings import SCENES
from example_content.texts import Setting, fill, links, marked, marked_after
from example_content.texts.comments import REMARKS, SHORT_REMARKS
from example_content.texts.information import REGENCY, VILLAGE
from example_content.texts.news import ARTICLES, weekly_notes
from example_content.texts.notices import NOTICES
from example_content.texts.offices import DISTRICTS
from example_content.texts.offices import REGENCY as REGENCY_OFFICES
from example_content.texts.services import COMMON_KEYS, DIFFERENCES, OWN_SERVICES, QUESTIONS, SERVICES
from example_content.texts.topics import MATTERS
from inclusion.enums import Audience
from services.aspects import FIELDS, Aspect
from services.enums import Audience as ServiceAudience
from services.enums import LifeEvent
from village_pages.management.commands.open_villages import EXAMPLE_LIST
from village_pages.opening import read_villages

SETTING = Setting("15.07.09.2002", "Pematang Rahim", "Mendahara Ulu", "pematang-rahim", 15)
EVERYTHING = (
    ARTICLES,
    weekly_notes(18),
    SERVICES,
    DIFFERENCES,
    OWN_SERVICES,
    QUESTIONS,
    REGENCY_OFFICES,
    NOTICES,
    REGENCY,
    VILLAGE,
    REMARKS,
    SHORT_REMARKS,
    MATTERS,
)
# Words that hurt, and what the law says instead: domain notes, glossary.
AVOIDED = ("cacat", "orang normal", "penderita", "idiot", "autis ", "gila", "suku terasing", "wanita")
FAKE_PHONE = re.compile(r"0812-0000-00\d\d")
DIGIT_RUN = re.compile(r"(?<!\d)\+?\d(?:[ .\-]?\d){8,}(?!\d)")


def strings_of(thing):
    """Every string in nested tuples, dictionaries and dataclasses, with the village's words filled in."""
    if isinstance(thing, str):
        yield fill(thing, SETTING)
    elif dataclasses.is_dataclass(thing):
        for field in dataclasses.fields(thing):
            yield from strings_of(getattr(thing, field.name))
    elif isinstance(thing, dict):
        for value in thing.values():
            yield from strings_of(value)
    elif isinstance(thing, (tuple, list)):
        for value in thing:
            yield from strings_of(value)


def test_no_text_holds_a_number_that_could_be_somebodys():
    found = [
        match.group()
        for text in strings_of(EVERYTHING)
        for match in DIGIT_RUN.finditer(re.sub(r"Rp[\d.]+", "", text))
        if not FAKE_PHONE.fullmatch(match.group())
    ]

    assert found == []


def test_no_telephone_number_is_a_real_one():
    numbers = {fill(contact.phone, SETTING) for notice in NOTICES for contact in notice.contacts}

    assert {number for number in numbers if not FAKE_PHONE.fullmatch(number)} == set()


@pytest.mark.parametrize("word", AVOIDED)
def test_no_text_uses_a_word_that_the_domain_notes_avoid(word):
    found = [text for text in strings_of(EVERYTHING) if re.search(rf"\b{word}", text, re.IGNORECASE)]

    assert found == []


def test_every_place_to_fill_in_is_known():
    left = [text for text in strings_of(EVERYTHING) if re.search(r"[{}]", text)]

    assert left == []


def test_figures_of_a_village_fit_together():
    words = SETTING.words()

    assert words["perempuan"] + words["laki"] == words["peserta"]
    assert words["bibit1"] + words["bibit2"] + words["bibit3"] == words["bibit"]


def test_every_link_leads_to_a_text_that_exists():
    keys = {f"layanan/{service.key}" for service in SERVICES} | {
        f"berita/{article.key}" for article in ARTICLES
    }
    targets = {target for text in strings_of(EVERYTHING) for target in re.findall(r"\[\[([^|\]]*)\|", text)}

    assert targets
    assert targets <= keys


def test_a_link_without_its_page_becomes_plain_words():
    assert links("Baca [[layanan/x|di sini]].", lambda path: "") == "Baca di sini."
    assert links("Baca [[layanan/x|di sini]].", lambda path: f'<a href="{path}">') == (
        'Baca <a href="layanan/x">di sini</a>.'
    )


def test_titles_are_marked_as_example():
    assert "Contoh" in marked("Berita")
    assert "Contoh" in marked_after("Layanan")


@pytest.mark.parametrize("article", ARTICLES, ids=lambda article: article.key)
def test_an_article_is_long_enough_to_be_real_and_short_enough_to_be_read(article):
    words = " ".join(
        re.sub(r"<[^>]+>", " ", text) for text in strings_of((article.summary, article.body))
    ).split()

    assert 150 <= len(words) <= 350
    assert len(fill(article.summary, SETTING)) <= 300
    assert {type(part).__name__ for part in article.body} >= {"Heading", "Text", "Quote", "Callout"}
    assert article.scene in SCENES
    assert set(article.pillars) <= set(Pillar.values)
    assert set(article.goals) <= set(SdgsGoal.values)


def test_every_speaker_is_a_role_and_said_to_be_invented():
    speakers = [
        part.attribution for article in ARTICLES for part in article.body if hasattr(part, "attribution")
    ]

    assert speakers
    assert all("rekaan" in speaker for speaker in speakers)


def test_the_articles_touch_every_pillar_and_every_environment_and_inclusion_goal():
    assert {pillar for article in ARTICLES for pillar in article.pillars} == set(Pillar.values)
    assert {goal for article in ARTICLES for goal in article.goals} >= {5, 6, 10, 11, 12, 13, 14, 15, 16}


def test_all_sixteen_services_are_told_with_steps_time_and_result():
    assert len({service.key for service in SERVICES}) == 16
    assert set(COMMON_KEYS) <= {service.key for service in SERVICES}
    for service in SERVICES:
        assert service.requirements  # none at all is said in words: empty means unknown
        assert service.steps
        assert service.time
        assert service.result
        assert service.laws
        assert service.complaints
        assert len(service.notes) <= 600


def test_every_service_is_found_by_other_words_and_every_event_and_audience_leads_somewhere():
    for service in SERVICES:
        assert 8 <= len(service.also_called.split(", ")) <= 25, service.key
        assert service.life_events
        assert set(service.outside) <= {office.key for office in REGENCY_OFFICES}
    assert {event for service in SERVICES for event in service.life_events} == set(LifeEvent.values)
    assert {one for service in SERVICES for one in service.audiences} == set(ServiceAudience.values)


def test_offices_outside_are_said_to_be_examples_and_no_person_is_named():
    for office in REGENCY_OFFICES:
        assert office.name.endswith("(contoh)")
        assert "alamat contoh" in office.address
    assert set(DISTRICTS) == {row.district for row in read_villages(EXAMPLE_LIST)}


def test_differences_and_own_services_belong_to_villages_that_there_are():
    codes = {row.code for row in read_villages(EXAMPLE_LIST)}
    by_key = {service.key: service for service in SERVICES}

    assert len(DIFFERENCES) >= 3
    assert {*DIFFERENCES, *OWN_SERVICES} <= codes
    assert not {service.key for service in OWN_SERVICES.values()} & by_key.keys()
    for differences in DIFFERENCES.values():
        for one in differences:
            assert one.key in by_key
            assert one.reason.endswith("(contoh).")
            assert bool(one.values) != bool(one.more_requirements)
            assert set(one.values) <= set(FIELDS.get(Aspect(one.aspect), ()))
    assert len(QUESTIONS) == 2
    assert QUESTIONS.keys() <= by_key.keys()


def test_only_marriage_outside_office_hours_costs_money():
    assert {service.key: service.fee.amount for service in SERVICES if service.fee.kind != "free"} == {
        "surat-pengantar-nikah": 600_000
    }


@pytest.mark.parametrize("notice", NOTICES, ids=lambda notice: notice.key)
def test_a_notice_begins_with_at_most_five_short_sentences_and_names_help_outside_the_village(notice):
    sentences = re.findall(r"[^.?!]+[.?!]", notice.plain_summary)

    assert len(sentences) <= 5
    assert max(len(sentence.split()) for sentence in sentences) <= 14
    assert len(notice.contacts) >= 2
    assert any(contact.outside for contact in notice.contacts)
    assert any(not contact.outside for contact in notice.contacts)
    assert set(notice.audiences) <= set(Audience.values)


def test_notices_reach_every_audience_and_include_one_to_come_and_one_that_is_over():
    audiences = {audience for notice in NOTICES for audience in notice.audiences}

    assert audiences == set(Audience.values) - {Audience.DISABILITY}
    assert any(notice.from_day > 0 for notice in NOTICES)
    assert any(notice.until_day is not None and notice.until_day < 0 for notice in NOTICES)


def test_the_notice_on_safety_has_an_unsuspicious_title_and_asks_for_no_stories():
    notice = next(notice for notice in NOTICES if notice.key == "tempat-bicara-yang-aman")

    assert not re.search(r"kekerasan|korban|pelecehan", f"{notice.key} {notice.title}", re.IGNORECASE)
    assert "tidak mencatat" in notice.confidentiality


def test_comments_come_in_every_state_from_names_that_the_form_would_take():
    states = {remark.state for remark in REMARKS}

    assert len(REMARKS) >= 15
    assert states == {
        CommentState.PUBLISHED,
        CommentState.PENDING,
        CommentState.REJECTED,
        CommentState.HIDDEN,
    }
    assert {remark.reason for remark in REMARKS if remark.reason} <= set(ReasonCode.values)
    for remark in REMARKS:
        assert checked_name(remark.name) == remark.name
        assert remark.article in {article.key for article in ARTICLES}
