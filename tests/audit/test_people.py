"""People, villages and comments in the log, with reasons; and no act is ever changed."""

import pytest
from django.urls import reverse

from audit.log import record
from audit.models import Act
from comments import moderation
from comments.enums import CommentState, ReasonCode
from people.models import User
from people.signals import second_factor_removed
from tests.factories.comments import ResidentCommentFactory
from tests.factories.news import NewsArticlePageFactory
from tests.factories.people import UserFactory
from tests.factories.village_pages import member
from village_pages.enums import Role, VillageChange
from village_pages.models import VillagePage
from village_pages.rights import appoint, dismiss, pause, resume
from village_pages.signals import village_changed

pytestmark = pytest.mark.django_db


def told(beginning: str) -> list[tuple]:
    acts = Act.objects.filter(verb__startswith=beginning).order_by("pk")
    return [(act.actor_name, act.verb, act.object_name, act.before, act.after, act.reason) for act in acts]


@pytest.fixture
def administrator():
    return member(Role.ADMINISTRATOR, username="admin", display_name="Admin")


def test_a_contributor_is_appointed_paused_resumed_and_removed_with_reasons(village, cadre):
    person = UserFactory(display_name="Dewi")
    membership = appoint(user=person, role=Role.CONTRIBUTOR, village=village, by=cadre)
    pause(membership, by=cadre, reason="Sedang sakit.")
    resume(membership, by=cadre)
    pause(membership, by=cadre)
    dismiss(membership, by=cadre, reason="Pindah ke kota lain.")
    assert told("membership.")[-5:] == [
        ("Siti Rahma", "membership.given", "Dewi", "", "Penulis", ""),
        ("Siti Rahma", "membership.paused", "Dewi", "Penulis", "Penulis, dijeda", "Sedang sakit."),
        ("Siti Rahma", "membership.resumed", "Dewi", "Penulis, dijeda", "Penulis", ""),
        ("Siti Rahma", "membership.paused", "Dewi", "Penulis", "Penulis, dijeda", ""),
        ("Siti Rahma", "membership.ended", "Dewi", "Penulis, dijeda", "Berhenti", "Pindah ke kota lain."),
    ]
    assert Act.objects.latest("pk").village_code == village.code


def test_a_role_of_the_regency_belongs_to_no_village(officer):
    act = Act.objects.get(verb="membership.given", actor_name="", object_name="Pak Dinas")
    assert (act.village_code, act.after) == ("", "Dinas PMD")


def test_a_village_renamed(village, officer):
    village_changed.send(
        sender=VillagePage,
        village=village,
        change=VillageChange.RENAMED,
        by=officer,
        reason="Perda 3/2026",
        before="Desa Pematang Rahim",
        after="Desa Rahim",
    )
    assert told("village.renamed") == [
        (
            "Pak Dinas",
            "village.renamed",
            "Desa Pematang Rahim",
            "Desa Pematang Rahim",
            "Desa Rahim",
            "Perda 3/2026",
        )
    ]


def test_a_lost_telephone_is_told_in_each_village_of_the_person(village, neighbour, ambassador, officer):
    second_factor_removed.send(sender=User, user=ambassador, by=officer)
    second_factor_removed.send(sender=User, user=officer, by=None)
    acts = Act.objects.filter(verb="second_factor.removed").order_by("pk")
    assert {act.village_code for act in acts if act.object_name == "Hasan"} == {village.code, neighbour.code}
    assert [act.village_code for act in acts if act.object_name == "Pak Dinas"] == [""]


def test_an_account_changed_switched_off_and_deleted_on_wagtails_screens(client, administrator):
    person = UserFactory(username="dewi", display_name="Dewi")
    client.force_login(administrator)
    form = {"username": "dewi", "first_name": "Dewi", "last_name": "A", "email": "dewi@example.org"}
    answer = client.post(reverse("wagtailusers_users:edit", args=[person.pk]), form)
    assert answer.status_code == 302
    assert not User.objects.get(pk=person.pk).is_active
    client.post(reverse("wagtailusers_users:delete", args=[person.pk]))
    assert not User.objects.filter(pk=person.pk).exists()
    assert told("person.") == [
        ("Admin", "person.deactivated", "Dewi", "Aktif", "Tidak aktif", ""),
        ("Admin", "person.edit", "Dewi", "", "", ""),
        ("Admin", "person.delete", "Dewi", "", "", ""),
    ]
    assert set(Act.objects.filter(verb__startswith="person.").values_list("village_code", flat=True)) == {""}


def test_several_accounts_switched_off_at_once(client, administrator):
    people = [UserFactory(display_name=name) for name in ("Dewi", "Budi")]
    client.force_login(administrator)
    address = reverse("wagtail_bulk_action", args=["people", "user", "set_active_state"])
    query = "&".join(f"id={person.pk}" for person in people)
    client.post(f"{address}?{query}", {"mark_as_active": "False"})
    assert {row[1:5] for row in told("person.")} == {
        ("person.deactivated", name, "Aktif", "Tidak aktif") for name in ("Dewi", "Budi")
    }


def test_settings_changed_on_wagtails_screens(client, administrator):
    client.force_login(administrator)
    redirect = {
        "old_path": "/lama",
        "redirect_link": "https://example.org/",
        "is_permanent": "on",
        "site": "",
    }
    client.post(reverse("wagtailredirects:add"), redirect)
    assert [row[:2] for row in told("setting.")] == [("Admin", "setting.create")]
    assert "/lama" in Act.objects.latest("pk").object_name


def test_decisions_about_a_comment_never_tell_its_words(village, cadre):
    page = NewsArticlePageFactory(village=village, title="Jalan dusun")
    comment = ResidentCommentFactory(
        thread__page=page, state=CommentState.PENDING, body="Kapan diperbaiki?", shown_name="Nurhayati"
    )
    moderation.answer(cadre, comment, version=comment.version, body="Bulan depan.")
    comment.refresh_from_db()
    moderation.hide(
        cadre, comment, version=comment.version, reason=ReasonCode.PERSONAL, note="Ada nomor telepon."
    )
    comment.refresh_from_db()
    moderation.approve(cadre, comment, version=comment.version)
    name = f"Komentar {comment.public_id} di Jalan dusun"
    assert told("comment.") == [
        ("Siti Rahma", "comment.answer", name, "Menunggu", "Tayang", ""),
        ("Siti Rahma", "comment.hide", name, "Tayang", "Disembunyikan", str(ReasonCode.PERSONAL.label)),
        ("Siti Rahma", "comment.approve", name, "Disembunyikan", "Tayang", ""),
    ]
    act = Act.objects.latest("pk")
    assert (act.village_code, act.object_type) == (village.code, "comments.residentcomment")


def test_a_decision_that_came_second_is_not_told(village, cadre):
    comment = ResidentCommentFactory(
        thread__page=NewsArticlePageFactory(village=village), state=CommentState.PENDING
    )
    moderation.approve(cadre, comment, version=comment.version)
    with pytest.raises(moderation.AlreadyHandledError):
        moderation.reject(cadre, comment, version=comment.version, reason=ReasonCode.RUDE)
    assert [row[1] for row in told("comment.")] == ["comment.approve"]


def test_an_act_is_never_changed_or_deleted(village, cadre):
    act = record("page.publish", village=village, by=cadre, name="Panen raya", before="a" * 300)
    assert len(act.before) == 100
    act.reason = "Lain."
    for change in (
        act.save,
        act.delete,
        Act.objects.all().delete,
        lambda: Act.objects.update(reason="Lain."),
        lambda: Act.objects.bulk_update([act], ["reason"]),
    ):
        with pytest.raises(TypeError):
            change()
    act.refresh_from_db()
    assert act.reason == ""
