"""Every published page has an owner and a review date; "masih benar" is one tap, and no rubber stamp."""

import re
from datetime import timedelta

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page
from wagtail.rich_text import RichText

from audit.models import Act
from editorial.care import care_to_check, give_due_dates, seal
from editorial.enums import SecondReader
from editorial.models import PageCare, ReviewRule
from editorial.owners import give_owners
from notifications.models import Notification
from people.models import User
from services.models import ServiceOffice, ServicePage, ServiceRequirement
from tests.factories.inclusion import InclusionNoticePageFactory
from tests.factories.news import NewsArticlePageFactory
from tests.factories.offices import OfficeFactory
from tests.factories.services import ServicePageFactory
from tests.factories.village_pages import InformationPageFactory, member, regency_information
from village_pages.enums import Role
from village_pages.rights import appoint, dismiss

pytestmark = pytest.mark.django_db

NOW = timezone.now().replace(microsecond=0)
HALF_A_YEAR = timedelta(days=180)


def care(page) -> PageCare:
    return PageCare.objects.get(page_id=page.pk)


def service(village, **fields) -> ServicePage:
    rows = {
        "requirements": [ServiceRequirement(text="KTP asli", sort_order=0)],
        "offices": [ServiceOffice(office=OfficeFactory(village=village, name="Balai dusun"), sort_order=0)],
    }
    return ServicePageFactory(village=village, rows=rows, **fields)


def due(page, days_ago: float = 1, **fields) -> None:
    at = timezone.now() - timedelta(days=days_ago)
    fields = {"checked_at": None, "checked_by": None, "check_told_at": None} | fields
    PageCare.objects.update_or_create(page_id=page.pk, defaults={"check_due_at": at} | fields)


def listing(client, user) -> BeautifulSoup:
    client.force_login(User.objects.get(pk=user.pk))
    answer = client.get(reverse("page_checks"))
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser")


def seals(client, user) -> list[str]:
    return [box["value"] for box in listing(client, user).select("input[name=marked]")]


def confirm(client, **data):
    return client.post(reverse("page_checks_confirm"), data, follow=True)


def said(answer) -> str:
    return " ".join(str(message) for message in answer.context["messages"])


@pytest.mark.parametrize(
    ("factory", "days"),
    [(ServicePageFactory, 180), (InformationPageFactory, 365), (NewsArticlePageFactory, None)],
)
def test_publishing_is_looking_and_sets_the_next_date_by_kind(village, cadre, factory, days):
    page = factory(village=village, live=False)
    later = NOW + timedelta(hours=1)
    with time_machine.travel(later, tick=False):
        page.publish(page.get_latest_revision(), user=cadre, skip_permission_checks=True)
    row = care(page)
    assert (row.checked_at, row.checked_by) == (later, cadre)
    assert row.check_due_at == (later + timedelta(days=days) if days else None)


def test_a_notice_is_due_when_it_ends_and_the_rule_may_ask_for_other_days(village):
    until = NOW + timedelta(days=20)
    assert care(InclusionNoticePageFactory(village=village, valid_until=until)).check_due_at == until
    ReviewRule.objects.create(
        kind="service", village=village, second_reader=SecondReader.FACTS, check_after_days=30
    )
    page = service(village)
    assert care(page).check_due_at - timezone.now() <= timedelta(days=30)


def test_what_the_clock_publishes_was_looked_at_by_who_approved_it(village, contributor, cadre):
    page = NewsArticlePageFactory(village=village, owner=contributor, live=False)
    page.go_live_at = NOW + timedelta(days=5)
    page.save_revision(user=contributor)
    page.get_workflow().start(page, contributor)
    state = page.current_workflow_task_state
    state.task.specific.on_action(state, cadre, "approve")
    with time_machine.travel(NOW + timedelta(days=5, minutes=1), tick=False):
        call_command("run_due")
    page.refresh_from_db()
    assert page.live
    assert care(page).checked_by == cadre
    assert care(page).checked_at < NOW + timedelta(days=1)


def test_pages_from_before_get_their_dates_in_few_queries(village):
    def without_dates(count: int) -> int:
        for _ in range(count):
            service(village)
        PageCare.objects.all().delete()
        with CaptureQueriesContext(connection) as captured:
            give_due_dates()
        return len(captured)

    few = without_dates(1)
    many = without_dates(30)
    assert many == few
    page = ServicePage.objects.first()
    assert care(page).check_due_at == page.last_published_at + HALF_A_YEAR
    assert care(page).checked_at is None
    assert not PageCare.objects.filter(page__in=ServicePage.objects.all(), check_due_at=None).exists()


def test_a_date_that_somebody_gives_meanwhile_stays(village):
    page = service(village)
    due(page)
    PageCare.objects.filter(page_id=page.pk).update(check_due_at=None)
    mine = NOW + timedelta(days=3)

    def meanwhile(execute, sql, params, many, context):
        result = execute(sql, params, many, context)
        if sql.startswith("SELECT") and 'FROM "services_servicepage"' in sql:
            PageCare.objects.filter(page_id=page.pk).update(check_due_at=mine)
        return result

    with connection.execute_wrapper(meanwhile):
        give_due_dates()
    assert care(page).check_due_at == mine


def test_a_published_page_whose_owner_left_goes_to_who_looked_last_or_the_oldest_cadre(
    village, neighbour, cadre
):
    leaving = member(Role.CONTRIBUTOR, village)
    second = member(Role.CADRE, village)
    kept, looked_at, never = (service(village, owner=person) for person in (cadre, leaving, leaving))
    elsewhere = service(neighbour, owner=leaving)
    PageCare.objects.filter(page=looked_at).update(checked_by=second)
    dismiss(leaving.memberships.get())
    call_command("run_due")
    owners = {page.pk: page.owner for page in ServicePage.objects.all()}
    assert owners == {
        kept.pk: cadre,
        looked_at.pk: second,
        never.pk: cadre,
        elsewhere.pk: leaving,  # nobody there could answer yet
    }
    assert Act.objects.filter(verb="page.owner_given", village_code=village.code).count() == 2
    with CaptureQueriesContext(connection) as captured:
        assert give_owners() == 0
    assert len([query for query in captured if query["sql"].startswith("SELECT")]) == 2


def test_when_due_owner_and_cadres_are_told_once_for_all_pages_of_the_day(village, contributor, cadre):
    pages = [service(village, owner=contributor) for _ in range(3)]
    told = Notification.objects.filter(kind="page.check_due")
    moment = care(pages[0]).check_due_at
    with time_machine.travel(moment - timedelta(days=1), tick=False):
        call_command("run_due")
        assert not told.exists()
    with time_machine.travel(moment + timedelta(minutes=1), tick=False):
        call_command("run_due")
        call_command("run_due")
        assert sorted(told.values_list("recipient__username", flat=True)) == ["kader", "penulis"]
        assert told.first().headline.startswith("3 halaman")
    with time_machine.travel(moment + timedelta(days=9), tick=False):
        call_command("run_due")
    assert told.count() == 2


def test_one_tap_confirms_one_page_and_readers_see_when(client, village, cadre):
    page, other = service(village), service(village)
    due(page, checked_at=NOW - HALF_A_YEAR)
    due(other)
    assert care_to_check(cadre).count() == 2
    url = page.get_url()
    client.get(url)  # a copy is kept
    row = listing(client, cadre)
    assert "KTP asli" in row.text
    assert "Balai dusun" in row.text
    button = row.select_one(f'button[name=one][aria-label$="{page.title}"]')
    answer = confirm(client, one=button["value"])
    assert "1 halaman dicatat masih benar." in said(answer)
    now = care(page)
    assert now.checked_by == cadre
    assert now.check_due_at - now.checked_at == HALF_A_YEAR
    assert care(other).checked_at is None
    act = Act.objects.get(verb="page.checked")
    assert (act.actor_name, act.village_code) == (cadre.get_full_name(), village.code)
    client.logout()
    today = timezone.localdate()
    assert re.search(rf"terakhir diperiksa {today.day} \w+ {today.year}", client.get(url).content.decode())


def test_a_page_without_facts_shows_how_it_begins(client, village, cadre):
    page = InformationPageFactory(
        village=village, body=[("paragraph", RichText("<p>Kantor buka tiap hari.</p>"))]
    )
    due(page)
    assert "Kantor buka tiap hari." in listing(client, cadre).text


def test_a_marked_set_is_confirmed_at_once_and_what_changed_meanwhile_is_not(client, village, cadre):
    pages = [service(village, title=f"Surat {number}") for number in "ABC"]
    for page in pages:
        due(page)
    shown = seals(client, cadre)
    changed = pages[1]
    changed.requirements.add(ServiceRequirement(text="Kartu keluarga"))
    changed.save_revision().publish()
    due(changed)
    answer = confirm(client, marked=shown)
    assert "2 halaman dicatat" in said(answer)
    assert "“Surat B”" in said(answer)
    assert [bool(care(page).checked_by) for page in pages] == [True, False, True]


def test_draft_words_of_a_page_do_not_stop_what_readers_see_from_being_confirmed(client, village, cadre):
    page = service(village)
    due(page)
    page.summary = "Kata baru yang belum tayang."
    page.save_revision()
    assert "Kata baru" not in listing(client, cadre).text
    confirm(client, marked=seals(client, cadre))
    assert care(page).checked_by == cadre


def test_without_what_the_list_showed_nothing_is_confirmed(client, village, cadre):
    page = service(village)
    due(page)
    other = member(Role.CADRE, village)
    old = NOW - timedelta(days=1)
    with time_machine.travel(old, tick=False):
        stale = seal(ServicePage.objects.get(pk=page.pk), cadre)
    client.force_login(cadre)
    foreign = seal(ServicePage.objects.get(pk=page.pk), other)
    for word in (str(page.pk), f"{page.pk}.{'0' * 32}", foreign, stale, ""):
        answer = confirm(client, marked=[word])
        assert "Daftar itu sudah lama" in said(answer)
    assert "Belum ada yang ditandai" in said(confirm(client))
    assert care(page).checked_at is None
    assert client.get(reverse("page_checks_confirm")).status_code == 405


def test_a_page_of_another_village_is_neither_listed_nor_confirmed(client, village, neighbour, cadre):
    page, mine = service(neighbour, title="Surat tetangga"), service(village)
    due(page)
    due(mine)
    assert "Surat tetangga" not in listing(client, cadre).text
    words = [seal(ServicePage.objects.get(pk=one.pk), cadre) for one in (mine, page)]
    assert confirm(client, marked=words).status_code == 404
    assert care(page).checked_at is None
    assert care(mine).checked_at is None


@pytest.mark.parametrize("screen", ["page_checks", "page_problems"])
def test_what_is_typed_as_a_village_is_not_asked_of_the_database(client, village, cadre, screen):
    """PostgreSQL answers some texts, as one with a NUL byte, with an error."""
    client.force_login(cadre)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(reverse(screen), {"desa": "15\x00x"}).status_code == 404
    assert not [query for query in captured if '"code" = ' in query["sql"]]
    assert client.get(reverse(screen), {"desa": village.code}).status_code == 200


def test_who_publishes_nowhere_has_no_such_list(client, village, contributor, cadre, officer):
    page = service(village)
    due(page)
    client.force_login(contributor)
    assert client.get(reverse("page_checks")).status_code == 403
    assert confirm(client, marked=["x"]).status_code == 403
    # The officer reads the village's pages, and answers for the regency's.
    about = regency_information(title="Tentang portal")
    due(about)
    row = listing(client, officer).text
    assert "Tentang portal" in row
    assert page.title not in row
    # A right taken away after the list was shown.
    appoint(user=contributor, role=Role.CADRE, village=village)
    shown = seals(client, contributor)
    dismiss(contributor.memberships.get(role=Role.CADRE))
    client.force_login(User.objects.get(pk=contributor.pk))
    assert confirm(client, marked=shown).status_code == 403
    assert care(page).checked_at is None


def test_a_notice_near_its_end_is_asked_once_before_and_once_after_it(client, village, cadre):
    page = InclusionNoticePageFactory(village=village, valid_until=NOW + timedelta(days=10))
    due(page, days_ago=-10)
    PageCare.objects.filter(page=page).update(check_due_at=page.valid_until)
    assert care_to_check(cadre).count() == 1
    confirm(client, marked=seals(client, cadre))
    assert care_to_check(cadre).count() == 0
    assert care(page).check_due_at == page.valid_until
    with time_machine.travel(NOW + timedelta(days=11), tick=False):
        call_command("run_due")
        assert care_to_check(cadre).count() == 1
        confirm(client, marked=seals(client, cadre))
        call_command("run_due")
        assert care_to_check(cadre).count() == 0


def test_the_desk_and_the_list_cost_the_same_for_ten_pages_and_a_thousand(client, village, cadre):
    for _ in range(10):
        due(service(village))
    client.force_login(cadre)

    def queries(name: str) -> int:
        client.get(reverse(name))
        with CaptureQueriesContext(connection) as captured:
            assert client.get(reverse(name)).status_code == 200
        return len(captured)

    few = {name: queries(name) for name in ("page_checks", "wagtailadmin_home")}
    home = client.get(reverse("wagtailadmin_home")).content.decode()
    assert "Halaman untuk diperiksa ulang" in home
    first = ServicePage.objects.first()
    for number in range(30):
        due(service(village, title=f"Surat tambahan {number}"), days_ago=number)
    _many_like(first, 960)
    assert care_to_check(cadre).count() == 1000
    assert {name: queries(name) for name in few} == few


def _many_like(page: ServicePage, count: int) -> None:
    """Rows alone: pages that only the counting sees need no versions."""
    base = Page.objects.get(pk=page.pk)
    parent = base.get_parent()
    taken = int(parent.get_last_child().path[-Page.steplen :], 36)
    Page.objects.bulk_create(
        Page(
            title=f"Surat {number}",
            draft_title=f"Surat {number}",
            slug=f"surat-banyak-{number}",
            path=Page._get_path(parent.path, base.depth, taken + 1 + number),
            depth=base.depth,
            url_path=f"{parent.url_path}surat-banyak-{number}/",
            content_type=base.content_type,
            live=True,
            locale_id=base.locale_id,
        )
        for number in range(count)
    )
    just_now = timezone.now() - timedelta(minutes=1)
    PageCare.objects.bulk_create(
        PageCare(page=one, check_due_at=just_now)
        for one in Page.objects.filter(slug__startswith="surat-banyak-")
    )
