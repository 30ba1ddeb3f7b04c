"""A person leaves: what he is answerable for goes to somebody who stays, and nothing is orphaned."""

import threading

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import connections
from django.test import RequestFactory
from django.urls import reverse
from wagtail.models import Page, WorkflowState

from audit.models import Act
from editorial.desk_groups import my_drafts, returned_to_me
from news.models import NewsArticlePage
from people.models import User
from teams import handover
from teams.models import Invitation
from tests.factories.news import NewsArticlePageFactory
from tests.factories.teams import invitation, state_of
from tests.factories.village_pages import VillageFactory, member, regency_information
from village_pages.enums import Role
from village_pages.models import Membership
from village_pages.rights import active_roles, appoint, pause

pytestmark = pytest.mark.django_db


def end_of(person, **where) -> str:
    return reverse("team_end", args=[person.memberships.get(**where).pk])


def submitted(page: NewsArticlePage, author) -> WorkflowState:
    page.save_revision(user=author)
    return page.get_workflow().start(page, author)


def returned(page: NewsArticlePage, author, reviewer) -> WorkflowState:
    state = submitted(page, author)
    state.current_task_state.task.specific.on_action(
        state.current_task_state, reviewer, "reject", comment="Tambahkan foto."
    )
    return WorkflowState.objects.get(pk=state.pk)


def desk_of(person, maker):
    request = RequestFactory().get("/admin/")
    request.user = User.objects.get(pk=person.pk)
    return maker(request)


@pytest.fixture
def successor(village):
    return member(Role.CADRE, village, username="ani", display_name="Ani Safitri")


def test_a_cadre_is_replaced_and_everything_is_on_the_successors_desk(
    client, signed_in, village, neighbour, cadre, officer, successor
):
    drafts = [NewsArticlePageFactory(village=village, live=False, owner=cadre) for _ in range(7)]
    public = NewsArticlePageFactory(village=village, owner=cadre)
    back = returned(drafts[0], cadre, successor)
    waiting = submitted(drafts[1], cadre)
    row, token = invitation(village=village, by=cadre)
    Page.objects.filter(pk=public.pk).update(locked=True, locked_by=cadre)
    appoint(user=cadre, role=Role.CADRE, village=neighbour)
    elsewhere = NewsArticlePageFactory(village=neighbour, live=False, owner=cadre)
    browser = signed_in(officer)

    asked = browser.get(end_of(cadre, village=village)).content.decode()
    assert "Halaman (8)" in asked
    assert "Permintaan pemeriksaan (2)" in asked
    assert "Undangan terbuka (1)" in asked
    assert drafts[6].title in asked
    assert "dan lainnya" in asked
    assert elsewhere.title not in asked

    refused = browser.post(end_of(cadre, village=village), {"reason": "Pindah"})
    assert "Pilih penerus" in refused.content.decode()
    assert active_roles(User.objects.get(pk=cadre.pk), village) == {Role.CADRE}
    done = browser.post(end_of(cadre, village=village), {"reason": "Pindah", "successor": successor.pk})
    assert done["Location"] == reverse("team")

    assert active_roles(User.objects.get(pk=cadre.pk), village) == set()
    pages = Page.objects.filter(path__startswith=village.path)
    assert not pages.filter(owner=cadre).exists()
    assert pages.filter(owner=successor).count() == 8
    assert not pages.filter(locked=True).exists()
    assert {state.requested_by for state in WorkflowState.objects.all()} == {successor}
    assert {back.pk, waiting.pk} == set(WorkflowState.objects.values_list("pk", flat=True))
    assert [entry.title for entry in desk_of(successor, returned_to_me).entries] == [drafts[0].title]
    assert desk_of(successor, my_drafts).count == 5
    assert not desk_of(cadre, returned_to_me).entries
    # The invitation goes on in the successor's name.
    assert state_of(row).by == successor
    assert (
        "Ani Safitri mengundang Anda"
        in client.get(reverse("accept_invitation", args=[token])).content.decode()
    )
    # What she is in another village stays hers.
    assert Page.objects.get(pk=elsewhere.pk).owner == cadre
    assert active_roles(User.objects.get(pk=cadre.pk), neighbour) == {Role.CADRE}
    acts = Act.objects.filter(actor_key=officer.pk).order_by("pk")
    assert list(acts.values_list("verb", "object_name", "after", "reason", "village_code")) == [
        ("membership.ended", "Siti Rahma", "Berhenti", "Pindah", village.code),
        ("handover", "Siti Rahma", "Ani Safitri", "Pindah", village.code),
    ]
    numbers = acts.last().before
    assert "Halaman: 8" in numbers
    assert "Permintaan pemeriksaan: 2" in numbers


def test_a_page_published_later_stays_the_successors(village, cadre, successor):
    draft = NewsArticlePageFactory(village=village, live=False, owner=cadre)
    handover.end(cadre.memberships.get(), successor=successor)
    draft.refresh_from_db()
    draft.get_latest_revision().publish()
    assert NewsArticlePage.objects.get(pk=draft.pk).owner == successor


def test_with_nothing_to_hand_over_no_successor_is_asked(signed_in, village, cadre, contributor):
    browser = signed_in(cadre)
    asked = browser.get(end_of(contributor)).content.decode()
    assert "Tidak ada yang perlu diserahterimakan" in asked
    assert 'name="successor"' not in asked
    assert browser.post(end_of(contributor), {"reason": "Pindah"}).status_code == 302
    assert active_roles(User.objects.get(pk=contributor.pk), village) == set()
    assert not Act.objects.filter(verb="handover").exists()


def test_the_cadre_takes_a_contributors_pages_over(signed_in, village, cadre, contributor):
    page = NewsArticlePageFactory(village=village, live=False, owner=contributor)
    browser = signed_in(cadre)
    browser.post(end_of(contributor), {"reason": "Pindah", "successor": cadre.pk})
    assert Page.objects.get(pk=page.pk).owner == cadre
    assert browser.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).status_code == 200


def test_who_can_take_it(
    signed_in, village, neighbour, cadre, foreign_cadre, officer, contributor, successor
):
    NewsArticlePageFactory(village=village, live=False, owner=cadre)
    paused = member(Role.CADRE, village)
    pause(paused.memberships.get())
    browser = signed_in(officer)
    # A cadre's goes to who reviews here; not to the officer, a foreigner, a contributor, herself, one paused.
    for person in (officer, foreign_cadre, contributor, cadre, paused):
        answer = browser.post(end_of(cadre), {"reason": "x", "successor": person.pk})
        assert "Pilih penerus dari daftar" in answer.content.decode()
        with pytest.raises(ValidationError):
            handover.end(cadre.memberships.get(), successor=person)
    assert Membership.objects.get(user=cadre).until is None
    assert browser.post(end_of(cadre), {"reason": "x", "successor": successor.pk}).status_code == 302


def test_when_nobody_can_take_it_it_says_what_to_do(signed_in, village, cadre, officer, contributor):
    NewsArticlePageFactory(village=village, live=False, owner=cadre)
    asked = signed_in(officer).get(end_of(cadre)).content.decode()
    assert "Jeda dulu, angkat penggantinya, lalu serah terima." in asked
    assert "Serahkan dan akhiri" not in asked
    with pytest.raises(ValidationError):
        handover.end(cadre.memberships.get(), by=officer)
    assert Membership.objects.get(user=cadre).until is None


def test_only_the_last_role_in_a_village_hands_over(signed_in, village, cadre, officer, successor):
    appoint(user=cadre, role=Role.CONTRIBUTOR, village=village)
    page = NewsArticlePageFactory(village=village, live=False, owner=cadre)
    browser = signed_in(officer)
    first = end_of(cadre, role=Role.CADRE)
    assert "masih memegang peran lain di sini" in browser.get(first).content.decode()
    assert browser.post(first, {"reason": "Kembali menjadi penulis"}).status_code == 302
    assert Page.objects.get(pk=page.pk).owner == cadre
    last = end_of(cadre, role=Role.CONTRIBUTOR)
    assert "Pilih penerus" in browser.post(last, {"reason": "Pindah"}).content.decode()
    browser.post(last, {"reason": "Pindah", "successor": successor.pk})
    assert Page.objects.get(pk=page.pk).owner == successor


def test_what_came_in_after_looking_moves_too(signed_in, village, cadre, officer, successor):
    NewsArticlePageFactory(village=village, live=False, owner=cadre)
    browser = signed_in(officer)
    assert "Halaman (1)" in browser.get(end_of(cadre)).content.decode()
    late = NewsArticlePageFactory(village=village, live=False, owner=cadre)
    browser.post(end_of(cadre), {"reason": "Pindah", "successor": successor.pk})
    assert Page.objects.get(pk=late.pk).owner == successor


@pytest.fixture
def own_register(monkeypatch):
    """What a test registers goes away with it."""
    monkeypatch.setattr(handover, "_duties", dict(handover._duties))


def test_duties_of_other_apps_join_and_what_they_leave_stops_everything(
    village, cadre, successor, own_register
):
    page = NewsArticlePageFactory(village=village, live=False, owner=cadre)
    kept = NewsArticlePage.objects.filter(pk=page.pk)
    handover.register("messages", "Pesan pribadi", lambda person, village: kept, lambda *_places: 1)
    membership = cadre.memberships.get()
    assert [burden.duty.key for burden in handover.burdens_of(membership)] == ["pages", "messages"]
    with pytest.raises(ValidationError):  # it moves nothing, so something is left behind
        handover.end(membership, successor=successor)
    assert Membership.objects.get(pk=membership.pk).until is None
    assert Page.objects.get(pk=page.pk).owner == cadre
    assert not Act.objects.filter(verb="handover").exists()


def test_a_role_ends_once(village, cadre, successor):
    membership = cadre.memberships.get()
    handover.end(membership)
    with pytest.raises(ValidationError):
        handover.end(membership)


def test_a_second_tap_on_the_button_tells_that_the_role_has_ended(signed_in, village, cadre, contributor):
    browser, address = signed_in(cadre), end_of(contributor)
    for _tap in range(2):
        answer = browser.post(address, {"reason": "Pindah"})
        assert (answer.status_code, answer["Location"]) == (302, reverse("team"))
    assert "Peran ini sudah berakhir." in browser.get(reverse("team")).content.decode()
    assert Act.objects.filter(verb="membership.ended").count() == 1


def test_only_who_saw_a_role_learns_that_it_has_ended(
    signed_in, village, cadre, foreign_cadre, contributor, officer
):
    address = end_of(contributor)
    handover.end(contributor.memberships.get())
    assert signed_in(foreign_cadre).post(address, {"reason": "x"}).status_code == 404
    assert signed_in(contributor).post(address, {"reason": "x"}).status_code == 403


def test_the_regencys_pages_go_to_another_officer(village, officer):
    other = member(Role.OFFICER)
    page = regency_information(owner=officer)
    with pytest.raises(ValidationError):
        handover.end(officer.memberships.get())
    handover.end(officer.memberships.get(), successor=other)
    assert Page.objects.get(pk=page.pk).owner == other


@pytest.mark.services
@pytest.mark.django_db(transaction=True)
def test_of_two_who_hand_over_to_each_other_one_stays():
    village = VillageFactory()
    one, two = (member(Role.CADRE, village) for _ in range(2))
    for person in (one, two):
        NewsArticlePageFactory(village=village, live=False, owner=person)
    outcomes = []
    start = threading.Barrier(2)

    def leave(person, successor) -> None:
        try:
            membership = Membership.objects.get(user=person)
            start.wait()
            handover.end(membership, successor=successor)
            outcomes.append("left")
        except ValidationError:
            outcomes.append("refused")
        finally:
            connections.close_all()

    workers = [threading.Thread(target=leave, args=pair) for pair in ((one, two), (two, one))]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sorted(outcomes) == ["left", "refused"]
    owners = set(NewsArticlePage.objects.values_list("owner", flat=True))
    assert owners == set(Membership.objects.filter(until__isnull=True).values_list("user", flat=True))


# --- On the command line ----------------------------------------------------------------------------------


def test_the_command_orphans_nothing_either(village, cadre, successor, capsys):
    page = NewsArticlePageFactory(village=village, live=False, owner=cadre, title="Panen")
    invitation(village=village, by=cadre)
    with pytest.raises(CommandError, match="--successor"):
        call_command("dismiss", "siti", "cadre", village=village.code)
    assert "Halaman: 1 (Panen)" in capsys.readouterr().out
    with pytest.raises(CommandError, match="Tidak ada akun"):
        call_command("dismiss", "siti", "cadre", village=village.code, successor="tidak-ada")
    call_command("dismiss", "siti", "cadre", village=village.code, successor="ani")
    assert Page.objects.get(pk=page.pk).owner == successor
    assert Invitation.objects.get().by == successor
    assert active_roles(User.objects.get(pk=cadre.pk), village) == set()
