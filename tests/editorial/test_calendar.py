"""What time does by itself, and the list that says it beforehand."""

from datetime import timedelta

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Revision

from core.formats import weekday_date
from editorial import calendar, gate
from editorial.models import PageCare, ReviewRound
from news.models import NewsArticlePage
from notifications.models import Notification
from people.models import User
from tests.factories.inclusion import InclusionNoticePageFactory
from tests.factories.news import NewsArticlePageFactory
from tests.factories.services import ServicePageFactory
from tests.factories.village_pages import VillageFactory, member
from village_pages.enums import Role
from village_pages.signals import publication_held

pytestmark = pytest.mark.django_db

NOW = timezone.now().replace(microsecond=0)
IN_FIVE_DAYS = NOW + timedelta(days=5)


def waiting(village, author, **fields) -> NewsArticlePage:
    page = NewsArticlePageFactory(
        village=village, owner=author, live=False, title=fields.pop("title", "Panen")
    )
    for name, value in fields.items():
        setattr(page, name, value)
    page.save_revision(user=author)
    page.get_workflow().start(page, author)
    return NewsArticlePage.objects.get(pk=page.pk)


def approve(page, user) -> None:
    state = page.current_workflow_task_state
    state.task.specific.on_action(state, user, "approve")


def shown(client, user, **query) -> BeautifulSoup:
    client.force_login(User.objects.get(pk=user.pk))
    answer = client.get(reverse("calendar"), query)
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser")


def lines(screen: BeautifulSoup) -> list[str]:
    return [" ".join(entry.text.split()) for entry in screen.select(".desk__entry")]


def run_due_at(moment) -> None:
    with time_machine.travel(moment, tick=False):
        call_command("run_due")
        call_command("run_due")


def test_approved_for_later_it_is_public_at_its_time_and_gone_at_its_end(client, village, contributor, cadre):
    page = waiting(village, contributor, go_live_at=IN_FIVE_DAYS, expire_at=IN_FIVE_DAYS + timedelta(days=3))
    url = page.get_url()
    assert any("Minta tayang, belum disetujui" in line for line in lines(shown(client, cadre)))
    approve(page, cadre)
    listed = lines(shown(client, cadre))
    assert [line for line in listed if "Mulai tayang" in line and "Panen" in line]
    assert not any("Minta tayang" in line for line in listed)
    client.logout()

    run_due_at(IN_FIVE_DAYS - timedelta(minutes=1))
    assert client.get(url).status_code == 404
    run_due_at(IN_FIVE_DAYS + timedelta(minutes=1))
    assert client.get(url).status_code == 200
    with time_machine.travel(IN_FIVE_DAYS + timedelta(minutes=2), tick=False):
        assert any("Berhenti tayang" in line for line in lines(shown(client, cadre)))
        client.logout()
    run_due_at(IN_FIVE_DAYS + timedelta(days=4))
    assert client.get(url).status_code == 404


def test_a_clock_that_was_down_catches_up(client, village, contributor, cadre):
    page = waiting(village, contributor, go_live_at=IN_FIVE_DAYS)
    approve(page, cadre)
    run_due_at(IN_FIVE_DAYS + timedelta(days=10))
    assert client.get(page.get_url()).status_code == 200


def test_what_fails_its_check_at_its_minute_is_held_and_told(
    client, village, contributor, cadre, monkeypatch
):
    page = waiting(village, contributor, go_live_at=IN_FIVE_DAYS)
    approve(page, cadre)
    monkeypatch.setattr(gate, "_content_checks", [lambda page: "Ada nomor NIK di ringkasan."])
    held = []

    def listen(sender, page, words, **kwargs):
        held.append(words)

    publication_held.connect(listen)
    try:
        run_due_at(IN_FIVE_DAYS + timedelta(minutes=1))
    finally:
        publication_held.disconnect(listen)
    assert held == ["Ada nomor NIK di ringkasan."]
    assert client.get(page.get_url()).status_code == 404
    assert not Revision.page_revisions.filter(approved_go_live_at__isnull=False).exists()
    assert Notification.objects.filter(kind="page.held", recipient=contributor).count() == 1
    assert not any("Mulai tayang" in line for line in lines(shown(client, cadre)))


def test_the_list_goes_in_the_order_of_time_by_days_with_one_action_each(client, village, contributor, cadre):
    late = waiting(village, contributor, title="Menunggu lama")
    ReviewRound.objects.filter(page=late).update(due_at=NOW - timedelta(days=2))
    InclusionNoticePageFactory(village=village, title="Posyandu", valid_until=NOW + timedelta(days=7))
    service = ServicePageFactory(village=village, title="Surat pindah")
    PageCare.objects.filter(page=service).update(check_due_at=NOW + timedelta(days=9))
    far = ServicePageFactory(village=village, title="Surat jauh")
    assert PageCare.objects.get(page=far).check_due_at > NOW + timedelta(days=60)

    screen = shown(client, cadre)
    days = [heading.text for heading in screen.select("main h2, .desk h2")]
    assert days == [weekday_date(NOW + timedelta(days=n)) for n in (-2, 7, 9)]
    first, second, third = lines(screen)
    for line, words in (
        (first, ("Menunggu lama", "Batas waktu pemeriksaan", "lewat 2 hari", "Pematang Rahim")),
        (second, ("Posyandu", "Masa berlaku habis")),
        (third, ("Surat pindah", "Periksa ulang")),
    ):
        assert all(word in line for word in words), line
    assert [len(entry.select("a")) for entry in screen.select(".desk__entry")] == [1, 1, 1]
    actions = [entry.a["href"] for entry in screen.select(".desk__entry")]
    assert actions[0] == reverse("review_page", args=[late.pk])
    assert actions[2] == reverse("page_checks")
    for address in actions:
        assert client.get(address).status_code == 200


def test_each_sees_the_villages_that_are_his_to_watch(
    client, village, neighbour, contributor, cadre, foreign_cadre, officer
):
    page = waiting(village, contributor, title="Kabar rahasia")
    assert "Kabar rahasia" in shown(client, cadre).text
    assert "Kabar rahasia" not in shown(client, foreign_cadre).text
    assert client.get(reverse("calendar"), {"desa": village.code}).status_code == 404
    everything = shown(client, officer)
    assert "Kabar rahasia" in everything.text
    assert reverse("reading_page", args=[page.pk]) in str(everything)
    assert "Kabar rahasia" in shown(client, officer, desa=village.code).text
    assert "Kabar rahasia" not in shown(client, officer, desa=neighbour.code).text
    client.force_login(contributor)
    assert client.get(reverse("calendar")).status_code == 403
    home = client.get(reverse("menu")).content.decode()
    assert reverse("calendar") not in home


def test_it_takes_as_many_queries_for_many_entries_as_for_few(client, officer):
    def grow(count: int) -> None:
        for _number in range(count):
            village = VillageFactory()
            author, cadre = member(Role.CONTRIBUTOR, village), member(Role.CADRE, village)
            waiting(village, author, go_live_at=IN_FIVE_DAYS)
            approve(waiting(village, author, title="Jadwal", go_live_at=IN_FIVE_DAYS), cadre)
            service = ServicePageFactory(village=village, expire_at=IN_FIVE_DAYS)
            PageCare.objects.filter(page=service).update(check_due_at=IN_FIVE_DAYS)

    def queries() -> int:
        client.force_login(officer)
        client.get(reverse("calendar"))
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse("calendar"))
        return len(captured)

    grow(1)
    few = queries()
    grow(8)
    assert queries() == few


def test_other_villages_do_not_crowd_out_ones_own(client, village, neighbour, officer, monkeypatch):
    monkeypatch.setattr(calendar, "MOST", 2)
    for place, days in ((neighbour, 1), (neighbour, 2), (neighbour, 3), (village, 4)):
        title = f"Jadwal {days} {place.title}"
        page = waiting(place, member(Role.CONTRIBUTOR, place), title=title, go_live_at=NOW + timedelta(days))
        approve(page, member(Role.CADRE, place))
    listed = lines(shown(client, officer, desa=village.code))
    assert [line for line in listed if "Mulai tayang" in line and "Jadwal 4 Pematang Rahim" in line]
    assert not any("Sungai Beras" in line for line in listed)
