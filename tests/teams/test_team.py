"""The list of people, one person, pausing in an open session, appointing who has an account."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from audit.models import Act
from people.models import User
from tests.factories.news import NewsArticlePageFactory
from tests.factories.people import UserFactory
from tests.factories.teams import invitation
from tests.factories.village_pages import MembershipFactory, VillageFactory, member
from village_pages import life
from village_pages.enums import Role
from village_pages.models import Membership
from village_pages.rights import active_roles, appoint, dismiss, pause, resume

pytestmark = pytest.mark.django_db


def listed(client, query: str = "") -> str:
    return client.get(reverse("team") + query).content.decode()


def act(name: str, person, **where) -> str:
    return reverse(name, args=[person.memberships.get(**where).pk])


def test_a_cadre_sees_the_people_of_her_village_and_nobody_else(
    signed_in, village, neighbour, cadre, contributor, foreign_cadre, officer
):
    appoint(user=foreign_cadre, role=Role.CONTRIBUTOR, village=village)
    left = member(Role.CONTRIBUTOR, village, display_name="Sudah Pergi")
    dismiss(left.memberships.get())
    invitation(village=village, by=cadre, name="Bu Nur")
    invitation(village=neighbour, by=foreign_cadre, name="Pak Amir")
    page = listed(signed_in(cadre))
    for name in ("Siti Rahma", "Dewi Lestari", "Rina Wati", "Bu Nur"):
        assert name in page
    # What Rina is elsewhere, who left, whom the neighbour invited, who works for the regency.
    for name in ("Sungai Beras", "Sudah Pergi", "Pak Amir", "Pak Dinas", "pengaman kedua"):
        assert name not in page
    one = signed_in(cadre).get(act("team_member", foreign_cadre, village=village)).content.decode()
    assert "Sungai Beras" not in one
    assert "Peran lain" not in one
    assert signed_in(cadre).get(act("team_member", officer)).status_code == 404


def test_the_officer_sees_all_and_finds_by_name_and_village(
    signed_in, village, cadre, contributor, foreign_cadre, officer
):
    client = signed_in(officer)
    page = listed(client)
    assert all(name in page for name in ("Siti Rahma", "Dewi Lestari", "Rina Wati", "Pak Dinas"))
    assert "pengaman kedua terpasang" in page
    found = listed(client, "?q=dewi")
    assert "Dewi Lestari" in found
    assert "Siti Rahma" not in found
    found = listed(client, "?desa=15.07.09.2006")
    assert "Rina Wati" in found
    assert "Siti Rahma" not in found
    appoint(user=contributor, role=Role.AMBASSADOR, village=foreign_cadre.memberships.get().village)
    one = client.get(act("team_member", contributor, village=village)).content.decode()
    assert "Duta digital, Sungai Beras" in one


@pytest.mark.parametrize("query", ["?q=%00%F0%9F%98%80", "?desa=x&page=zzz&undangan=-1", "?q=" + "a" * 900])
def test_odd_addresses_are_answered(signed_in, cadre, query):
    assert signed_in(cadre).get(reverse("team") + query).status_code == 200


def test_contributors_get_no_list_and_no_menu(signed_in, village, cadre, contributor):
    client = signed_in(contributor)
    for name in ("team", "team_invite", "team_appoint"):
        assert client.get(reverse(name)).status_code == 403, name
    assert client.get(act("team_member", contributor)).status_code == 403
    assert reverse("team") not in client.get("/admin/").content.decode()
    assert reverse("team") in signed_in(cadre).get("/admin/").content.decode()


def test_who_came_in_long_ago_or_never_is_told(signed_in, cadre, contributor):
    User.objects.filter(pk=contributor.pk).update(last_login=timezone.now())
    other = member(Role.CONTRIBUTOR, cadre.memberships.get().village)
    page = listed(signed_in(cadre))
    assert "terakhir masuk" in page
    assert "belum pernah masuk" in page
    assert other.get_full_name() in page


# --- Pausing and resuming ---------------------------------------------------------------------------------


def test_paused_in_an_open_session_and_resumed(signed_in, village, cadre, contributor):
    page = NewsArticlePageFactory(village=village, live=False, owner=contributor)
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    writer, browser = signed_in(contributor), signed_in(cadre)
    assert writer.get(edit).status_code == 200

    assert "Tulis alasannya" in browser.post(act("team_pause", contributor), {"reason": " "}).content.decode()
    assert writer.get(edit).status_code == 200
    browser.post(act("team_pause", contributor), {"reason": "Cuti melahirkan"})
    assert writer.get(edit).status_code in (403, 404)
    assert writer.post(edit, {"title": "Lain"}).status_code in (403, 404)
    assert "Dijeda" in listed(browser)

    browser.post(act("team_resume", contributor), {"reason": ""})
    assert writer.get(edit).status_code == 200
    acts = Act.objects.filter(actor_key=cadre.pk).order_by("pk")
    assert list(acts.values_list("verb", "reason")) == [
        ("membership.paused", "Cuti melahirkan"),
        ("membership.resumed", ""),
    ]


def test_looking_at_the_question_does_nothing(signed_in, cadre, contributor):
    browser = signed_in(cadre)
    before = Membership.objects.values("paused_since", "until").get(user=contributor)
    for name in ("team_pause", "team_resume", "team_end", "team_password", "team_sessions"):
        assert browser.get(act(name, contributor)).status_code == 200, name
    assert Membership.objects.values("paused_since", "until").get(user=contributor) == before
    assert not Act.objects.filter(actor_key=cadre.pk).exists()


def test_a_cadre_pauses_no_cadre_and_nobody_himself(signed_in, village, cadre, officer):
    other = member(Role.CADRE, village)
    browser = signed_in(cadre)
    for whom in (other, cadre):
        for name in ("team_pause", "team_resume", "team_end"):
            assert browser.post(act(name, whom), {"reason": "x"}).status_code == 403, name
        page = browser.get(act("team_member", whom)).content.decode()
        assert act("team_pause", whom) not in page
    assert signed_in(officer).post(act("team_pause", officer), {"reason": "x"}).status_code == 403
    assert signed_in(officer).post(act("team_pause", cadre), {"reason": "x"}).status_code == 302
    assert active_roles(User.objects.get(pk=cadre.pk), village) == set()


def test_a_paused_cadre_manages_nobody_in_her_open_session(signed_in, village, cadre, contributor):
    browser = signed_in(cadre)
    assert browser.get(reverse("team")).status_code == 200
    pause(cadre.memberships.get())
    assert browser.get(reverse("team")).status_code == 403
    assert browser.post(act("team_pause", contributor), {"reason": "x"}).status_code == 403


# --- Appointing -------------------------------------------------------------------------------------------


def test_the_officer_appoints_who_has_an_account(signed_in, village, neighbour, officer, contributor):
    client = signed_in(officer)
    address = reverse("team_appoint")
    found = client.get(address + "?q=dew").content.decode()
    assert "Dewi Lestari" in found
    assert "Penulis Pematang Rahim" in found
    chosen = f"{address}?petugas={contributor.pk}"
    fields = {"role": "ambassador", "village": neighbour.pk, "reason": "SK 12/2026"}
    assert client.get(chosen).status_code == 200
    assert client.post(chosen, fields).status_code == 302
    assert active_roles(User.objects.get(pk=contributor.pk), neighbour) == {Role.AMBASSADOR}
    given = Act.objects.get(verb="membership.given", actor_key=officer.pk)
    assert (given.village_code, given.reason) == (neighbour.code, "SK 12/2026")
    again = client.post(chosen, fields)
    assert "sudah memegang peran itu" in again.content.decode()
    pause(contributor.memberships.get(village=neighbour))
    assert "sedang dijeda" in client.post(chosen, fields).content.decode()
    assert contributor.memberships.count() == 2


def test_a_role_that_was_to_end_is_given_without_end_on_the_screen(signed_in, village, officer):
    row = MembershipFactory(
        village=village, role=Role.CADRE, until=timezone.now() + timedelta(days=3), user=UserFactory()
    )
    address = f"{reverse('team_appoint')}?petugas={row.user_id}"
    fields = {"role": "cadre", "village": village.pk, "reason": ""}
    pause(row)
    assert "sedang dijeda" in signed_in(officer).post(address, fields).content.decode()
    resume(row)
    assert signed_in(officer).post(address, fields).status_code == 302
    assert Membership.objects.get(user=row.user_id).until is None
    assert "sudah memegang peran itu" in signed_in(officer).post(address, fields).content.decode()


def test_in_a_pause_the_cadre_reads_why_she_mends_nobody(signed_in, village, cadre, contributor, officer):
    life.pause(village, notice="Kantor pindah.", reason="Pindah", by=officer)
    page = signed_in(cadre).get(act("team_member", contributor)).content.decode()
    assert "Desa ini sedang dijeda. Selama itu kata sandi orang ini dibantu oleh Dinas PMD." in page


def test_nobody_appoints_himself_an_officer_or_what_is_not_there(signed_in, village, officer, contributor):
    client = signed_in(officer)
    address = reverse("team_appoint")
    own = client.post(f"{address}?petugas={officer.pk}", {"role": "cadre", "village": village.pk})
    assert "diberikan oleh orang lain" in own.content.decode()
    client.post(f"{address}?petugas={contributor.pk}", {"role": "officer", "village": ""})
    client.post(f"{address}?petugas={contributor.pk}", {"role": "cadre", "village": ""})
    switched_off = UserFactory(is_active=False)
    for key in ("0", "x", "9" * 30, switched_off.pk):
        assert client.get(f"{address}?petugas={key}").status_code == 404, key
    assert Membership.objects.count() == 2


def test_a_cadre_finds_and_appoints_nobody(signed_in, village, cadre, foreign_cadre):
    client = signed_in(cadre)
    for address in ("", "?q=rina", f"?petugas={foreign_cadre.pk}"):
        answer = client.get(reverse("team_appoint") + address)
        assert answer.status_code == 403
        assert "Rina" not in answer.content.decode()
    client.post(
        f"{reverse('team_appoint')}?petugas={foreign_cadre.pk}",
        {"role": "contributor", "village": village.pk},
    )
    assert foreign_cadre.memberships.count() == 1


# --- Queries ----------------------------------------------------------------------------------------------


def queries(client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_as_many_queries_for_a_thousand_people_in_many_villages(signed_in, village, cadre, officer):
    def grow(villages, people: int) -> None:
        users = User.objects.bulk_create(
            User(username=f"orang{n}.{people}", display_name=f"Orang {n}") for n in range(people)
        )
        Membership.objects.bulk_create(
            Membership(user=user, village=villages[n % len(villages)], role=Role.CONTRIBUTOR)
            for n, user in enumerate(users)
        )

    boss, chief = signed_in(officer), signed_in(cadre)
    addresses = [
        (boss, reverse("team")),
        (boss, reverse("team") + "?q=orang"),
        (boss, reverse("team_appoint") + "?q=orang"),
        (boss, reverse("team_invite")),
        (boss, f"{reverse('team_appoint')}?petugas={cadre.pk}"),
        (chief, reverse("team")),
        (chief, reverse("team_invite")),
        (boss, act("team_member", cadre)),
    ]
    invitation(village=village, by=cadre)
    grow([village, VillageFactory()], 10)
    few = [queries(*address) for address in addresses]
    grow([village, *VillageFactory.create_batch(12)], 990)
    for _ in range(15):
        invitation(village=village, by=cadre)
    many = [queries(*address) for address in addresses]
    assert many == few
    assert listed(boss).count('class="desk__entry"') == 50 + 16


def test_the_list_goes_on_on_further_pages(signed_in, village, cadre):
    for n in range(60):
        MembershipFactory(village=village, user=UserFactory(display_name=f"Orang {n:02d}"))
    client = signed_in(cadre)
    assert "Orang 59" not in listed(client)
    assert "Orang 59" in listed(client, "?page=2")
    assert "page=2" in listed(client)
