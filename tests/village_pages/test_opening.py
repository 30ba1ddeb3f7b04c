"""Opening villages: everything or nothing, and the same again changes nothing."""

from importlib import import_module
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.core.management import CommandError, call_command
from django.db import connection
from django.urls import reverse
from wagtail.models import (
    Collection,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Site,
    WorkflowPage,
)

from tests.factories.village_pages import member
from village_pages import life
from village_pages.enums import Role
from village_pages.management.commands.open_villages import EXAMPLE_LIST
from village_pages.models import RegencyHomePage, VillageAccess, VillagePage
from village_pages.opening import (
    RESERVED_SLUGS,
    VillageListError,
    ensure_home,
    open_village,
    open_villages,
    read_villages,
)

pytestmark = pytest.mark.django_db

HEADER = "code,name,kind,district"
GOOD = "15.07.09.2002,Pematang Rahim,desa,Mendahara Ulu"
INDEXES = {"berita", "layanan", "inklusi", "ruang-komunitas"}


def listed(tmp_path: Path, *lines: str, encoding: str = "utf-8", newline: str = "\n") -> Path:
    path = tmp_path / "desa.csv"
    path.write_bytes((newline.join(lines) + newline).encode(encoding))
    return path


def row_counts() -> dict[str, int]:
    """Rows of every table, many-to-many tables included."""
    return {
        model._meta.label: model._base_manager.count() for model in apps.get_models(include_auto_created=True)
    }


# --- The twenty, and again ---


def test_the_twenty_example_villages_get_everything_and_a_second_time_changes_nothing():
    call_command("open_villages")

    villages = VillagePage.objects.live()
    assert villages.count() == 20
    assert RegencyHomePage.objects.count() == 1
    assert Site.objects.get(is_default_site=True).root_page.specific == RegencyHomePage.objects.get()
    assert WorkflowPage.objects.get(page=RegencyHomePage.objects.get()).workflow.tasks.count() == 1
    for village in villages:
        below = village.get_children()
        assert set(below.values_list("slug", flat=True)) == INDEXES
        assert below.live().count() == len(INDEXES)
        access = village.access
        pages = GroupPagePermission.objects.filter(page=village)
        assert codenames(pages.filter(group=access.contributors_group)) == {"add_page"}
        assert codenames(pages.filter(group=access.cadres_group)) == {
            "add_page",
            "change_page",
            "publish_page",
            "lock_page",
            "unlock_page",
        }
        files = GroupCollectionPermission.objects.filter(collection=access.collection)
        assert "change_image" in codenames(files.filter(group=access.cadres_group))
        assert codenames(files.filter(group=access.contributors_group)) == {
            "add_image",
            "choose_image",
            "add_document",
            "choose_document",
        }
    assert len(set(villages.values_list("slug", flat=True))) == 20
    for model in (Group, Collection):
        names = list(model.objects.values_list("name", flat=True))
        assert len(names) == len(set(names))

    before = row_counts()
    call_command("open_villages")
    assert row_counts() == before


def codenames(permissions) -> set[str]:
    return set(permissions.values_list("permission__codename", flat=True))


def test_opening_again_leaves_what_the_people_of_the_village_wrote():
    village, created = open_village(code="15.07.09.2002", name="Pematang Rahim", district="Mendahara Ulu")
    assert created
    village.title, village.profile = "Pematang Rahim Maju", "Desa di tepi sungai."
    village.save_revision().publish()

    again, created = open_village(code="15.07.09.2002", name="Pematang Rahim", district="Lain")

    assert not created
    assert VillagePage.objects.get().profile == "Desa di tepi sungai."
    assert again.district == "Mendahara Ulu"


def test_opening_again_puts_back_what_is_missing():
    village, _ = open_village(code="15.07.09.2002", name="Pematang Rahim", district="Mendahara Ulu")
    GroupPagePermission.objects.filter(page=village).delete()
    Page.objects.get(slug="layanan").delete()

    open_village(code="15.07.09.2002", name="Pematang Rahim", district="Mendahara Ulu")

    village = VillagePage.objects.get()
    assert set(village.get_children().values_list("slug", flat=True)) == INDEXES
    assert GroupPagePermission.objects.filter(page=village).exists()


# --- Bad lists ---


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ([HEADER, GOOD, "15.07.09.2003,Sungai Toman,kota,Mendahara Ulu"], ["Baris 3", "kota"]),
        ([HEADER, GOOD, ",Sungai Toman,desa,Mendahara Ulu"], ["Baris 3", "kode desa kosong"]),
        ([HEADER, GOOD, "15.07.09.2003,,desa,Mendahara Ulu"], ["Baris 3", "kosong"]),
        ([HEADER, GOOD, GOOD], ["Baris 3", "15.07.09.2002", "baris 2"]),
        ([HEADER, GOOD, "1507092003,Sungai Toman,desa,Mendahara Ulu"], ["Baris 3", "1507092003"]),
        ([HEADER, GOOD, "15.07.09.2003"], ["Baris 3"]),
        ([HEADER, GOOD, "", "15.07.09.2003,Sungai Toman,kota,Mendahara Ulu"], ["Baris 4"]),
        (["code,name,kind", "15.07.09.2002,Pematang Rahim,desa"], ["Baris 1", "district"]),
        ([""], ["Baris 1", "code, name, kind, district"]),
        ([HEADER, GOOD, f"15.07.09.2003,{'x' * 256},desa,Mendahara Ulu"], ["Baris 3"]),
        ([HEADER, GOOD, f"15.07.09.2003,Sungai Toman,desa,{'x' * 81}"], ["Baris 3"]),
        ([HEADER, GOOD, f"15.07.09.2003,{'x' * 140_000},desa,Mendahara Ulu"], ["Baris 3"]),
    ],
    ids=[
        "unknown kind",
        "missing code",
        "missing name",
        "doubled code",
        "code as a number",
        "short row",
        "blank line before",
        "missing column",
        "empty file",
        "name too long",
        "district too long",
        "field beyond the reader's limit",
    ],
)
def test_a_bad_list_stops_with_its_line_and_nothing_is_half_made(tmp_path, lines, words):
    before = row_counts()
    with pytest.raises(CommandError) as stopped:
        call_command("open_villages", str(listed(tmp_path, *lines)))
    for word in words:
        assert word in str(stopped.value)
    assert "Tidak ada desa yang dibuka" in str(stopped.value)
    assert row_counts() == before


def test_a_list_in_another_encoding_stops_with_its_line(tmp_path):
    path = listed(tmp_path, HEADER, GOOD, "15.07.09.2003,Sungai Tomán,desa,Mendahara Ulu", encoding="latin-1")
    with pytest.raises(VillageListError, match=r"Baris 3: .*UTF-8"):
        read_villages(path)


def test_a_list_that_is_not_there_is_named(tmp_path):
    with pytest.raises(CommandError, match=r"tidak-ada\.csv"):
        call_command("open_villages", str(tmp_path / "tidak-ada.csv"))


def test_nothing_is_half_made_when_the_last_row_fails_while_opening(tmp_path, monkeypatch):
    rows = read_villages(listed(tmp_path, HEADER, GOOD, "15.07.09.2003,Sungai Toman,desa,Mendahara Ulu"))
    before = row_counts()

    def fail(sender, village, **kwargs):
        if village.code == "15.07.09.2003":
            raise RuntimeError("a section could not be made")

    from village_pages.signals import village_opened

    village_opened.connect(fail)
    try:
        with pytest.raises(RuntimeError):
            open_villages(rows)
    finally:
        village_opened.disconnect(fail)
    assert row_counts() == before


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_lists_as_spreadsheets_write_them_are_read(tmp_path, newline, encoding):
    path = listed(tmp_path, HEADER, GOOD, encoding=encoding, newline=newline)
    (row,) = read_villages(path)
    assert (row.code, row.name, row.kind, row.district) == (
        "15.07.09.2002",
        "Pematang Rahim",
        "desa",
        "Mendahara Ulu",
    )


def test_further_columns_and_their_order_do_not_matter(tmp_path):
    path = listed(
        tmp_path, "luas,district,name,code,kind", "12,Mendahara Ulu,Pematang Rahim,15.07.09.2002,desa"
    )
    assert read_villages(path)[0].code == "15.07.09.2002"


# --- One more village ---


def test_the_twenty_first_village_is_one_command():
    open_villages(read_villages(EXAMPLE_LIST))
    call_command(
        "open_village", "--code", "15.07.09.2003", "--name", "Sungai Toman", "--district", "Mendahara Ulu"
    )
    assert VillagePage.objects.count() == 21
    assert VillagePage.objects.get(code="15.07.09.2003").get_children().count() == len(INDEXES)


def test_the_officer_opens_a_village_by_a_form(client):
    ensure_home()
    client.force_login(member(Role.OFFICER))
    form = {
        "code": "15.07.09.2003",
        "name": "Sungai Toman",
        "district": "Mendahara Ulu",
        "kind": "desa",
    }
    assert "Kode desa" in client.get(reverse("open_village")).content.decode()

    refused = client.post(reverse("open_village"), form | {"code": "150709"})
    assert refused.status_code == 200
    assert "15.07.09.2002" in refused.content.decode()
    assert not VillagePage.objects.exists()

    answer = client.post(reverse("open_village"), form)
    village = VillagePage.objects.get()
    assert answer.headers["Location"] == reverse("wagtailadmin_explore", args=[village.pk])
    assert client.get(answer.headers["Location"]).status_code == 200
    assert village.get_children().count() == len(INDEXES)

    before = row_counts()
    client.post(reverse("open_village"), form)
    after = row_counts()
    assert {name: after[name] for name in after if after[name] != before[name]} == {}


def test_the_code_of_a_closed_village_leads_to_opening_it_again(client):
    village, _created = open_village(code="15.07.09.2002", name="Pematang Rahim", district="Mendahara Ulu")
    life.close(village, notice="Digabung.", reason="Digabung", by=None)
    client.force_login(member(Role.OFFICER))
    form = {"code": village.code, "name": "Lain", "district": "Mendahara Ulu", "kind": "desa"}
    answer = client.post(reverse("open_village"), form, follow=True)
    assert answer.redirect_chain == [(reverse("village_reopen", args=[village.pk]), 302)]
    page = answer.content.decode()
    assert "Desa Pematang Rahim sudah ditutup" in page
    assert "Buka lagi desa ini" in page
    screen = client.get(reverse("open_village"))
    assert "no-store" in screen["Cache-Control"]
    assert client.delete(reverse("open_village")).status_code == 405


def test_on_an_older_database_wagtails_groups_go_unless_somebody_is_in_them():
    """They may write in every village."""
    left, used = (Group.objects.create(name=name) for name in ("Editors", "Moderators"))
    ensure_home()
    root = Page.get_first_root_node()
    change = Permission.objects.get(codename="change_page", content_type__app_label="wagtailcore")
    GroupPagePermission.objects.create(group=left, page=root, permission=change)
    member(Role.OFFICER).groups.add(used)
    migration = import_module("village_pages.migrations.0003_wagtails_own_groups_go")
    migration.delete_empty_groups(apps, SimpleNamespace(connection=connection))
    assert list(Group.objects.filter(name__in=["Editors", "Moderators"])) == [used]
    assert not GroupPagePermission.objects.filter(page=root).exists()


@pytest.mark.parametrize("role", [Role.CADRE, Role.AMBASSADOR, Role.CONTRIBUTOR])
def test_people_of_a_village_cannot_open_another(client, role):
    village, _ = open_village(code="15.07.09.2002", name="Pematang Rahim", district="Mendahara Ulu")
    client.force_login(member(role, village))
    for answer in (
        client.get(reverse("open_village")),
        client.post(
            reverse("open_village"),
            {"code": "15.07.09.2003", "name": "Sungai Toman", "district": "Mendahara Ulu", "kind": "desa"},
        ),
    ):
        # Wagtail answers a refusal with the way home and a message.
        assert answer.status_code in (302, 403)
    assert VillagePage.objects.count() == 1
    assert reverse("open_village") not in client.get(reverse("wagtailadmin_home")).content.decode()


# --- Addresses ---


@pytest.mark.parametrize("name", ["Admin", "Berita", "Akun", "Cari", "Static", "Ruang Komunitas"])
def test_no_village_takes_an_address_of_the_site(name):
    village, _ = open_village(code="15.07.09.2002", name=name, district="Mendahara Ulu")
    assert village.slug not in RESERVED_SLUGS
    assert village.slug.endswith("-mendahara-ulu")


def test_villages_of_one_name_get_addresses_of_their_own():
    """Rantau Rasau is the name of villages in two districts of the regency."""
    first, _ = open_village(code="15.07.04.2001", name="Rantau Rasau", district="Rantau Rasau")
    second, _ = open_village(code="15.07.11.2001", name="Rantau Rasau", district="Berbak")
    third, _ = open_village(code="15.07.11.2009", name="Rantau Rasau", district="Berbak")
    assert [first.slug, second.slug, third.slug] == [
        "rantau-rasau",
        "rantau-rasau-berbak",
        "rantau-rasau-15-07-11-2009",
    ]
    assert VillageAccess.objects.values("collection", "cadres_group").distinct().count() == 3


@pytest.mark.parametrize("name", ["", "   ", "!!!"])
def test_a_village_needs_a_name_that_makes_an_address(name):
    try:
        village, _ = open_village(code="15.07.09.2002", name=name, district="Mendahara Ulu")
    except VillageListError:
        assert not VillagePage.objects.exists()
    else:
        assert village.slug
