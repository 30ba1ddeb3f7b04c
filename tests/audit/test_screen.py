"""The screen "Catatan" and its table: who reads which acts, looking for some of them, and what it costs."""

import csv
import io

import pytest
from django.urls import reverse
from django.utils import timezone

from audit import export
from audit.log import record
from audit.models import Act
from people.models import User
from tests.factories.audit import ActFactory, many_acts
from tests.factories.comments import ResidentCommentFactory
from tests.factories.core import CustomDocumentFactory, CustomImageFactory
from tests.factories.news import NewsArticlePageFactory
from tests.factories.people import UserFactory
from tests.factories.village_pages import VillageFactory, member
from village_pages.enums import Role
from village_pages.rights import appoint

pytestmark = pytest.mark.django_db

ACTS, TABLE = "acts", "acts_csv"


@pytest.fixture
def reader(client):
    """A function that signs somebody in and gives the text of the list, or of the table."""

    def read(user, name: str = ACTS, **query) -> str:
        client.force_login(User.objects.get(pk=user.pk))
        answer = client.get(reverse(name), query)
        assert answer.status_code == 200, answer.status_code
        return b"".join(answer).decode()

    return read


@pytest.fixture
def two_logs(village, neighbour):
    """One act in each village and one of the regency, each by somebody else."""
    ActFactory(village=village, actor_key=901, actor_name="Orang Rahim", object_name="Jembatan Rahim")
    ActFactory(village=neighbour, actor_key=902, actor_name="Orang Beras", object_name="Jembatan Beras")
    ActFactory(
        village=None, verb="person.edit", actor_key=903, actor_name="Orang Dinas", object_name="Akun Dinas"
    )


def test_a_cadre_reads_her_village_and_nothing_of_another(reader, client, two_logs, cadre, neighbour):
    for name in (ACTS, TABLE):
        text = reader(cadre, name)
        assert "Jembatan Rahim" in text
        assert "Orang Rahim" in text
        for foreign in ("Beras", "Orang Dinas", "Akun Dinas"):
            assert foreign not in text, (name, foreign)
        for code in (neighbour.code, "kabupaten", "15.07.99.9999"):
            assert client.get(reverse(name), {"desa": code}).status_code == 404, (name, code)
        assert "Jembatan Beras" not in "".join(
            reader(cadre, ACTS, **query)
            for query in ({"orang": "902"}, {"kata": "Jembatan"}, {"objek": "wagtailcore.page:1"})
        )


def test_a_cadre_finds_no_people_or_kinds_that_are_not_hers_in_the_form(reader, two_logs, cadre):
    text = reader(cadre)
    assert 'value="901"' in text
    for foreign in ('value="902"', 'value="903"', 'value="pengaturan"', 'name="desa"'):
        assert foreign not in text, foreign


def test_an_ambassador_reads_her_villages(reader, two_logs, ambassador, village):
    text = reader(ambassador)
    assert "Jembatan Rahim" in text
    assert "Jembatan Beras" in text
    assert "Akun Dinas" not in text
    one = reader(ambassador, desa=village.code)
    assert "Jembatan Rahim" in one
    assert "Jembatan Beras" not in one


def test_the_officer_and_the_administrator_read_everything(reader, two_logs, officer):
    for person in (officer, member(Role.ADMINISTRATOR)):
        text = reader(person)
        assert all(words in text for words in ("Jembatan Rahim", "Jembatan Beras", "Akun Dinas"))
        regency = reader(person, desa="kabupaten")
        assert "Akun Dinas" in regency
        assert "Jembatan" not in regency


@pytest.mark.parametrize("name", [ACTS, TABLE])
def test_whoever_supervises_nothing_is_refused(client, two_logs, contributor, neighbour, name):
    client.force_login(contributor)
    assert client.get(reverse(name)).status_code == 403
    client.force_login(UserFactory())
    assert client.get(reverse(name)).status_code in (302, 403)
    client.logout()
    assert client.get(reverse(name)).status_code == 302


def test_a_cadre_who_only_writes_in_another_village_does_not_read_its_log(reader, two_logs, cadre, neighbour):
    appoint(user=cadre, role=Role.CONTRIBUTOR, village=neighbour)
    assert "Jembatan Beras" not in reader(cadre)


def test_the_log_stands_in_the_menu_of_those_who_read_it(client, cadre, contributor, officer):
    for person, shown in ((cadre, True), (officer, True), (contributor, False)):
        client.force_login(person)
        assert (reverse(ACTS) in client.get(reverse("wagtailadmin_home")).content.decode()) is shown


def test_a_line_says_who_did_what_when_why_and_from_which_state(reader, village, cadre):
    record(
        "page.workflow.reject",
        village=village,
        by=cadre,
        name="Panen <raya>",
        before="Diperiksa",
        after="Dikembalikan",
        reason="Tulis tanggalnya.",
    )
    act = Act.objects.latest("pk")
    text = reader(cadre)
    for words in (
        "Siti Rahma", "Dikembalikan dengan alasan", "Panen &lt;raya&gt;", "Diperiksa", "Tulis tanggalnya.",
        f"{timezone.localtime(act.at):%H:%M} WIB",
    ):  # fmt: skip
        assert words in text, words


def test_looking_for_some_acts(reader, village, cadre):
    def act(day: int, **fields):
        at = timezone.make_aware(timezone.datetime(2026, 11, day, 23, 30))
        ActFactory(village=village, at=at, **fields)

    act(1, object_name="Jalan dusun", verb="page.publish", actor_key=1, actor_name="Siti")
    act(2, object_name="Foto jalan", verb="file.create", actor_key=2, actor_name="Budi")
    act(3, object_name="Dewi", verb="membership.paused", actor_key=None, actor_name="")
    names = ("Jalan dusun", "Foto jalan", ">Dewi<")

    def found(**query) -> set[str]:
        text = reader(cadre, jenis=query.pop("jenis", "halaman"), **query)
        return {name for name in names if name.strip("<>") in text.split("<ol")[-1].split("</ol")[0]}

    assert found(jenis="") == set(names)
    assert found() == {"Jalan dusun"}
    assert found(jenis="berkas") == {"Foto jalan"}
    assert found(jenis="petugas", orang="sistem") == {">Dewi<"}
    assert found(jenis="", orang="2") == {"Foto jalan"}
    assert found(jenis="", dari="2026-11-02") == {"Foto jalan", ">Dewi<"}
    assert found(jenis="", sampai="02/11/2026") == {"Jalan dusun", "Foto jalan"}
    assert found(jenis="", kata="JALAN foto") == {"Foto jalan"}


def test_a_date_that_is_none_is_said_and_narrows_nothing(reader, client, two_logs, cadre):
    text = reader(cadre, dari="kemarin")
    assert "Tulis tanggal seperti 24/11/2026." in text
    assert "Jembatan Rahim" in text
    answer = client.get(reverse(TABLE), {"dari": "kemarin"})
    assert (answer.status_code, answer.url) == (302, f"{reverse(ACTS)}?dari=kemarin")


def test_the_history_of_one_thing(reader, village, cadre):
    page = NewsArticlePageFactory(village=village, title="Jalan dusun")
    NewsArticlePageFactory(village=village, title="Panen raya")
    text = reader(cadre, objek=f"wagtailcore.page:{page.pk}")
    assert "Riwayat “Jalan dusun”" in text
    assert "Panen raya" not in text
    assert f"objek=wagtailcore.page%3A{page.pk}" in text  # the table is of the same thing
    for odd in ("x", ":", "wagtailcore.page:", "a:b:c", "\x00"):
        assert "Tidak ada tindakan yang cocok." in reader(cadre, objek=odd) or odd == "\x00"


def test_odd_addresses_answer(reader, cadre, two_logs):
    for odd in ("0", "x", "-1", "9" * 40):
        reader(cadre, page=odd, orang=odd, jenis=odd, kata=odd, sampai=odd)


def test_an_empty_log_says_so(reader, village):
    cadre = member(Role.CADRE, village)
    Act.objects.all()._raw_delete("default")
    assert "Belum ada tindakan yang dicatat." in reader(cadre)
    assert "Tidak ada tindakan yang cocok." in reader(cadre, kata="jalan")


def test_fifty_on_a_page_the_newest_first(reader, village, cadre):
    many_acts(120, village=village)
    names = list(Act.objects.order_by("-at", "-pk").values_list("object_name", flat=True))
    first = reader(cadre, kata="gotong")
    assert first.index(f">{names[0]}<") < first.index(f">{names[49]}<")
    assert f">{names[50]}<" not in first
    assert "?kata=gotong&amp;page=2" in first
    assert f">{names[50]}<" in reader(cadre, kata="gotong", page="2")


def test_things_lead_to_their_screens_while_they_exist_and_may_be_opened(reader, village, cadre, officer):
    page = NewsArticlePageFactory(village=village)
    gone = NewsArticlePageFactory(village=village)
    image, document = CustomImageFactory(village=village), CustomDocumentFactory(village=village)
    comment = ResidentCommentFactory(thread__page=page)
    record("comment.approve", village=village, by=cadre, about=comment)
    gone_address = reverse("wagtailadmin_pages:edit", args=[gone.pk])
    gone.delete()
    addresses = [
        reverse("wagtailadmin_pages:edit", args=[page.pk]),
        reverse("wagtailimages:edit", args=[image.pk]),
        reverse("wagtaildocs:edit", args=[document.pk]),
        reverse("comment_moderation:item", args=[comment.public_id]),
    ]
    text = reader(cadre)
    assert [f'href="{address}"' in text for address in addresses] == [True] * 4
    assert gone_address not in text
    # The officer reads the page and may edit nothing of it.
    text = reader(officer)
    assert [f'href="{address}"' in text for address in addresses] == [False] * 4
    assert f'href="{reverse("reading_page", args=[page.pk])}"' in text


def test_in_a_paused_village_a_line_leads_to_reading(reader, village, cadre):
    page = NewsArticlePageFactory(village=village)
    village.access.state = "paused"
    village.access.save()
    text = reader(cadre)
    assert reverse("wagtailadmin_pages:edit", args=[page.pk]) not in text
    assert reverse("reading_page", args=[page.pk]) in text


def test_a_thousand_acts_cost_what_ten_cost_query_count(client, village, ambassador, officer):
    """n+1, for acts and for villages."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def cost(user, name) -> int:
        client.force_login(User.objects.get(pk=user.pk))
        b"".join(client.get(reverse(name)))
        with CaptureQueriesContext(connection) as queries:
            b"".join(client.get(reverse(name)))
        return len(queries)

    def grow(n: int) -> None:
        page = NewsArticlePageFactory(village=village)
        for _number in range(2):
            for about in (
                page, CustomImageFactory(village=village), CustomDocumentFactory(village=village),
                ResidentCommentFactory(thread__page=page),
            ):  # fmt: skip
                record("page.edit", village=village, about=about)
        many_acts(n, village=village, object_type="people.user")

    def costs() -> list[int]:
        return [cost(user, name) for user in (ambassador, officer) for name in (ACTS, TABLE)]

    grow(10)
    few = costs()
    many_acts(1000, village=village, object_type="people.user")
    for n in range(20):
        other = VillageFactory(title=f"Desa Lain {n}")
        appoint(user=ambassador, role=Role.AMBASSADOR, village=other)
        many_acts(3, village=other, actor_key=n + 100)
    grow(1)
    assert costs() == few


def rows_of(text: str) -> list[list[str]]:
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=";"))


def test_the_table_holds_the_same_acts(reader, village, cadre):
    ActFactory(village=village, object_name="Jalan dusun", reason="Baris satu;\nbaris dua")
    ActFactory(village=village, object_name="Panen raya", verb="file.create")
    head, *rows = rows_of(reader(cadre, TABLE, jenis="halaman"))
    assert head[:6] == ["Waktu (WIB)", "Kode desa", "Desa", "Siapa", "Tindakan", "Apa"]
    assert [row[1:9] for row in rows if row[5] == "Jalan dusun"] == [
        ["15.07.09.2002", "Desa Pematang Rahim", "Siti Rahma", "Halaman diterbitkan", "Jalan dusun", "Draf",
         "Terbit", "Baris satu;\nbaris dua"]
    ]  # fmt: skip
    assert not [row for row in rows if row[5] == "Panen raya"]


def test_the_table_is_named_after_village_and_day_and_kept_nowhere(client, village, cadre, officer):
    for person, where in ((cadre, village.code), (officer, "semua-desa")):
        client.force_login(person)
        answer = client.get(reverse(TABLE))
        name = f"catatan-{where}-{timezone.localdate():%Y-%m-%d}.csv"
        assert answer["Content-Disposition"] == f'attachment; filename="{name}"'
        assert "no-store" in answer["Cache-Control"]
        assert answer.streaming


@pytest.mark.parametrize("cell", ["=1+1", "+62812", "-2", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1"])
def test_no_cell_is_a_formula(reader, village, cadre, cell):
    ActFactory(village=village, object_name=cell, reason=cell, actor_name=cell)
    rows = rows_of(reader(cadre, TABLE))
    cells = [value for row in rows for value in row]
    assert cells.count(f"'{cell}") == 3
    assert cell not in cells


def test_a_table_that_is_too_long_says_so_in_its_last_line(reader, village, cadre, monkeypatch):
    monkeypatch.setattr(export, "MOST_ROWS", 5)
    Act.objects.all()._raw_delete("default")
    many_acts(5, village=village)
    assert len(rows_of(reader(cadre, TABLE))) == 6
    many_acts(1, village=village)
    rows = rows_of(reader(cadre, TABLE))
    assert len(rows) == 7
    assert rows[-1] == ["Terpotong setelah 5 baris. Pilih masa yang lebih pendek."]
