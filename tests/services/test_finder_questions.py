"""Sixty questions in villagers' words, written apart from the finder's tables: the right service is found."""

from dataclasses import replace

from example_content.service_pages import service_standard
from example_content.texts.services import SERVICES
from services.finder.catalogue import Entry
from services.finder.ranking import Index
from tests.pages import say
from tests.services.villagers_questions import QUESTIONS

FIRST = 3
ENOUGH = 55


def test_the_right_service_is_among_the_first_three():
    standards = [(text.key, service_standard(text)) for text in SERVICES]
    index = Index(_document(key, standard) for key, standard in standards)
    assert len(QUESTIONS) == 60
    assert {slug for _words, slug in QUESTIONS} <= {key for key, _standard in standards}
    found = sum(slug in [hit.key for hit in index.search(words)][:FIRST] for words, slug in QUESTIONS)
    first = sum(slug in [hit.key for hit in index.search(words)][:1] for words, slug in QUESTIONS)
    say(f"finder: {found} of {len(QUESTIONS)} questions among the first {FIRST}, {first} the very first")
    assert found >= ENOUGH


def _document(key, standard):
    return replace(Entry(standard, standard.title, "").document, key=key)
