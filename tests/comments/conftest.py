"""Two villages with an article each, their cadres, and a guest who fills in the form."""

import re
from dataclasses import dataclass, field

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from comments import stamps
from comments.limits import Count
from news.models import NewsArticlePage, NewsIndexPage
from people.models import User
from village_pages.enums import Role
from village_pages.opening import open_village
from village_pages.rights import appoint


@pytest.fixture
def village(db):
    return open_village(code="15.07.09.2002", name="Pematang Rahim", district="Mendahara Ulu")[0]


@pytest.fixture
def other_village(db):
    return open_village(code="15.07.09.2001", name="Sinar Wajo", district="Mendahara Ulu")[0]


def article_in(village, **fields) -> NewsArticlePage:
    index = NewsIndexPage.objects.child_of(village).get()
    values = {"title": "Gotong royong di dusun", "summary": "Warga membersihkan saluran air.", **fields}
    page = index.add_child(instance=NewsArticlePage(**values))
    page.save_revision().publish()
    return NewsArticlePage.objects.get(pk=page.pk)


@pytest.fixture
def article(village):
    return article_in(village)


@pytest.fixture
def other_article(other_village):
    return article_in(other_village, title="Panen raya")


def staff(username: str, role: str, village, display_name: str) -> User:
    user = User.objects.create_user(username=username, password="sandi-untuk-uji", display_name=display_name)
    appoint(user=user, role=role, village=village)
    return user


@pytest.fixture
def cadre(village):
    return staff("kader.pematang", Role.CADRE, village, "Siti Rahma")


@pytest.fixture
def second_cadre(village):
    return staff("kader.kedua", Role.CADRE, village, "Budi Hartono")


@pytest.fixture
def other_cadre(other_village):
    return staff("kader.sinar", Role.CADRE, other_village, "Rina Wati")


@pytest.fixture
def contributor(village):
    return staff("penulis.pematang", Role.CONTRIBUTOR, village, "Dewi")


@dataclass
class Guest:
    """A visitor with one browser: opens the form, waits a little, sends it."""

    client: Client = field(default_factory=lambda: Client(enforce_csrf_checks=True))

    def form(self, page) -> dict[str, str]:
        """The hidden fields of a freshly opened form."""
        response = self.client.get(form_url(page))
        assert response.status_code == 200, response.status_code
        html = response.content.decode()
        return {
            name: re.search(rf'name="{name}" value="([^"]+)"', html)[1]
            for name in ("csrfmiddlewaretoken", "stamp")
        }

    def send(self, page, **fields):
        """Post the form with good words unless ``fields`` say otherwise; a field that is None is left out."""
        opened = {} if {"csrfmiddlewaretoken", "stamp"} <= fields.keys() else self.form(page)
        values = {
            "name": "Nurhayati",
            "place": "Dusun Mawar",
            "body": "Kapan kegiatan berikutnya?",
            "lanjutan": "",
        }
        values |= opened | fields
        return self.client.post(
            form_url(page), {name: value for name, value in values.items() if value is not None}
        )


def form_url(page) -> str:
    return reverse("comments:write", args=[page.translation_key])


@pytest.fixture
def guest(db):
    return Guest()


@pytest.fixture
def patient(monkeypatch):
    """Nobody in these tests waits three seconds before sending."""
    monkeypatch.setattr(stamps, "MIN_SECONDS", 0)


@pytest.fixture
def unlimited(monkeypatch):
    """Limits are tested by their own tests; here one browser may send as often as the test needs."""
    monkeypatch.setattr("comments.limits.hit", lambda limit, value, now=None: _first(limit))


def _first(limit) -> Count:
    return Count(limit=limit, n=1, until=timezone.now())
