"""The list of words for which comments are held: each village keeps its own, the regency one for all."""

import pytest
from django.test import Client
from django.urls import reverse

from audit.models import Act
from comments.models import WatchedWord
from comments.watched_words import fold, found_in
from comments.word_views import MOST_WORDS
from tests.comments.conftest import staff
from tests.factories.people import with_second_factor
from village_pages.enums import Role, VillageState
from village_pages.models import VillageAccess

pytestmark = pytest.mark.django_db

LIST = "comment_moderation:word_list"


def browser(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def desk(cadre):
    return browser(cadre)


@pytest.fixture
def officer(db):
    return with_second_factor(staff("dinas", Role.OFFICER, None, "Pak Dinas"))


def add(client, village, word):
    code = village.code if village else "semua"
    return client.post(reverse(LIST), {"desa": code, "word": word})


def word_of(village, word: str = "judi") -> WatchedWord:
    return WatchedWord.objects.create(village=village, word=word, folded=fold(word))


def remove(client, word):
    return client.post(reverse("comment_moderation:word_remove", args=[word.pk]))


def test_a_word_is_added_holds_comments_and_is_removed_with_lines_in_the_log(desk, village, cadre):
    assert add(desk, village, "  Judi   Online ").status_code == 302
    word = WatchedWord.objects.get()
    assert (word.village, word.word) == (village, "Judi Online")
    assert found_in("Ayo main JUDI online!", village)
    assert "Judi Online" in desk.get(reverse(LIST)).content.decode()
    assert remove(desk, word).status_code == 302
    assert not found_in("Ayo main JUDI online!", village)
    verbs = Act.objects.filter(verb__startswith="comment.word").values_list(
        "verb", "actor_key", "village_code"
    )
    assert set(verbs) == {
        ("comment.word_added", cadre.pk, village.code),
        ("comment.word_removed", cadre.pk, village.code),
    }


@pytest.mark.parametrize("word", ["", "  ", "!!!", "a" * 61, "\u200b", "\x00"])
def test_nothing_and_too_much_is_no_word(desk, village, word):
    response = add(desk, village, word)
    assert response.status_code == 422
    assert "error-message" in response.content.decode()
    assert not WatchedWord.objects.exists()


def test_the_same_word_once_however_it_is_written(desk, village):
    add(desk, village, "Judi")
    response = add(desk, village, "JUD1")
    assert response.status_code == 422
    assert "sudah ada di daftar" in response.content.decode()
    assert WatchedWord.objects.count() == 1


def test_at_most_two_hundred_a_village(desk, village):
    WatchedWord.objects.bulk_create(
        WatchedWord(village=village, word=f"kata {n}", folded=f"kata {n}") for n in range(MOST_WORDS)
    )
    assert "sudah penuh" in add(desk, village, "satu lagi").content.decode()
    assert WatchedWord.objects.count() == MOST_WORDS
    assert desk.get(reverse(LIST), {"page": "2"}).status_code == 200


def test_case_16_another_villages_list_is_not_found(desk, other_village, other_cadre):
    """case 16"""
    word = word_of(other_village, "rahasia")
    assert "rahasia" not in desk.get(reverse(LIST)).content.decode()
    assert desk.get(reverse(LIST), {"desa": other_village.code}).status_code == 404
    assert add(desk, other_village, "baru").status_code == 404
    assert remove(desk, word).status_code == 404
    assert desk.get(reverse("comment_moderation:word_remove", args=[word.pk])).status_code == 405
    assert WatchedWord.objects.count() == 1
    assert remove(browser(other_cadre), word).status_code == 302


def test_the_regencys_list_is_read_by_cadres_and_kept_by_officers(desk, officer, village):
    word = word_of(None, "pinjol")
    page = desk.get(reverse(LIST), {"desa": "semua"}).content.decode()
    assert "pinjol" in page
    assert "Hapus" not in page
    assert add(desk, None, "baru").status_code == 403
    assert remove(desk, word).status_code == 404
    office = browser(officer)
    assert add(office, None, "togel").status_code == 302
    assert remove(office, word).status_code == 302
    assert [one.word for one in WatchedWord.objects.filter(village=None)] == ["togel"]
    # What a village keeps is the village's.
    assert office.get(reverse(LIST), {"desa": village.code}).status_code == 404


def test_in_a_paused_village_the_list_is_only_read(desk, village):
    word = word_of(village)
    VillageAccess.objects.filter(village=village).update(state=VillageState.PAUSED)
    assert "judi" in desk.get(reverse(LIST)).content.decode()
    assert add(desk, village, "baru").status_code == 403
    assert remove(desk, word).status_code == 403


@pytest.mark.parametrize("role", [Role.CONTRIBUTOR, Role.VILLAGE_OFFICIAL])
def test_who_does_not_decide_does_not_see_the_words(village, role):
    word = word_of(village, "katalarangan")
    client = browser(staff(f"akun.{role}", role, village, "Orang Lain"))
    for response in (client.get(reverse(LIST)), add(client, village, "baru"), remove(client, word)):
        assert response.status_code in (302, 403, 404)
        assert "katalarangan" not in response.content.decode()
    assert WatchedWord.objects.count() == 1
