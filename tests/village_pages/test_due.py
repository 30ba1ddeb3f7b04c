"""What time changes, and what goes with people and villages that go."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.utils import timezone

from core import due
from people.models import User
from tests.factories.news import NewsArticlePageFactory
from tests.factories.people import PASSWORD, UserFactory
from tests.factories.village_pages import MembershipFactory, VillageFactory, member
from village_pages.enums import Role
from village_pages.models import VillagePage
from village_pages.opening import VillageListError, open_village
from village_pages.rights import active_roles, appoint, dismiss

pytestmark = pytest.mark.django_db


def groups_of(user) -> set[str]:
    return set(User.objects.get(pk=user.pk).groups.values_list("name", flat=True))


def test_a_page_scheduled_for_tomorrow_is_public_tomorrow_and_gone_when_it_expires(client):
    now = timezone.now()
    page = NewsArticlePageFactory(live=False)
    page.go_live_at, page.expire_at = now + timedelta(days=1), now + timedelta(days=2)
    page.save_revision().publish()
    url = page.get_url()
    call_command("run_due")
    assert client.get(url).status_code == 404
    with time_machine.travel(now + timedelta(days=1, minutes=1), tick=False):
        call_command("run_due")
        call_command("run_due")  # twice is as once
        assert client.get(url).status_code == 200
    with time_machine.travel(now + timedelta(days=2, minutes=1), tick=False):
        call_command("run_due")
        assert client.get(url).status_code == 404


def test_groups_follow_when_a_membership_begins_and_ends_by_the_clock(django_assert_num_queries):
    now = timezone.now()
    village = VillageFactory(code="15.07.09.2002")
    user = MembershipFactory(
        role=Role.CADRE, village=village, since=now + timedelta(days=1), until=now + timedelta(days=9)
    ).user
    call_command("run_due")
    assert groups_of(user) == set()
    with time_machine.travel(now + timedelta(days=2), tick=False):
        call_command("run_due")
        assert groups_of(user) == {"Kader 15.07.09.2002"}
    with time_machine.travel(now + timedelta(days=10), tick=False):
        call_command("run_due")
        assert groups_of(user) == set()


def test_an_administrator_for_a_week_is_none_after_it():
    now = timezone.now()
    user = MembershipFactory(role=Role.ADMINISTRATOR, village=None, until=now + timedelta(days=7)).user
    assert User.objects.get(pk=user.pk).is_superuser
    with time_machine.travel(now + timedelta(days=8), tick=False):
        call_command("run_due")
        assert not User.objects.get(pk=user.pk).is_superuser


def test_a_superuser_made_by_hand_is_left_as_he_is():
    user = UserFactory(is_superuser=True)
    call_command("run_due")
    assert User.objects.get(pk=user.pk).is_superuser


@pytest.mark.parametrize("in_one_go", [False, True])
def test_deleting_an_administrators_row_takes_the_right_along(in_one_go):
    user = member(Role.ADMINISTRATOR)
    if in_one_go:
        user.memberships.all().delete()
    else:
        user.memberships.get().delete()
    assert not User.objects.get(pk=user.pk).is_superuser


def test_signing_in_brings_the_groups_up_to_date(client):
    now = timezone.now()
    village = VillageFactory(code="15.07.09.2002")
    user = MembershipFactory(role=Role.CADRE, village=village, since=now + timedelta(hours=1)).user
    with time_machine.travel(now + timedelta(hours=2), tick=False):
        client.post("/akun/login/", {"login": user.username, "password": PASSWORD})
        assert groups_of(user) == {"Kader 15.07.09.2002"}


def test_one_piece_of_due_work_that_fails_stops_no_other(monkeypatch):
    done = []
    monkeypatch.setattr(due, "_work", {"broken": lambda: 1 / 0, "whole": lambda: done.append(1)})
    with pytest.raises(CommandError, match="broken"):
        call_command("run_due")
    assert done == [1]


def test_a_village_that_was_deleted_leaves_no_way_in_and_can_be_opened_again():
    village = VillageFactory(code="15.07.09.2002", title="Pematang Rahim")
    collection = village.access.collection
    user = member(Role.CADRE, village)
    village.delete()
    assert groups_of(user) == set()
    assert not Group.objects.filter(name__contains="15.07.09.2002").exists()
    again, created = open_village(code="15.07.09.2002", name="Pematang Rahim", district="Mendahara Ulu")
    assert created
    assert again.access.collection == collection
    assert active_roles(user, again) == set()


def test_the_command_ends_a_role_and_says_when_there_is_none():
    village = VillageFactory(code="15.07.09.2002")
    user = member(Role.CADRE, village, username="siti")
    call_command("dismiss", "siti", "cadre", village="15.07.09.2002")
    assert groups_of(user) == set()
    with pytest.raises(CommandError, match="tidak sedang dipegang"):
        call_command("dismiss", "siti", "cadre", village="15.07.09.2002")


def test_appointing_somebody_whose_role_ends_soon_makes_it_lasting():
    village = VillageFactory()
    membership = MembershipFactory(role=Role.CADRE, village=village, until=timezone.now() + timedelta(days=1))
    lasting = appoint(user=membership.user, role=Role.CADRE, village=village)
    assert lasting.until is None
    dismiss(lasting)
    assert not active_roles(User.objects.get(pk=membership.user.pk), village)


def test_a_code_of_other_digits_or_with_a_line_end_opens_nothing():
    for code in ("١٥.07.09.2009", "15.07.09.2009\n5"):
        with pytest.raises(VillageListError):
            open_village(code=code, name="Uji", district="Uji")


def test_a_kelurahan_is_called_so(client):
    village, _created = open_village(
        code="15.07.02.1001", name="Nipah Panjang I", district="Nipah Panjang", kind="kelurahan"
    )
    page = client.get(village.get_url()).content.decode()
    assert "Kelurahan Nipah Panjang I" in page
    assert "Desa Nipah Panjang I" not in page


def test_a_cadre_cannot_give_the_village_another_name(client):
    village = VillageFactory(code="15.07.09.2002", title="Pematang Rahim")
    client.force_login(member(Role.CADRE, village))
    form = client.get(f"/admin/pages/{village.pk}/edit/").context["form"]
    assert not {"title", "code", "kind", "district"} & form.fields.keys()
    assert "profile" in form.fields
    assert VillagePage.objects.get().title == "Pematang Rahim"


def test_news_from_the_future_is_refused_unless_it_appears_then():
    page = NewsArticlePageFactory()
    page.date = timezone.localdate() + timedelta(days=3)
    with pytest.raises(ValidationError, match="masa depan"):
        page.full_clean()
    page.go_live_at = timezone.now() + timedelta(days=3, hours=1)
    page.full_clean()
