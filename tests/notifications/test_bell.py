"""The bell on every screen of the admin, and the list behind it."""

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from notifications.models import Muted, Notification
from people.models import User
from tests.factories.news import NewsArticlePageFactory
from tests.factories.notifications import NotificationFactory
from tests.factories.village_pages import VillageFactory, member
from village_pages.enums import Role
from village_pages.rights import appoint, dismiss, pause, resume

pytestmark = pytest.mark.django_db

LIST = reverse("notifications")
SETTINGS = reverse("notification_settings")


def soup_of(answer) -> BeautifulSoup:
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser")


def bell_at(client, url: str = LIST) -> str:
    (link,) = soup_of(client.get(url)).select(f'nav.bell a[href="{LIST}"]')
    assert link["href"] == LIST
    return " ".join(link.get_text().split())


def listed(client) -> list[str]:
    return [one.get_text() for one in soup_of(client.get(LIST)).select("ol.desk__entries strong")]


@pytest.fixture
def signed_in(client, cadre):
    client.force_login(cadre)
    return client


def test_every_screen_has_the_bell_with_its_number(signed_in, village, cadre):
    draft = NewsArticlePageFactory(village=village, live=False)
    screens = [
        reverse("wagtailadmin_home"),
        reverse("wagtailadmin_pages:edit", args=[draft.pk]),
        reverse("wagtailadmin_explore", args=[village.pk]),
        reverse("wagtailimages:index"),
        reverse("team"),
        reverse("wagtailadmin_account"),
        LIST,
        SETTINGS,
    ]
    assert {bell_at(signed_in, screen) for screen in screens} == {"Pesan"}
    NotificationFactory.create_batch(3, recipient=cadre, village=village)
    NotificationFactory(recipient=member(Role.CADRE, village), village=village)
    assert {bell_at(signed_in, screen) for screen in screens} == {"Pesan: 3 belum dibaca"}


def test_it_is_in_the_menu_of_who_has_no_script(signed_in):
    links = soup_of(signed_in.get(reverse("menu"))).select("main a, nav a")
    assert (LIST, "Pesan") in {(link["href"], link.get_text().strip()) for link in links}


def test_the_newest_stands_first_and_unread_is_said_in_words(signed_in, village, cadre):
    NotificationFactory(recipient=cadre, village=village, headline="Lama")
    NotificationFactory(recipient=cadre, village=village, headline="Baru", words="Tulis tanggalnya.")
    assert listed(signed_in) == ["Baru", "Lama"]
    first = soup_of(signed_in.get(LIST)).select_one("ol.desk__entries li").get_text()
    assert "Belum dibaca" in first
    assert "Tulis tanggalnya." in first
    assert "Desa Pematang Rahim" in first


def test_opening_leads_to_the_matter_and_marks_it_read(signed_in, village, cadre):
    one = NotificationFactory(recipient=cadre, village=village, url="/admin/petugas/")
    answer = signed_in.get(reverse("notification_open", args=[one.pk]))
    assert (answer.status_code, answer["Location"]) == (302, "/admin/petugas/")
    read = Notification.objects.get(pk=one.pk).read_at
    assert read is not None
    assert bell_at(signed_in) == "Pesan"
    signed_in.get(reverse("notification_open", args=[one.pk]))
    assert Notification.objects.get(pk=one.pk).read_at == read


@pytest.mark.parametrize(
    "url",
    ["https://lain.example/", "//lain.example/", "/\\lain.example/", "javascript:alert(1)", "admin/", ""],
)
def test_it_never_leads_out_of_the_site(signed_in, village, cadre, url):
    one = NotificationFactory(recipient=cadre, village=village, url=url)
    assert signed_in.get(reverse("notification_open", args=[one.pk]))["Location"] == LIST


def test_a_message_to_somebody_else_does_not_exist(signed_in, village, officer):
    for person in (member(Role.CADRE, village), officer):
        one = NotificationFactory(recipient=person, village=village)
        assert signed_in.get(reverse("notification_open", args=[one.pk])).status_code == 404
        assert Notification.objects.get(pk=one.pk).read_at is None
    assert listed(signed_in) == []


def test_what_concerns_a_village_is_gone_with_the_role_there(client, village, neighbour):
    ambassador = member(Role.AMBASSADOR, village)
    second = appoint(user=ambassador, role=Role.AMBASSADOR, village=neighbour)
    one = NotificationFactory(recipient=ambassador, village=neighbour, headline="Dari tetangga")
    NotificationFactory(recipient=ambassador, village=None, headline="Dari kabupaten")
    client.force_login(ambassador)
    assert listed(client) == ["Dari tetangga"]
    pause(second)
    assert (listed(client), bell_at(client)) == ([], "Pesan")
    resume(second)
    assert (listed(client), bell_at(client)) == (["Dari tetangga"], "Pesan: 1 belum dibaca")
    dismiss(second)
    assert (listed(client), bell_at(client)) == ([], "Pesan")
    assert client.get(reverse("notification_open", args=[one.pk])).status_code == 404
    client.post(reverse("notifications_read"), {"newest": one.pk})
    assert Notification.objects.get(pk=one.pk).read_at is None


def test_an_officer_reads_what_was_sent_to_him_of_every_village(client, village, officer):
    NotificationFactory(recipient=officer, village=village, headline="Terlambat")
    NotificationFactory(recipient=officer, village=None, headline="Halaman kabupaten")
    client.force_login(User.objects.get(pk=officer.pk))
    assert listed(client) == ["Halaman kabupaten", "Terlambat"]


def test_all_at_once_are_those_that_were_there(signed_in, village, cadre):
    NotificationFactory.create_batch(31, recipient=cadre, village=village)
    form = soup_of(signed_in.get(LIST + "?page=2")).select_one("form[method=post][action*=pesan]")
    late = NotificationFactory(recipient=cadre, village=village, headline="Baru saja")
    foreign = NotificationFactory(recipient=member(Role.CADRE, village), village=village)
    sent = {"newest": form.select_one("[name=newest]")["value"]}
    answer = signed_in.post(form["action"], sent, follow=True)
    assert "31 pesan ditandai sudah dibaca." in answer.content.decode()
    assert set(Notification.objects.filter(read_at=None)) == {late, foreign}
    for nonsense in ("", "semua", "-1"):
        assert signed_in.post(form["action"], {"newest": nonsense}).status_code == 302
    assert Notification.objects.filter(read_at=None).count() == 2
    assert signed_in.get(form["action"]).status_code == 405


def test_thirty_stand_on_a_page(signed_in, village, cadre):
    NotificationFactory.create_batch(31, recipient=cadre, village=village)
    assert len(listed(signed_in)) == 30
    assert len(soup_of(signed_in.get(LIST + "?page=2")).select("ol.desk__entries li")) == 1


def test_a_thousand_cost_as_many_queries_as_ten(signed_in, village, cadre):
    def asked() -> list[int]:
        counts = []
        for screen in (LIST, LIST + "?page=1", SETTINGS, reverse("team")):
            with CaptureQueriesContext(connection) as queries:
                assert signed_in.get(screen).status_code == 200
            bells = [query for query in queries if "notifications_notification" in query["sql"]]
            counts += [len(queries), len(bells)]
        return counts

    NotificationFactory.create_batch(10, recipient=cadre, village=village)
    asked()
    few = asked()
    Notification.objects.bulk_create(
        NotificationFactory.build_batch(990, recipient=cadre, village=village)
        + NotificationFactory.build_batch(500, recipient=member(Role.CADRE, village), village=village)
    )
    assert asked() == few
    assert few[-1] == 1, "the bell costs one query"


def test_who_has_no_role_costs_no_query(rf, django_assert_num_queries):
    from django.contrib.auth.models import AnonymousUser

    from notifications.templatetags.notification_tags import bell

    request = rf.get("/admin/")
    request.user = AnonymousUser()
    with django_assert_num_queries(0):
        assert bell({"request": request}) == bell({}) == {}


def test_each_kind_can_be_switched_off_but_returned_work(signed_in, cadre):
    page = soup_of(signed_in.get(SETTINGS))
    offered = [box["value"] for box in page.select("input[name=kinds]")]
    assert "review.waiting" in offered
    assert "review.returned" not in offered
    assert all(box.has_attr("checked") for box in page.select("input[name=kinds]"))
    assert "belum mencatat alamat email" in page.get_text()
    assert not page.select("input[name=digest]")

    kept = [key for key in offered if key != "review.waiting"]
    signed_in.post(SETTINGS, {"kinds": kept})
    assert list(Muted.objects.values_list("person", "kind")) == [(cadre.pk, "review.waiting")]
    page = soup_of(signed_in.get(SETTINGS))
    assert [box["value"] for box in page.select("input[name=kinds][checked]")] == kept
    signed_in.post(SETTINGS, {"kinds": offered})
    assert not Muted.objects.exists()


def test_who_has_an_address_may_refuse_the_digest(signed_in, cadre):
    User.objects.filter(pk=cadre.pk).update(email="siti@example.test")
    page = soup_of(signed_in.get(SETTINGS))
    assert page.select_one("input[name=digest]").has_attr("checked")
    assert "siti@example.test" in page.get_text()
    everything = [box["value"] for box in page.select("input[name=kinds]")]
    signed_in.post(SETTINGS, {"kinds": everything})
    assert list(Muted.objects.values_list("kind", flat=True)) == ["digest"]
    signed_in.post(SETTINGS, {"kinds": everything, "digest": "on"})
    assert not Muted.objects.exists()


def test_the_account_screen_offers_no_mails_of_wagtails(signed_in):
    page = soup_of(signed_in.get(reverse("wagtailadmin_account")))
    assert not page.select("[name^=notifications]")
    assert SETTINGS in {link.get("href") for link in page.select("a")}


def test_the_screens_are_closed_to_strangers(client):
    village = VillageFactory()
    one = NotificationFactory(recipient=member(Role.CADRE, village), village=village)
    for url in (LIST, SETTINGS, reverse("notification_open", args=[one.pk])):
        answer = client.get(url)
        assert answer.status_code == 302
        assert "/akun/login/" in answer["Location"]
