"""A cadre takes services of the regency into the village: once, and not past the second reader."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import WorkflowState

from editorial.archive import archive
from services.adoption import adopt, offers_for
from services.models import ServicePage
from tests.factories.services import ServicePageFactory, StandardFactory
from tests.factories.village_pages import VillageFactory, member
from tests.pages import query_count
from tests.services.forms import service_form
from village_pages.enums import Role
from village_pages.rights import appoint

pytestmark = pytest.mark.django_db


@pytest.fixture
def village():
    return VillageFactory(code="15.07.09.2002", title="Pematang Rahim")


@pytest.fixture
def cadre(village):
    return member(Role.CADRE, village)


@pytest.fixture
def standards():
    return [
        StandardFactory(title="KTP elektronik", slug="ktp", fee_kind="free", summary="Kartu penduduk."),
        StandardFactory(title="SKTM", slug="sktm", summary="Surat untuk keringanan biaya."),
        StandardFactory(title="Akta kelahiran", slug="akta-kelahiran"),
    ]


def screen(village) -> str:
    return reverse("adopt_services", args=[village.pk])


def sent(client, village, standards, **data):
    keys = [standard.pk for standard in standards]
    return client.post(screen(village), {"standards": keys} | data, follow=True)


def words(answer) -> str:
    return " ".join(answer.content.decode().split())


def titles(village) -> list[str]:
    pages = ServicePage.objects.filter(path__startswith=village.path)
    return sorted(pages.values_list("title", flat=True))


def test_what_is_ticked_becomes_a_draft_that_follows_the_regency(client, village, cadre, standards):
    client.force_login(cadre)
    answer = sent(client, village, standards[:2])
    assert "2 layanan ditambahkan sebagai draf" in words(answer)
    page = ServicePage.objects.get(standard=standards[0])
    assert (page.title, page.slug, page.live, page.owner) == ("KTP elektronik", "ktp", False, cadre)
    assert (page.summary, page.fee_kind) == ("", "unknown")
    assert page.village == village
    assert page.latest_revision.user == cadre
    assert titles(village) == ["KTP elektronik", "SKTM"]
    assert client.get(f"{village.url}layanan/ktp/").status_code == 404


def test_sent_in_they_wait_for_a_second_reader_who_brings_them_before_readers(
    client, village, cadre, standards
):
    client.force_login(cadre)
    answer = sent(client, village, standards, kirim="1")
    assert "dikirim untuk diperiksa" in words(answer)
    assert WorkflowState.objects.filter(requested_by=cadre, status="in_progress").count() == 3
    page = ServicePage.objects.get(slug="ktp")
    second = member(Role.CADRE, village)
    client.force_login(second)
    state = page.current_workflow_task_state
    client.post(
        reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.pk]), {"comment": ""}
    )
    html = words(client.get(f"{village.url}layanan/ktp/"))
    assert "Kartu penduduk." in html
    assert "Gratis" in html
    assert "Menurut standar layanan kabupaten." in html


def test_nobody_publishes_alone_what_he_has_taken(client, village, cadre, standards):
    [page] = adopt(village, standards[:1], cadre)
    member(Role.CADRE, village, display_name="Ibu Rahma")
    client.force_login(cadre)
    data = service_form(title=page.title, slug=page.slug, standard=standards[0].pk, **{"action-publish": "1"})
    answer = client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), data, follow=True)
    assert "perlu pembaca kedua: Ibu Rahma" in words(answer)
    assert not ServicePage.objects.live().exists()


def test_twice_makes_nothing_more(client, village, cadre, standards):
    client.force_login(cadre)
    sent(client, village, standards[:1])
    answer = sent(client, village, standards[:2])
    assert "1 layanan ditambahkan" in words(answer)
    assert titles(village) == ["KTP elektronik", "SKTM"]
    again = sent(client, village, standards[:2])
    assert "sudah ada di desa ini" in words(again)
    assert titles(village) == ["KTP elektronik", "SKTM"]


def test_who_comes_second_waits_for_the_first_and_sees_what_he_made(village, cadre, standards):
    with CaptureQueriesContext(connection) as queries:
        adopt(village, standards[:1], cadre)
    asked = [query["sql"] for query in queries]
    lock = next(n for n, sql in enumerate(asked) if 'FROM "village_pages_villageaccess"' in sql)
    looked = next(n for n, sql in enumerate(asked) if 'FROM "services_servicepage"' in sql)
    assert lock < looked
    if connection.features.has_select_for_update:
        assert "FOR UPDATE" in asked[lock]


def test_nothing_is_left_where_one_of_them_cannot_be_sent_in(client, village, cadre, standards):
    type(standards[1]).objects.filter(pk=standards[1].pk).update(summary="")
    client.force_login(cadre)
    answer = sent(client, village, standards, kirim="1")
    assert "Ringkasan belum ditulis" in words(answer)
    assert titles(village) == []


def test_an_address_that_is_taken_gets_a_number(village, cadre, standards):
    ServicePageFactory(village=village, title="Lain", slug="sktm-lain")
    ServicePageFactory(village=village, title="Surat lama", slug="x", standard=standards[2], summary="")
    pages = adopt(village, standards, cadre)
    assert sorted(page.slug for page in pages) == ["ktp", "sktm"]


def test_what_the_village_has_is_shown_and_not_offered(client, village, cadre, standards):
    ServicePageFactory(village=village, title="KTP elektronik", standard=standards[0], summary="")
    own = ServicePageFactory(village=village, title="sktm", slug="surat-tidak-mampu")
    put_away = ServicePageFactory(village=village, title="Akta", standard=standards[2], summary="")
    archive(put_away, cadre)
    client.force_login(cadre)
    html = words(client.get(screen(village)))
    assert "Semua layanan kabupaten sudah ada di desa ini." in html
    assert "Ditulis desa sendiri" in html
    assert "Di arsip" in html
    assert reverse("wagtailadmin_pages:edit", args=[own.pk]) in html
    assert adopt(village, standards, cadre) == []


def test_nothing_ticked_says_what_to_do(client, village, cadre, standards):
    client.force_login(cadre)
    answer = client.post(screen(village), {})
    assert "Centang paling sedikit satu layanan." in words(answer)
    assert "Layanan itu tidak ada lagi" in words(client.post(screen(village), {"standards": ["0", "x"]}))
    assert titles(village) == []


def test_only_who_publishes_in_that_village(client, village, standards):
    elsewhere = member(Role.CADRE, VillageFactory())
    client.force_login(elsewhere)
    assert client.get(screen(village)).status_code == 404
    assert sent(client, village, standards).status_code == 404
    for role in (Role.CONTRIBUTOR, Role.VILLAGE_OFFICIAL):
        client.force_login(member(role, village))
        assert sent(client, village, standards).status_code == 403, role
    client.force_login(member(Role.OFFICER))
    assert sent(client, village, standards).status_code == 403
    assert client.get(reverse("adopt_services", args=[0])).status_code == 404
    with pytest.raises(PermissionDenied):
        adopt(village, standards, elsewhere)
    assert titles(village) == []


def test_the_way_there(client, village, cadre, standards):
    """Menu, list of services in the tree, and the desk while the village tells of no service."""
    client.force_login(cadre)
    menu = reverse("adopt_services_village")
    assert menu in words(client.get(reverse("menu")))
    assert client.get(menu).url == screen(village)
    desk = words(client.get(reverse("wagtailadmin_home")))
    assert screen(village) in desk
    index = ServicePageFactory(village=village).get_parent()
    assert screen(village) in words(client.get(reverse("wagtailadmin_explore", args=[index.pk])))
    assert screen(village) not in words(client.get(reverse("wagtailadmin_home")))
    other = VillageFactory(title="Sungai Beras")
    appoint(user=cadre, role=Role.CADRE, village=other)
    chosen = words(client.get(menu))
    assert screen(village) in chosen
    assert screen(other) in chosen
    client.force_login(member(Role.CONTRIBUTOR, village))
    assert client.get(menu).status_code == 403
    assert menu not in words(client.get(reverse("menu")))
    assert screen(village) not in words(client.get(reverse("wagtailadmin_explore", args=[index.pk])))


def test_the_screen_asks_as_much_of_thirty_services_as_of_three(client, village, cadre, standards):
    client.force_login(cadre)
    few = query_count(client, screen(village))
    adopt(village, [*standards, *StandardFactory.create_batch(13)], cadre)
    StandardFactory.create_batch(14)
    assert len(offers_for(village)) == 30
    assert query_count(client, screen(village)) == few
