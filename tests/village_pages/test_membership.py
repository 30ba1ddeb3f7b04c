"""Memberships are the only truth about rights; groups follow in the same transaction."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from people.models import User
from tests.factories.news import NewsArticlePageFactory
from tests.factories.people import UserFactory
from tests.factories.village_pages import MembershipFactory, VillageFactory, member
from village_pages.enums import Role
from village_pages.models import Membership
from village_pages.opening import ensure_home
from village_pages.rights import (
    OFFICERS_GROUP,
    active_roles,
    appoint,
    dismiss,
    may_appoint,
    may_moderate,
    may_publish,
    regency_roles,
    villages_where,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def village():
    return VillageFactory(code="15.07.09.2002", title="Pematang Rahim")


def groups_of(user) -> set[str]:
    return set(User.objects.get(pk=user.pk).groups.values_list("name", flat=True))


def again(user) -> User:
    """The person as the next request loads them: Wagtail keeps permissions on the instance."""
    return User.objects.get(pk=user.pk)


@pytest.mark.parametrize(
    ("role", "group"),
    [
        (Role.CONTRIBUTOR, "Penulis 15.07.09.2002"),
        (Role.CADRE, "Kader 15.07.09.2002"),
        (Role.AMBASSADOR, "Kader 15.07.09.2002"),
    ],
)
def test_appointing_gives_the_groups_of_the_village_and_dismissing_takes_them(village, role, group):
    user = UserFactory()
    page = NewsArticlePageFactory(village=village, live=False)

    membership = appoint(user=user, role=role, village=village)
    assert groups_of(user) == {group}
    assert active_roles(user, village) == {role}
    assert page.permissions_for_user(again(user)).can_edit() is (role != Role.CONTRIBUTOR)
    assert may_publish(user, page) is (role != Role.CONTRIBUTOR)

    dismiss(membership)
    assert groups_of(user) == set()
    assert active_roles(user, village) == set()
    tester = page.permissions_for_user(again(user))
    assert not tester.can_edit()
    assert not tester.can_publish()
    membership.refresh_from_db()
    assert membership.until is not None


def test_who_appointed_whom_and_since_when_is_kept(village):
    officer, user = member(Role.OFFICER), UserFactory()
    before = timezone.now()
    membership = appoint(user=user, role=Role.CADRE, village=village, by=officer)
    assert membership.by == officer
    assert before <= membership.since <= timezone.now()


def test_a_rollback_leaves_membership_and_groups_as_they_were(village):
    user = UserFactory()
    with pytest.raises(RuntimeError), transaction.atomic():
        appoint(user=user, role=Role.CADRE, village=village)
        assert groups_of(user) == {"Kader 15.07.09.2002"}
        raise RuntimeError
    assert not Membership.objects.filter(user=user).exists()
    assert groups_of(user) == set()


def test_when_the_groups_cannot_be_derived_there_is_no_membership_either(village, monkeypatch):
    def fail(user):
        raise RuntimeError

    monkeypatch.setattr("village_pages.receivers.derive_groups", fail)
    user = UserFactory()
    with pytest.raises(RuntimeError):
        appoint(user=user, role=Role.CADRE, village=village)
    assert not Membership.objects.filter(user=user).exists()


def test_appointing_twice_is_appointing_once(village):
    user = UserFactory()
    first = appoint(user=user, role=Role.CADRE, village=village)
    assert appoint(user=user, role=Role.CADRE, village=village) == first
    assert Membership.objects.filter(user=user).count() == 1
    # Also for two requests that look at the same time: the database says no.
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(user=user, role=Role.CADRE, village=village)


def test_a_role_that_is_to_end_or_to_begin_is_taken_up_and_ends_as_one(village):
    now = timezone.now()
    for times in (
        {"until": now + timedelta(days=3)},
        {"since": now + timedelta(days=3)},
        {"since": now + timedelta(days=3), "until": now + timedelta(days=9)},
    ):
        row = MembershipFactory(village=village, role=Role.CADRE, **times)
        person = row.user
        membership = appoint(user=person, role=Role.CADRE, village=village)
        assert (membership.pk, membership.until) == (row.pk, None)
        assert active_roles(person, village) == {Role.CADRE}
        assert groups_of(person) == {"Kader 15.07.09.2002"}
        dismiss(membership)
        assert active_roles(again(person), village) == set()
        with time_machine.travel(now + timedelta(days=5), tick=False):
            assert active_roles(again(person), village) == set()


def test_somebody_dismissed_can_be_appointed_again_and_the_history_stays(village):
    user = UserFactory()
    dismiss(appoint(user=user, role=Role.CADRE, village=village))
    appoint(user=user, role=Role.CADRE, village=village)
    assert Membership.objects.filter(user=user).count() == 2
    assert groups_of(user) == {"Kader 15.07.09.2002"}


def test_dismissal_acts_on_the_very_next_request(client, village):
    cadre = member(Role.CADRE, village)
    page = NewsArticlePageFactory(village=village, live=False)
    client.force_login(cadre)
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert client.get(edit).status_code == 200
    dismiss(cadre.memberships.get())
    assert client.get(edit).status_code in (302, 403, 404)


def test_the_administrator_is_the_superuser_and_stops_being_it():
    ensure_home()
    user = UserFactory()
    membership = appoint(user=user, role=Role.ADMINISTRATOR)
    assert again(user).is_superuser
    dismiss(membership)
    assert not again(user).is_superuser


def test_a_superuser_made_by_hand_stays_one(village):
    user = User.objects.create_superuser("akar", password="x" * 20)
    dismiss(appoint(user=user, role=Role.CADRE, village=village))
    assert again(user).is_superuser
    assert regency_roles(user) == {Role.ADMINISTRATOR}


def test_the_officer_is_in_the_officers_group_and_in_no_villages(village):
    officer = member(Role.OFFICER)
    assert groups_of(officer) == {OFFICERS_GROUP}
    assert may_appoint(officer)
    assert not may_moderate(officer, village)
    assert not villages_where(officer).exists()
    assert not may_publish(officer, NewsArticlePageFactory(village=village))


@pytest.mark.parametrize("role", [Role.CONTRIBUTOR, Role.CADRE, Role.AMBASSADOR])
def test_roles_of_a_village_need_one(role):
    with pytest.raises(ValidationError, match="Pilih desa"):
        appoint(user=UserFactory(), role=role)
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(user=UserFactory(), role=role)


@pytest.mark.parametrize("role", [Role.OFFICER, Role.ADMINISTRATOR])
def test_roles_of_the_regency_have_no_village(village, role):
    with pytest.raises(ValidationError, match="seluruh kabupaten"):
        appoint(user=UserFactory(), role=role, village=village)
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(user=UserFactory(), role=role, village=village)


def test_an_unknown_role_is_refused(village):
    with pytest.raises(ValidationError):
        appoint(user=UserFactory(), role="boss", village=village)
    assert not Membership.objects.exists()


def test_groups_that_are_not_ours_are_left_alone(village):
    user = UserFactory()
    user.groups.add(Group.objects.create(name="Panitia"))
    membership = appoint(user=user, role=Role.CADRE, village=village)
    dismiss(membership)
    assert groups_of(user) == {"Panitia"}


def test_one_role_less_leaves_the_others(village):
    other = VillageFactory(code="15.07.09.2006")
    user = UserFactory()
    here = appoint(user=user, role=Role.AMBASSADOR, village=village)
    appoint(user=user, role=Role.CADRE, village=village)
    appoint(user=user, role=Role.AMBASSADOR, village=other)
    dismiss(here)
    assert groups_of(user) == {"Kader 15.07.09.2002", "Kader 15.07.09.2006"}
    assert active_roles(user, village) == {Role.CADRE}
    assert active_roles(user, other) == {Role.AMBASSADOR}


def test_a_membership_that_has_not_begun_or_is_over_gives_nothing(village):
    now = timezone.now()
    page = NewsArticlePageFactory(village=village, live=False)
    for since, until in ((now + timedelta(days=1), None), (now - timedelta(days=9), now - timedelta(days=1))):
        user = MembershipFactory(role=Role.CADRE, village=village, since=since, until=until).user
        assert groups_of(user) == set()
        assert active_roles(user, village) == set()
        assert not may_publish(user, page)
        assert not may_moderate(user, village)


def test_a_membership_ends_at_its_minute_without_anybody_doing_anything(village):
    end = timezone.now() + timedelta(hours=1)
    page = NewsArticlePageFactory(village=village, live=False)
    user = MembershipFactory(role=Role.CADRE, village=village, until=end).user
    assert may_publish(user, page)
    assert page.permissions_for_user(again(user)).can_edit()
    with time_machine.travel(end + timedelta(seconds=1), tick=False):
        user = again(user)  # as the next request loads the account
        tester = page.permissions_for_user(user)
        assert not may_publish(user, page)
        assert not tester.can_publish()
        assert not tester.can_edit()
        assert not tester.can_add_subpage()


def test_a_membership_deleted_by_hand_takes_its_groups_along(village):
    user = member(Role.CADRE, village)
    user.memberships.get().delete()
    assert groups_of(user) == set()


def test_inactive_people_and_visitors_have_no_role(village):
    cadre = member(Role.CADRE, village)
    cadre.is_active = False
    cadre.save()
    from django.contrib.auth.models import AnonymousUser

    for user in (cadre, AnonymousUser(), None):
        assert active_roles(user, village) == set()
        assert regency_roles(user) == set()
        assert not may_moderate(user, village)
        assert not villages_where(user).exists()


def test_the_command_appoints_and_shows_a_new_accounts_password_once(capsys, village, client):
    call_command("appoint", "siti", "cadre", village="15.07.09.2002", name="Siti Rahma")
    output = capsys.readouterr().out
    user = User.objects.get(username="siti")
    assert active_roles(user, village) == {Role.CADRE}
    assert user.check_password(output.strip().split(": ")[-1])
    call_command("appoint", "siti", "cadre", village="15.07.09.2002")
    assert "sandi" not in capsys.readouterr().out


@pytest.mark.parametrize(
    ("role", "village_code"), [("cadre", None), ("cadre", "15.07.09.9999"), ("officer", "15.07.09.2002")]
)
def test_the_command_refuses_what_does_not_fit_and_leaves_no_account(village, role, village_code):
    with pytest.raises(CommandError):
        call_command("appoint", "siti", role, village=village_code)
    assert not User.objects.filter(username="siti").exists()


def test_what_a_person_may_is_asked_once_however_many_pages_and_villages_query_count(
    village, django_assert_num_queries
):
    """No n+1: one query for a person, whether of one village and two pages or of five and twenty."""
    user = member(Role.AMBASSADOR, village)
    pages = [NewsArticlePageFactory(village=village) for _ in range(2)]
    user = again(user)
    with django_assert_num_queries(1):
        assert all(may_publish(user, page) for page in pages)
    for n in range(4):
        appoint(user=user, role=Role.AMBASSADOR, village=VillageFactory(code=f"15.07.10.200{n}"))
    pages += [NewsArticlePageFactory(village=village) for _ in range(18)]
    user = again(user)
    with django_assert_num_queries(1):
        assert all(may_publish(user, page) for page in pages)
