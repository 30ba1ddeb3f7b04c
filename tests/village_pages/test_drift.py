"""Whatever drifts from the memberships is found by one command, told in words, and mended by it."""

from datetime import timedelta
from io import StringIO

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import (
    Collection,
    GroupCollectionPermission,
    GroupPagePermission,
    GroupSitePermission,
    Page,
    Site,
)

from people.models import User
from tests.factories.news import NewsArticlePageFactory
from tests.factories.people import UserFactory
from tests.factories.village_pages import VillageFactory, member
from village_pages.drift import find_drift, mend_drift
from village_pages.enums import Role, VillageState
from village_pages.models import Membership, RegencyHomePage, VillageAccess
from village_pages.opening import derive_file_permissions
from village_pages.rights import OFFICERS_GROUP, appoint, dismiss, pause, resume

pytestmark = pytest.mark.django_db


@pytest.fixture
def village():
    return VillageFactory(code="15.07.09.2002", title="Pematang Rahim")


@pytest.fixture
def neighbour():
    return VillageFactory(code="15.07.09.2006", title="Sungai Beras")


@pytest.fixture
def cadre(village):
    return member(Role.CADRE, village, username="siti", display_name="Siti Rahma")


@pytest.fixture
def people(village, neighbour, cadre):
    """One of every role, all as the project's own code makes them."""
    return [
        cadre,
        member(Role.CONTRIBUTOR, village),
        member(Role.AMBASSADOR, neighbour),
        member(Role.OFFICER),
        member(Role.ADMINISTRATOR),
    ]


def permission(codename: str, app: str) -> Permission:
    return Permission.objects.get(codename=codename, content_type__app_label=app)


def checked(*arguments: str) -> tuple[int, str]:
    """Exit code and words of the command."""
    output = StringIO()
    try:
        call_command("check_rights", *arguments, stdout=output)
    except CommandError as error:
        return error.returncode, f"{output.getvalue()}{error}"
    return 0, output.getvalue()


def everything() -> dict:
    """All that Django and Wagtail hold of rights."""
    return {
        "groups": set(Group.objects.values_list("name", flat=True)),
        "people": set(User.groups.through.objects.values_list("user", "group__name")),
        "superusers": set(User.objects.filter(is_superuser=True).values_list("pk", flat=True)),
        "direct": set(User.user_permissions.through.objects.values_list("user", "permission")),
        "own": set(Group.permissions.through.objects.values_list("group__name", "permission__codename")),
        "pages": set(GroupPagePermission.objects.values_list("group__name", "page", "permission__codename")),
        "files": set(
            GroupCollectionPermission.objects.values_list(
                "group__name", "collection__name", "permission__codename"
            )
        ),
        "sites": set(GroupSitePermission.objects.values_list("group__name", "permission__codename")),
    }


def test_a_clean_site_is_found_clean_and_nothing_is_written(people):
    before = everything()
    for arguments in ((), ("--mend",)):
        with CaptureQueriesContext(connection) as queries:
            code, words = checked(*arguments)
        assert (code, "Semua hak mengikuti keanggotaan." in words) == (0, True)
        assert not [q["sql"] for q in queries if q["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    assert everything() == before


def test_an_empty_database_is_not_found_wanting():
    Group.objects.all().delete()
    assert find_drift() == []


def taken_out_of_the_group(cadre, village):
    cadre.groups.clear()
    return "Siti Rahma (siti) tidak ada di kelompok “Kader 15.07.09.2002”"


def put_into_another_villages_group(cadre, village):
    cadre.groups.add(VillageFactory(code="15.07.09.2006").access.cadres_group)
    return "Siti Rahma (siti) ada di kelompok “Kader 15.07.09.2006” tanpa keanggotaan"


def membership_ended_behind_our_back(cadre, village):
    Membership.objects.filter(user=cadre).update(until=timezone.now() - timedelta(days=1))
    return "Siti Rahma (siti) ada di kelompok “Kader 15.07.09.2002” tanpa keanggotaan"


def membership_made_behind_our_back(cadre, village):
    other = VillageFactory(code="15.07.09.2006")
    Membership.objects.bulk_create([Membership(user=cadre, village=other, role=Role.CONTRIBUTOR)])
    return "Siti Rahma (siti) tidak ada di kelompok “Penulis 15.07.09.2006”"


def administrator_without_the_mark(cadre, village):
    appoint(user=cadre, role=Role.ADMINISTRATOR)
    User.objects.filter(pk=cadre.pk).update(is_superuser=False)
    return "Siti Rahma (siti) administrator menurut keanggotaan, tetapi bukan superuser"


def mark_kept_after_the_end(cadre, village):
    dismiss(appoint(user=cadre, role=Role.ADMINISTRATOR))
    User.objects.filter(pk=cadre.pk).update(is_superuser=True)
    return "Siti Rahma (siti) superuser, padahal keanggotaannya"


def permission_of_his_own(cadre, village):
    cadre.user_permissions.add(permission("change_user", "people"))
    return "Siti Rahma (siti) punya izin yang diberikan langsung"


def in_a_hand_made_group(cadre, village):
    group = Group.objects.create(name="Pengelola lama")
    group.permissions.add(permission("access_admin", "wagtailadmin"))
    cadre.groups.add(group)
    return "Siti Rahma (siti) ada di kelompok “Pengelola lama”, yang memberi hak di luar keanggotaan"


def in_wagtails_own_group(cadre, village):
    group = Group.objects.create(name="Moderators")
    GroupPagePermission.objects.create(
        group=group, page=Page.get_first_root_node(), permission=permission("publish_page", "wagtailcore")
    )
    cadre.groups.add(group)
    return "Siti Rahma (siti) ada di kelompok “Moderators”"


def another_group_on_a_village(cadre, village):
    GroupPagePermission.objects.create(
        group=Group.objects.create(name="Panitia"),
        page=Page.objects.get(pk=village.pk),
        permission=permission("change_page", "wagtailcore"),
    )
    return "Kelompok “Panitia”, yang tidak mengikuti keanggotaan, punya izin atas halaman"


def another_group_on_all_files(cadre, village):
    GroupCollectionPermission.objects.create(
        group=Group.objects.create(name="Panitia"),
        collection=Collection.get_first_root_node(),
        permission=permission("add_image", "wagtailimages"),
    )
    return "Kelompok “Panitia”, yang tidak mengikuti keanggotaan, punya izin atas koleksi berkas"


def page_permission_missing(cadre, village):
    village.access.cadres_group.page_permissions.filter(permission__codename="publish_page").delete()
    return "Kelompok “Kader 15.07.09.2002” tidak punya izin yang menjadi haknya: publish_page"


def page_permission_too_much(cadre, village):
    GroupPagePermission.objects.create(
        group=village.access.contributors_group,
        page=Page.objects.get(pk=village.pk),
        permission=permission("publish_page", "wagtailcore"),
    )
    return "Kelompok “Penulis 15.07.09.2002” punya izin yang bukan haknya: publish_page"


def page_permission_in_another_village(cadre, village):
    GroupPagePermission.objects.create(
        group=village.access.cadres_group,
        page=Page.objects.get(pk=VillageFactory(code="15.07.09.2006").pk),
        permission=permission("change_page", "wagtailcore"),
    )
    return "Kelompok “Kader 15.07.09.2002” punya izin yang bukan haknya: change_page"


def file_permission_missing(cadre, village):
    village.access.cadres_group.collection_permissions.filter(permission__codename="add_image").delete()
    return "Kelompok “Kader 15.07.09.2002” tidak punya izin yang menjadi haknya: add_image"


def file_permission_on_every_file(cadre, village):
    GroupCollectionPermission.objects.create(
        group=village.access.cadres_group,
        collection=Collection.get_first_root_node(),
        permission=permission("change_document", "wagtaildocs"),
    )
    return "Kelompok “Kader 15.07.09.2002” punya izin yang bukan haknya: change_document"


def files_writable_in_a_paused_village(cadre, village):
    VillageAccess.objects.filter(village=village).update(state=VillageState.PAUSED)
    return "Kelompok “Kader 15.07.09.2002” punya izin yang bukan haknya: add_document, add_image"


def no_door_to_the_admin(cadre, village):
    village.access.contributors_group.permissions.clear()
    return "Kelompok “Penulis 15.07.09.2002” tidak punya izin yang menjadi haknya: access_admin"


def a_group_that_may_change_people(cadre, village):
    village.access.cadres_group.permissions.add(permission("change_user", "people"))
    return "Kelompok “Kader 15.07.09.2002” punya izin yang bukan haknya: change_user"


def a_group_that_may_change_site_settings(cadre, village):
    GroupSitePermission.objects.create(
        group=village.access.cadres_group,
        site=Site.objects.get(),
        permission=permission("change_site", "wagtailcore"),
    )
    return "Kelompok “Kader 15.07.09.2002” punya izin yang bukan haknya: change_site"


def officers_who_may_write_in_villages(cadre, village):
    GroupPagePermission.objects.create(
        group=Group.objects.get(name=OFFICERS_GROUP),
        page=Page.objects.get(pk=village.pk),
        permission=permission("change_page", "wagtailcore"),
    )
    return "Kelompok “Dinas PMD” punya izin yang bukan haknya: change_page"


def officers_without_the_home_page(cadre, village):
    GroupPagePermission.objects.filter(
        group__name=OFFICERS_GROUP, page=RegencyHomePage.objects.get()
    ).delete()
    return "Kelompok “Dinas PMD” tidak punya izin yang menjadi haknya: add_page, change_page"


def officers_without_their_files(cadre, village):
    GroupCollectionPermission.objects.filter(group__name=OFFICERS_GROUP).delete()
    return "Kelompok “Dinas PMD” tidak punya izin yang menjadi haknya: add_document"


def no_officers_group(cadre, village):
    Group.objects.filter(name=OFFICERS_GROUP).delete()
    return "Kelompok “Dinas PMD” atau koleksinya tidak ada"


def village_without_access(cadre, village):
    VillageAccess.objects.filter(village=village).delete()
    return "Desa Pematang Rahim tidak punya kelompok petugas dan koleksi berkas"


# What the other kinds of drift leave behind once mended: groups that nobody is in and that may do nothing.
KINDS = [
    taken_out_of_the_group,
    put_into_another_villages_group,
    membership_ended_behind_our_back,
    membership_made_behind_our_back,
    administrator_without_the_mark,
    mark_kept_after_the_end,
    permission_of_his_own,
    in_a_hand_made_group,
    in_wagtails_own_group,
    another_group_on_a_village,
    another_group_on_all_files,
    page_permission_missing,
    page_permission_too_much,
    page_permission_in_another_village,
    file_permission_missing,
    file_permission_on_every_file,
    files_writable_in_a_paused_village,
    no_door_to_the_admin,
    a_group_that_may_change_people,
    a_group_that_may_change_site_settings,
    officers_who_may_write_in_villages,
    officers_without_the_home_page,
    officers_without_their_files,
    no_officers_group,
    village_without_access,
]


@pytest.mark.parametrize("plant", KINDS, ids=lambda plant: plant.__name__)
def test_drift_is_found_told_and_mended_once(plant, people, cadre, village):
    told = plant(cadre, village)
    planted = everything()

    code, words = checked()
    assert code == 1
    assert told in words
    assert "check_rights --mend" in words
    assert everything() == planted  # looking changes nothing

    code, words = checked("--mend")
    assert code == 0
    assert f"Diperbaiki: {told}" in words
    assert everything() != planted
    mended = everything()
    assert checked("--mend") == (0, "Semua hak mengikuti keanggotaan.\n")
    assert everything() == mended


@pytest.mark.parametrize(
    "plant",
    [
        taken_out_of_the_group,
        page_permission_missing,
        page_permission_too_much,
        file_permission_missing,
        file_permission_on_every_file,
        no_door_to_the_admin,
        a_group_that_may_change_people,
        permission_of_his_own,
        officers_who_may_write_in_villages,
        officers_without_the_home_page,
        officers_without_their_files,
        no_officers_group,
        village_without_access,
    ],
    ids=lambda plant: plant.__name__,
)
def test_mending_brings_back_exactly_what_opening_and_appointing_gave(plant, people, cadre, village):
    before = everything()
    plant(cadre, village)
    mend_drift()
    assert everything() == before


def test_groups_without_rights_and_superusers_made_by_hand_are_left_alone(people, cadre):
    cadre.groups.add(Group.objects.create(name="Panitia"))
    User.objects.create_superuser("akar", password="x" * 20)
    before = everything()
    code, words = checked("--mend")
    assert code == 0
    assert "Catatan: akar (akar) superuser yang dibuat tanpa keanggotaan administrator." in words
    assert everything() == before


def test_a_paused_village_with_the_rights_of_a_paused_one_is_clean(people, village):
    access = village.access
    access.state = VillageState.PAUSED
    access.save()
    derive_file_permissions(access)
    assert find_drift() == []


def test_mending_is_all_or_nothing(people, cadre, village, monkeypatch):
    taken_out_of_the_group(cadre, village)
    page_permission_missing(cadre, village)
    planted = everything()

    def fail(user):
        raise RuntimeError

    monkeypatch.setattr("village_pages.drift.derive_groups", fail)
    with pytest.raises(RuntimeError):
        mend_drift()
    assert everything() == planted


def test_finding_takes_as_many_queries_for_many_as_for_few_query_count(people, village, cadre):
    """No n+1 over villages and people, whether they drifted or not."""

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            find_drift()
        return len(captured)

    taken_out_of_the_group(cadre, village)
    few = queries()
    for n in range(20):
        other = VillageFactory(code=f"15.07.10.20{n:02d}")
        Membership.objects.bulk_create(
            [Membership(user=UserFactory(), village=other, role=Role.CONTRIBUTOR) for _ in range(5)]
        )
    assert queries() == few
    assert len([drift for drift in find_drift() if drift.mend]) == 101


def test_what_becomes_of_a_membership_shows_at_once_in_groups_permissions_menu_and_open_session(
    client, village, neighbour
):
    """A cadre of one village and writer of another keeps one window open all the time."""
    user = UserFactory()
    here = appoint(user=user, role=Role.CADRE, village=village)
    appoint(user=user, role=Role.CONTRIBUTOR, village=neighbour)
    page = NewsArticlePageFactory(village=village, live=False, title="Panen raya")
    own = NewsArticlePageFactory(village=neighbour, owner=user, live=False, title="Kerja bakti")
    client.force_login(user)

    def edit(page) -> int:
        return client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).status_code

    def has_moderation_menu() -> bool:
        return (
            reverse("comment_moderation:index") in client.get(reverse("wagtailadmin_home")).content.decode()
        )

    def state() -> tuple[set[str], bool, bool, bool]:
        fresh = User.objects.get(pk=user.pk)
        groups = set(fresh.groups.values_list("name", flat=True))
        return (
            groups,
            page.permissions_for_user(fresh).can_publish(),
            edit(page) == 200,
            has_moderation_menu(),
        )

    with_role = ({"Kader 15.07.09.2002", "Penulis 15.07.09.2006"}, True, True, True)
    without = ({"Penulis 15.07.09.2006"}, False, False, False)
    assert state() == with_role
    pause(here)
    assert state() == without
    assert edit(own) == 200  # the other role stays
    resume(here)
    assert state() == with_role
    dismiss(here)
    assert state() == without
    assert edit(page) == 404
    assert edit(own) == 200
    assert find_drift() == []
