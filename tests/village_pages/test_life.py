"""The life of a village, told from outside: renamed, paused, closed, opened again; and what never leaves it.

Every refusal in a paused village stands beside the same act in an open one, which passes.
"""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Collection, Page, ReferenceIndex, Revision, Site, TaskState, WorkflowState
from wagtail.rich_text import RichText

from audit.log import record
from audit.models import Act
from comments import moderation, stamps
from comments.enums import CommentState
from comments.models import ResidentComment, Thread
from core.models import CustomDocument, CustomImage
from news.models import NewsArticlePage, NewsIndexPage
from people.models import User
from tests.comments.conftest import Guest, form_url
from tests.editorial.forms import article_form
from tests.factories.comments import AnswerFactory, ResidentCommentFactory
from tests.factories.core import PDF, CustomDocumentFactory, CustomImageFactory, drawn_jpeg
from tests.factories.inclusion import InclusionNoticePageFactory
from tests.factories.news import NewsArticlePageFactory
from tests.factories.services import ServicePageFactory
from tests.factories.village_pages import InformationPageFactory, VillageFactory, member, regency_information
from tests.pages import outline_of, query_count, say
from village_pages import life
from village_pages.enums import Role, VillageChange, VillageState
from village_pages.models import FormerAddress, InformationPage, Membership, VillagePage
from village_pages.opening import open_village
from village_pages.rights import active_roles, appoint
from village_pages.signals import village_changed

pytestmark = pytest.mark.django_db

NOTICE = "Kantor desa pindah sampai Maret. Hubungi kecamatan."


@pytest.fixture
def village() -> VillagePage:
    return VillageFactory(code="15.07.09.2002", title="Pematang Rahim")


@pytest.fixture
def neighbour() -> VillagePage:
    return VillageFactory(code="15.07.09.2006", title="Sungai Beras")


@pytest.fixture
def officer() -> User:
    return member(Role.OFFICER)


@pytest.fixture
def administrator() -> User:
    return member(Role.ADMINISTRATOR)


@pytest.fixture
def told():
    """What ``village_changed`` said, in order."""
    heard: list[dict] = []

    def listen(sender, **news):
        heard.append(news)

    village_changed.connect(listen)
    yield heard
    village_changed.disconnect(listen)


def signed_in(user) -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=user.pk))
    return client


def fresh(page: Page):
    return type(page).objects.get(pk=page.pk)


def rename(village, name="Pematang Baru", slug="pematang-baru", **words) -> None:
    life.rename(village, name=name, slug=slug, by=None, **words)


def pause(village, by=None) -> None:
    life.pause(village, notice=NOTICE, by=by, reason="Kantor pindah")


def close(village, by=None) -> None:
    life.close(village, notice=NOTICE, by=by, reason="Digabung dengan desa lain")


# --- Renamed ---


def test_old_bookmarks_of_every_kind_lead_on(client, village):
    article = NewsArticlePageFactory(village=village, slug="panen")
    pages = [
        article,
        ServicePageFactory(village=village),
        InclusionNoticePageFactory(village=village),
        InformationPageFactory(village=village, slug="tentang"),
    ]
    old = [page.get_url() for page in pages]
    old += [f"/pematang-rahim/{rest}" for rest in ("", "berita/", "berita/feed/", "ruang-komunitas/")]
    rename(village)
    for address in old:
        answer = client.get(f"{address}?page=2&utm_source=wa&pilar=economy")
        assert answer.status_code == 301, address
        target = address.replace("/pematang-rahim/", "/pematang-baru/")
        assert answer["Location"].startswith(f"{target}?page=2"), address
        assert "pilar=economy" in answer["Location"]
        # Nobody's browser goes on leading away by itself, should the old name come back.
        assert "no-cache" in answer["Cache-Control"]
        assert client.get(answer["Location"], follow=True).status_code == 200, address
    assert client.get("/pematang-rahim/tidak-ada/", follow=True).status_code == 404
    assert not Redirect.objects.exists()
    assert client.get("/cari/?q=panen&desa=pematang-rahim").context["village"] == village


def test_an_address_that_would_get_too_long_for_its_column_leads_nowhere(client, village):
    longest = Redirect._meta.get_field("old_path").max_length
    for length in (longest, longest - len("x-baru")):
        start = "/pematang-rahim/berita/"
        Redirect.objects.create(old_path=start + "p" * (length - len(start)), redirect_link="/")
    rename(village, slug="pematang-rahimx-baru")
    kept = Redirect.objects.get()
    assert len(kept.old_path) == longest
    assert kept.old_path.startswith("/pematang-rahimx-baru/berita/")


def test_a_chain_of_names_leads_to_the_last_and_back_again(client, village):
    rename(village, slug="b-dua")
    rename(village, slug="c-tiga")
    for slug in ("pematang-rahim", "b-dua"):
        assert client.get(f"/{slug}/berita/")["Location"] == "/c-tiga/berita/"
    rename(village, name="Pematang Rahim", slug="pematang-rahim")
    assert set(FormerAddress.objects.values_list("slug", flat=True)) == {"b-dua", "c-tiga"}
    assert client.get("/pematang-rahim/berita/").status_code == 200
    assert client.get("/c-tiga/berita/")["Location"] == "/pematang-rahim/berita/"


def test_an_article_that_had_moved_before_is_still_found(client, village, django_capture_on_commit_callbacks):
    article = NewsArticlePageFactory(village=village, slug="panen")
    with django_capture_on_commit_callbacks(execute=True):
        article.slug = "panen-raya"
        article.save_revision().publish()
    assert Redirect.objects.get().old_path == "/pematang-rahim/berita/panen"
    with django_capture_on_commit_callbacks(execute=True):
        rename(village)
    assert Redirect.objects.count() == 1
    answer = client.get("/pematang-rahim/berita/panen/", follow=True)
    assert answer.status_code == 200
    assert answer.redirect_chain[-1][0] == "/pematang-baru/berita/panen-raya/"


def test_the_new_name_shows_everywhere_at_once(client, village, django_capture_on_commit_callbacks, settings):
    settings.PAGE_CACHE_ENABLED = True
    article = NewsArticlePageFactory(village=village, summary="Gotong royong.")
    here = f"{village.url}berita/"
    shown = ("/", "/berita/", here, article.url)
    assert all("Pematang Rahim" in client.get(address).content.decode() for address in shown)
    with django_capture_on_commit_callbacks(execute=True):
        rename(village, kind="kelurahan", district="Mendahara")
    url = fresh(article).get_url()
    for address in ("/", "/berita/", "/pematang-baru/", url, f"{fresh(village).url}berita/feed/"):
        html = client.get(address).content.decode()
        assert "Pematang Baru" in html, address
        assert "Pematang Rahim" not in html, address
    assert "Kelurahan Pematang Baru" in client.get("/pematang-baru/").content.decode()
    assert ("h3", "Kecamatan Mendahara") in outline_of(client, "/").headings
    assert client.get("/cari/?q=pematang+baru").context["cards"]
    assert not client.get("/cari/?q=rahim").context["cards"]
    assert "/pematang-rahim/" not in client.get("/sitemap.xml").content.decode()


def test_no_revision_brings_the_old_name_back(client, village):
    cadre = member(Role.CADRE, village)
    old = fresh(village).save_revision()
    draft = fresh(village)
    draft.profile = "Kata kader yang belum terbit."
    draft.save_revision(user=cadre)
    rename(village, kind="kelurahan", district="Mendahara")

    kept = fresh(village).get_latest_revision_as_object()
    assert (kept.profile, kept.title, kept.slug) == (draft.profile, "Pematang Baru", "pematang-baru")
    person = signed_in(cadre)
    form = person.get(reverse("wagtailadmin_pages:edit", args=[village.pk]))
    assert form.status_code == 200
    assert not {"title", "slug", "kind", "district", "code"} & form.context["form"].fields.keys()

    for revision in (old, fresh(village).latest_revision):
        Revision.objects.get(pk=revision.pk).publish()
        now = fresh(village)
        assert (now.title, now.draft_title, now.slug) == ("Pematang Baru", "Pematang Baru", "pematang-baru")
        assert (now.kind, now.district, now.url_path) == ("kelurahan", "Mendahara", "/beranda/pematang-baru/")
    assert now.profile == "Kata kader yang belum terbit."
    assert client.get("/pematang-baru/berita/").status_code == 200


def test_who_could_take_a_name_away_from_another_is_told(village, neighbour):
    rename(village)
    regency_information(slug="pengumuman")
    for slug in (
        "pematang-rahim",
        "pematang-baru",
        "pengumuman",
        "berita",
        "kontak",
        "Ada Spasi",
        "",
        "a" * 121,
    ):
        with pytest.raises(ValidationError) as refused:
            rename(neighbour, slug=slug)
        assert set(refused.value.message_dict) == {"slug"}, slug
    for words in ({"name": " "}, {"name": "a" * 81}, {"district": ""}, {"kind": "negeri"}):
        with pytest.raises(ValidationError):
            rename(neighbour, **({"slug": "lain"} | words))
    assert fresh(neighbour).slug == "sungai-beras"
    # A village opened later, and a page beside the villages, do not get it either.
    later, _created = open_village(code="15.07.09.2010", name="Pematang Rahim", district="Mendahara Ulu")
    assert later.slug == "pematang-rahim-mendahara-ulu"
    with pytest.raises(ValidationError):
        regency_information(slug="pematang-rahim")


def test_renaming_is_told_once_and_only_where_something_changed(village, officer, told):
    rename(village, name="  Pematang   Rahim ", slug="pematang-rahim")
    assert told == []
    life.rename(village, name="Pematang Rahim", slug="rahim", by=officer, reason="Lebih pendek")
    (news,) = told
    assert (news["village"], news["change"], news["by"], news["reason"]) == (
        village,
        VillageChange.RENAMED,
        officer,
        "Lebih pendek",
    )
    assert (news["before"], news["after"]) == (
        "Desa Pematang Rahim, Mendahara Ulu, /pematang-rahim/",
        "Desa Pematang Rahim, Mendahara Ulu, /rahim/",
    )
    assert village.slug == "rahim"


def test_files_follow_the_name_and_are_found_again_by_the_code(village):
    picture = CustomImageFactory(village=village)
    rename(village)
    assert CustomImage.objects.get(pk=picture.pk).collection.name == "Pematang Baru (15.07.09.2002)"
    fresh(village).delete()
    again, _created = open_village(code="15.07.09.2002", name="Pematang", district="Mendahara Ulu")
    assert again.access.collection == picture.collection


def test_a_village_on_its_own_domain_goes_on_working(client, village, django_capture_on_commit_callbacks):
    Site.objects.create(hostname="pematang.example.test", port=80, root_page=village)
    article = NewsArticlePageFactory(village=village, slug="panen")
    host = {"headers": {"host": "pematang.example.test"}}
    assert client.get("/berita/panen/", **host).status_code == 200
    with django_capture_on_commit_callbacks(execute=True):
        rename(village)
    for address in ("/", "/berita/", "/berita/panen/", "/berita/feed/"):
        assert client.get(address, **host).status_code == 200, address
    assert fresh(article).full_url == "http://pematang.example.test/berita/panen/"
    assert client.get("/pematang-rahim/berita/panen/")["Location"] == "/pematang-baru/berita/panen/"


def test_renaming_costs_the_same_with_many_pages(village):
    def cost(slug) -> int:
        with CaptureQueriesContext(connection) as queries:
            rename(village, slug=slug)
        return len(queries)

    NewsArticlePageFactory(village=village)
    few = cost("satu")
    for _ in range(15):
        NewsArticlePageFactory(village=village)
    assert cost("dua") == few


# --- Paused ---


def ways_to_write(village, author) -> dict[str, object]:
    """Each way in which somebody of ``village`` writes pages and files; a call gives whether it worked."""
    index = NewsIndexPage.objects.child_of(village).get()
    draft = NewsArticlePageFactory(village=village, owner=author, live=False)
    waiting = NewsArticlePageFactory(village=village, owner=author, live=False)
    picture = CustomImageFactory(village=village, uploaded_by_user=author)
    document = CustomDocumentFactory(village=village, uploaded_by_user=author)
    collection = str(village.access.collection_id)

    def added(client, **button):
        before = NewsArticlePage.objects.count()
        address = reverse("wagtailadmin_pages:add", args=["news", "newsarticlepage", index.pk])
        client.post(address, article_form(slug=f"panen-{before}") | button)
        return NewsArticlePage.objects.count() > before

    def edited(client):
        before = Revision.objects.for_instance(draft).count()
        client.post(reverse("wagtailadmin_pages:edit", args=[draft.pk]), article_form(draft))
        return Revision.objects.for_instance(draft).count() > before

    def published(client):
        client.post(
            reverse("wagtailadmin_pages:edit", args=[waiting.pk]),
            article_form(waiting, **{"action-publish": "1"}),
        )
        return fresh(waiting).live

    def uploaded_picture(client):
        before = CustomImage.objects.filter(collection=collection).count()
        client.post(
            reverse("wagtailimages:add"),
            {"title": "Foto", "file": drawn_jpeg(), "collection": collection, "description": "Sawah."},
        )
        return CustomImage.objects.filter(collection=collection).count() > before

    def uploaded_document(client):
        before = CustomDocument.objects.filter(collection=collection).count()
        client.post(
            reverse("wagtaildocs:add"),
            {"title": "Formulir", "file": ContentFile(PDF, "f.pdf"), "collection": collection},
        )
        return CustomDocument.objects.filter(collection=collection).count() > before

    def changed_picture(client):
        client.post(
            reverse("wagtailimages:edit", args=[picture.pk]),
            {"title": "Lain", "description": "Sawah.", "collection": collection},
        )
        return CustomImage.objects.get(pk=picture.pk).title == "Lain"

    def deleted_document(client):
        client.post(reverse("wagtaildocs:delete", args=[document.pk]))
        return not CustomDocument.objects.filter(pk=document.pk).exists()

    return {
        "add": added,
        "edit": edited,
        "publish": published,
        "upload a picture": uploaded_picture,
        "upload a document": uploaded_document,
        "change a picture": changed_picture,
        "delete a document": deleted_document,
    }


@pytest.mark.parametrize("role", [Role.CONTRIBUTOR, Role.CADRE, Role.AMBASSADOR])
def test_people_of_a_paused_village_read_and_write_nothing(village, role):
    person = member(role, village)
    client = signed_in(person)
    ways = ways_to_write(village, person)
    news = NewsIndexPage.objects.child_of(village).get()
    pause(village)
    assert [name for name, way in ways.items() if way(client)] == []
    # They still read, and are told why, wherever they are.
    for address in (reverse("wagtailadmin_home"), reverse("wagtailadmin_explore", args=[village.pk])):
        html = client.get(address).content.decode()
        assert "Desa Pematang Rahim sedang dijeda oleh Dinas PMD." in html, address
        assert NOTICE in html
        assert reverse("wagtailadmin_pages:add", args=["news", "newsarticlepage", news.pk]) not in html
    life.resume(village, by=None)
    refused = [name for name, way in ways.items() if not way(client)]
    assert refused == (["publish"] if role == Role.CONTRIBUTOR else [])
    assert "sedang dijeda" not in client.get(reverse("wagtailadmin_home")).content.decode()


def test_somebody_of_two_villages_writes_in_the_open_one(village, neighbour):
    person = member(Role.AMBASSADOR, village)
    appoint(user=person, role=Role.AMBASSADOR, village=neighbour)
    ways = ways_to_write(neighbour, person)
    pause(village)
    client = signed_in(person)
    assert [name for name, way in ways.items() if not way(client)] == []
    paused = ways_to_write(village, person)
    assert [name for name, way in paused.items() if way(client)] == []


def test_an_administrator_still_mends_what_is_wrong(village, administrator):
    ways = ways_to_write(village, administrator)
    pause(village)
    client = signed_in(administrator)
    assert [name for name, way in ways.items() if not way(client)] == []


def test_readers_see_the_notice_in_the_very_next_request(
    client, village, neighbour, django_capture_on_commit_callbacks, settings
):
    settings.PAGE_CACHE_ENABLED = True
    article = NewsArticlePageFactory(village=village)
    InformationPageFactory(village=village, slug="tentang")
    comment = ResidentCommentFactory(thread__page=article)
    addresses = [
        village.url,
        *(f"{village.url}{rest}/" for rest in ("berita", "layanan", "inklusi", "ruang-komunitas", "tentang")),
        article.url,
        f"/cari/?desa={village.slug}",
        comment.get_absolute_url(),
        reverse("comments:further", args=[article.translation_key]),
        form_url(article),
    ]
    before = {}
    for address in addresses:
        assert NOTICE not in client.get(address).content.decode(), address
        before[address] = len(_queries(client, address + ("&" if "?" in address else "?") + "x=1"))
    with django_capture_on_commit_callbacks(execute=True):
        pause(village)
    for address in addresses:
        html = client.get(address).content.decode()
        assert "Halaman desa ini sedang tidak diperbarui." in html, address
        assert NOTICE in html, address
        # Nor is anything asked for it, but for whom to ask in the place of the form.
        now = _queries(client, address + ("&" if "?" in address else "?") + "x=1")
        assert len(now) <= before[address] + (address == form_url(article)), (address, now)
    assert NOTICE not in client.get("/").content.decode()
    assert NOTICE not in client.get(neighbour.url).content.decode()
    outline_of(client, article.url)
    with django_capture_on_commit_callbacks(execute=True):
        life.resume(village, by=None)
    assert all(NOTICE not in client.get(address).content.decode() for address in addresses)


def _queries(client, address):
    """The queries of a page that no stored copy answers."""
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    return queries.captured_queries


def test_a_guests_words_are_kept_but_not_taken(village, monkeypatch):
    monkeypatch.setattr(stamps, "MIN_SECONDS", 0)
    article, guest = NewsArticlePageFactory(village=village), Guest()
    opened = guest.form(article)
    assert guest.send(article, body="Kapan buka lagi?").status_code == 303
    pause(village)

    form = guest.client.get(form_url(article)).content.decode()
    assert "Komentar di desa ini sedang dijeda." in form
    assert NOTICE in form
    assert "<textarea" not in form
    answer = guest.send(article, **opened, body="Apakah kantor buka besok?")
    assert answer.status_code == 403
    assert "Apakah kantor buka besok?" in answer.content.decode()
    assert ResidentComment.objects.count() == 1
    section = guest.client.get(article.url).content.decode()
    assert "Komentar di desa ini sedang dijeda." in section
    assert form_url(article) not in section
    # What was sent before waits, and its author can look.
    assert guest.client.get(reverse("comments:sent")).status_code == 200
    assert guest.client.get(reverse("comments:receipt")).status_code == 200
    life.resume(village, by=None)
    assert guest.send(article, body="Terima kasih sudah buka.").status_code == 303


def test_a_pause_between_form_and_sending_is_noticed(village, monkeypatch):
    """The village was open when the view looked, and is not when the comment is stored."""
    from comments import posting

    article = NewsArticlePageFactory(village=village)
    open_then = fresh(article).village
    assert open_then.is_open
    pause(village)
    with pytest.raises(posting.ThreadClosedError):
        posting.post(
            page=article,
            village=open_then,
            speaker=posting.Speaker("Ani", ""),
            body="Halo",
            nonce=stamps.uuid.uuid4(),
            held=[],
        )
    assert not ResidentComment.objects.exists()


@pytest.mark.parametrize("role", [Role.CADRE, Role.AMBASSADOR])
def test_moderators_can_only_hide(village, role):
    person = member(role, village)
    article = NewsArticlePageFactory(village=village)
    waiting = ResidentCommentFactory(thread__page=article, state=CommentState.PENDING)
    shown = ResidentCommentFactory(thread__page=article)
    client = signed_in(person)

    def decide(comment, action, **words):
        address = reverse("comment_moderation:item", args=[comment.public_id])
        version = ResidentComment.objects.get(pk=comment.pk).version
        return client.post(address, {"action": action, "version": version, **words})

    tried = (
        (waiting, "approve", {}),
        (waiting, "reject", {"reason": "spam"}),
        (waiting, "answer", {"body": "Besok."}),
        (shown, "answer", {"body": "Besok."}),
    )
    pause(village)
    for comment, action, words in tried:
        answer = decide(comment, action, **words)
        assert answer.status_code == 409, action
        assert "Desa ini sedang dijeda" in answer.content.decode()
    states = {comment: ResidentComment.objects.get(pk=comment.pk).state for comment in (waiting, shown)}
    assert states == {waiting: CommentState.PENDING, shown: CommentState.PUBLISHED}
    assert not ResidentComment.objects.filter(depth=1).exists()
    screen = client.get(reverse("comment_moderation:item", args=[waiting.public_id])).content.decode()
    assert 'value="approve"' not in screen
    assert decide(shown, "hide", reason="personal").status_code == 302
    assert ResidentComment.objects.get(pk=shown.pk).state == CommentState.HIDDEN
    life.resume(village, by=None)
    assert decide(waiting, "approve").status_code == 302


def test_an_administrator_may_decide_in_a_paused_village(village, administrator):
    comment = ResidentCommentFactory(
        thread__page=NewsArticlePageFactory(village=village), state=CommentState.PENDING
    )
    pause(village)
    moderation.approve(administrator, comment, version=comment.version)
    assert ResidentComment.objects.get().state == CommentState.PUBLISHED


def test_the_clock_publishes_nothing_in_a_paused_village_but_takes_down(village, neighbour):
    now = timezone.now()

    def timed(place, **times):
        page = NewsArticlePageFactory(village=place, live="expire_at" in times)
        for name, value in times.items():
            setattr(page, name, value)
        page.save_revision().publish()
        return page

    due_here = timed(village, go_live_at=now + timedelta(hours=1))
    due_there = timed(neighbour, go_live_at=now + timedelta(hours=1))
    over = timed(village, expire_at=now + timedelta(hours=1))
    pause(village)
    with time_machine.travel(now + timedelta(hours=2), tick=False):
        call_command("run_due")
        assert [fresh(page).live for page in (due_here, due_there, over)] == [False, True, False]
        life.resume(village, by=None)
        call_command("run_due")
        assert fresh(due_here).live


def test_pausing_asks_for_words_and_is_told_once(village, officer, told):
    for words in (
        {"notice": " ", "reason": "x"},
        {"notice": "x" * 301, "reason": "x"},
        {"notice": "x", "reason": ""},
    ):
        with pytest.raises(ValidationError):
            life.pause(village, by=officer, **words)
    assert told == []
    pause(village, by=officer)
    since = village.access.state_since
    pause(village, by=officer)
    assert [(news["change"], news["before"], news["after"]) for news in told] == [
        (VillageChange.PAUSED, "Buka", "Dijeda")
    ]
    # Other words for readers are a change; the pause goes on.
    life.pause(village, notice="Buka lagi Senin.", by=officer, reason="Sudah jelas")
    assert len(told) == 2
    assert (village.access.notice, village.access.state_since) == ("Buka lagi Senin.", since)
    life.resume(village, by=officer)
    life.resume(village, by=officer)
    assert [news["change"] for news in told[2:]] == [VillageChange.RESUMED]
    assert village.access.notice == ""


def test_opening_a_paused_village_again_gives_nobody_a_right_back(village):
    person = member(Role.CADRE, village)
    ways = ways_to_write(village, person)
    pause(village)
    open_village(code=village.code, name="Pematang Rahim", district="Mendahara Ulu")
    client = signed_in(person)
    assert [name for name, way in ways.items() if way(client)] == []


# --- Closed, and opened again ---


@pytest.fixture
def full(village):
    """A village with a page of each kind, a picture, a document, comments, drafts and people."""
    picture, document = CustomImageFactory(village=village), CustomDocumentFactory(village=village)
    body = [{"type": "document", "value": {"document": document.pk, "label": "Formulir"}}]
    article = NewsArticlePageFactory(
        village=village, slug="panen", lead_image=picture, lead_image_alt="Sawah", summary="Gotong royong."
    )
    article.body = body
    article.save_revision().publish()
    NewsArticlePageFactory(village=village, slug="draf", live=False)
    ServicePageFactory(village=village, summary="Gotong royong.")
    InclusionNoticePageFactory(village=village, plain_summary="Gotong royong.")
    InformationPageFactory(village=village, slug="tentang")
    question = ResidentCommentFactory(thread__page=article, body="Kapan panen?")
    AnswerFactory(parent=question, body="Bulan depan.")
    ResidentCommentFactory(thread__page=article, state=CommentState.PENDING)
    return VillagePage.objects.get(pk=village.pk)


def addresses_of(village) -> list[str]:
    pages = [page.get_url() for page in Page.objects.descendant_of(village, inclusive=True)]
    return [*pages, f"{village.url}berita/feed/", f"{village.url}tidak/pernah/ada/"]


def test_a_closed_village_says_so_at_every_address(client, full):
    addresses = addresses_of(full)
    rename(full)
    close(full)
    for address in addresses:
        now = address.replace("/pematang-rahim/", "/pematang-baru/")
        answer = client.get(now)
        assert answer.status_code == 410, now
        # Browsers keep a bare 410 for ever, but the village may open again.
        assert answer["Cache-Control"] == "no-cache", now
        html = answer.content.decode()
        assert "Desa Pematang Baru sudah ditutup di situs ini" in html
        assert NOTICE in html
        assert 'href="/"' in html
        assert "Gotong royong" not in html
        moved = client.get(address, follow=True)
        assert (moved.redirect_chain[0][1], moved.status_code) == (301, 410), address


def test_a_closed_villages_own_domain_says_so_too(client, full):
    Site.objects.create(hostname="pematang.example.test", port=80, root_page=full)
    host = {"headers": {"host": "pematang.example.test"}}
    assert client.get("/berita/panen/", **host).status_code == 200
    close(full)
    for address in ("/", "/berita/", "/berita/panen/", "/berita/feed/", "/apa/saja/"):
        answer = client.get(address, **host)
        assert answer.status_code == 410, address
        assert "http://testserver/" in answer.content.decode()
    assert client.get("/cari/?q=gotong", **host).context["village"] is None


def test_nothing_of_a_closed_village_is_shown_elsewhere(
    client, full, neighbour, django_capture_on_commit_callbacks, settings
):
    settings.PAGE_CACHE_ENABLED = True
    article = NewsArticlePage.objects.get(slug="panen")
    NewsArticlePageFactory(village=neighbour, summary="Gotong royong.")
    comment = ResidentComment.objects.get(body="Kapan panen?")
    document = CustomDocument.objects.get()
    stored = client.get(article.url).content.decode()
    picture = stored.split('src="')[1].split('"')[0]
    assert client.get(picture).status_code == 200
    assert client.get(document.url).status_code == 200
    lists = ("/", "/berita/", "/layanan/", "/inklusi/", "/sitemap.xml", "/cari/?q=gotong+royong")
    assert all("pematang-rahim" in client.get(address).content.decode() for address in lists)
    of_thread = (
        comment.get_absolute_url(),
        reverse("comments:further", args=[article.translation_key]),
        form_url(article),
    )
    assert all(client.get(address).status_code == 200 for address in of_thread)
    with django_capture_on_commit_callbacks(execute=True):
        close(full)
    for address in lists:
        html = client.get(address).content.decode()
        assert "pematang-rahim" not in html, address
        assert "Pematang Rahim" not in html, address
    assert all(client.get(address).status_code == 404 for address in (picture, document.url, *of_thread))
    assert client.get(f"/cari/?q=gotong&desa={full.slug}").context["village"] is None


def test_the_author_of_a_comment_still_finds_her_own_words_and_no_others(client, full):
    from comments import receipts

    comment = ResidentComment.objects.get(body="Kapan panen?")
    comment.receipt_hash = receipts.hash_of(code := receipts.code_for(comment.submit_nonce))
    comment.save()
    close(full)
    html = client.post(reverse("comments:receipt"), {"code": code}, follow=True).content.decode()
    assert "Kapan panen?" in html
    assert "Bulan depan." not in html
    assert NOTICE in html
    assert f'href="{full.url}' not in html


def test_nobody_works_in_a_closed_village(full, officer, told):
    people = [member(role, full) for role in (Role.CONTRIBUTOR, Role.CADRE, Role.AMBASSADOR)]
    sessions = [signed_in(person) for person in people]
    explore = reverse("wagtailadmin_explore", args=[full.pk])
    assert all(session.get(explore).status_code == 200 for session in sessions)
    close(full, by=officer)
    close(full, by=officer)
    assert all(session.get(explore).status_code in (302, 403, 404) for session in sessions)
    assert not any(active_roles(User.objects.get(pk=person.pk), full) for person in people)
    assert not any(
        group.user_set.exists() for group in (full.access.cadres_group, full.access.contributors_group)
    )
    assert Membership.objects.filter(village=full, until__isnull=True).count() == 0
    assert [(news["change"], news["before"], news["after"]) for news in told] == [
        (VillageChange.CLOSED, "Buka", "Tutup")
    ]
    with pytest.raises(ValidationError):
        appoint(user=people[0], role=Role.CADRE, village=full)
    for step in (life.resume, lambda village, by: pause(village)):
        with pytest.raises(ValidationError):
            step(full, by=officer)
    # The regency still reads it.
    assert signed_in(officer).get(reverse("reading_page", args=[full.pk])).status_code == 200


def test_nothing_goes_live_in_a_closed_village(full, administrator):
    now = timezone.now()
    timed = NewsArticlePageFactory(village=full, live=False, slug="nanti")
    timed.go_live_at = now + timedelta(hours=1)
    timed.save_revision().publish()
    close(full)
    draft = NewsArticlePage.objects.get(slug="draf")
    for by in (None, administrator):
        with pytest.raises(PermissionDenied):
            draft.get_latest_revision().publish(user=by)
    client = signed_in(administrator)
    client.post(
        reverse("wagtailadmin_pages:edit", args=[draft.pk]), article_form(draft, **{"action-publish": "1"})
    )
    with time_machine.travel(now + timedelta(hours=2), tick=False):
        call_command("run_due")
        assert not Page.objects.descendant_of(full, inclusive=True).live().exists()
        life.reopen(full, by=None)
        call_command("run_due")
        assert not fresh(timed).live, "its time went by while nobody answered for it"


def test_reviews_and_locks_end_with_the_village_and_the_next_cadre_can_go_on(village, neighbour, officer):
    author, cadre = member(Role.CONTRIBUTOR, village), member(Role.CADRE, village)
    waiting, returned, elsewhere, locked = (
        NewsArticlePageFactory(village=where, live=False, owner=author)
        for where in (village, village, neighbour, village)
    )
    for page in (waiting, returned, elsewhere):
        page.save_revision(user=author)
        page.get_workflow().start(page, author)
    returned.current_workflow_state.current_task_state.specific.reject(user=cadre, comment="Foto")
    Page.objects.filter(pk=locked.pk).update(locked=True, locked_by=author, locked_at=timezone.now())
    close(village, by=officer)
    running = WorkflowState.objects.active()
    assert [state.object_id for state in running] == [str(elsewhere.pk)]
    assert not TaskState.objects.filter(workflow_state__object_id=waiting.pk, status="in_progress").exists()
    assert not Page.objects.filter(locked=True).exists()
    cancelled = Act.objects.filter(verb="page.workflow.cancel", actor_key=officer.pk)
    assert set(cancelled.values_list("object_key", flat=True)) == {str(waiting.pk), str(returned.pk)}
    screen = signed_in(officer).get(reverse("village_reopen", args=[village.pk])).content.decode()
    assert "ia dapat menyunting semua halaman desa ini" in screen
    life.reopen(village, by=officer)
    successor = member(Role.CADRE, village)
    for page in (waiting, returned, locked):
        assert fresh(page).permissions_for_user(successor).can_publish()


def test_a_reopened_village_is_as_before_without_its_people(client, full, officer, told):
    cadre = member(Role.CADRE, full)
    branch = Page.objects.descendant_of(full, inclusive=True)
    before = set(branch.live().values_list("pk", flat=True))
    gone = InformationPage.objects.get(slug="tentang")
    ending = ServicePageFactory(village=full)
    Page.objects.filter(pk=ending.pk).update(expire_at=timezone.now() + timedelta(hours=1))
    close(full)
    assert not branch.live().exists()
    gone.delete()
    with time_machine.travel(timezone.now() + timedelta(hours=2), tick=False):
        life.reopen(full, by=officer, reason="Dipisah lagi")
        life.reopen(full, by=officer)
    assert set(branch.live().values_list("pk", flat=True)) == before - {gone.pk}
    assert fresh(ending).expired
    assert [news["change"] for news in told] == [VillageChange.CLOSED, VillageChange.REOPENED]
    assert (full.access.state, full.access.notice, full.access.live_when_closed) == (
        VillageState.OPEN,
        "",
        [],
    )
    article = NewsArticlePage.objects.get(slug="panen")
    html = outline_of(client, article.url)
    assert client.get(html.pictures[0]["src"]).status_code == 200
    assert client.get(CustomDocument.objects.get().url).status_code == 200
    assert "Kapan panen?" in client.get(article.url).content.decode()
    assert client.get(f"{full.url}berita/draf/").status_code == 404
    assert not active_roles(User.objects.get(pk=cadre.pk), full)
    appoint(user=cadre, role=Role.CADRE, village=full, by=officer)
    added = ways_to_write(full, cadre)["upload a picture"]
    assert added(signed_in(cadre))


def test_links_from_a_closed_village_are_not_told_elsewhere(village, officer):
    elsewhere = NewsArticlePageFactory()
    link = RichText(f'<p><a linktype="page" id="{elsewhere.pk}">kabar</a></p>')
    article = NewsArticlePageFactory(village=village, body=[("paragraph", link)])
    inside = RichText(f'<p><a linktype="page" id="{article.pk}">kabar</a></p>')
    NewsArticlePageFactory(village=village, body=[("paragraph", inside)])

    def links_to(page) -> int:
        return ReferenceIndex.get_references_to(page).count()

    assert links_to(elsewhere) == links_to(article) == 1
    close(village)
    assert (links_to(elsewhere), links_to(article)) == (0, 1)
    life.reopen(village, by=officer)
    assert links_to(elsewhere) == links_to(article) == 1


def test_a_paused_village_can_be_closed_and_a_closed_one_renamed(client, village):
    pause(village)
    close(village)
    rename(village)
    assert client.get("/pematang-baru/").status_code == 410
    assert client.get("/pematang-rahim/", follow=True).status_code == 410
    life.reopen(village, by=None)
    assert client.get("/pematang-rahim/berita/", follow=True).status_code == 200


def test_a_list_of_villages_read_again_makes_nothing_public(village):
    close(village)
    NewsIndexPage.objects.child_of(village).get().delete()
    open_village(code=village.code, name="Pematang Rahim", district="Mendahara Ulu")
    assert not Page.objects.descendant_of(village, inclusive=True).live().exists()


def test_closing_costs_the_same_with_many_pages(village, neighbour):
    def cost(place) -> int:
        with CaptureQueriesContext(connection) as queries:
            close(place)
        return len(queries)

    for _ in range(2):
        NewsArticlePageFactory(village=village)
    for _ in range(15):
        NewsArticlePageFactory(village=neighbour)
    assert cost(village) == cost(neighbour)


# --- The officer's screens ---


def test_the_officer_goes_through_a_villages_life(village, officer, client):
    NewsArticlePageFactory(village=village)
    member(Role.CADRE, village)
    desk = signed_in(officer)
    listing = desk.get(reverse("villages")).content.decode()
    assert "1 petugas, 6 halaman" in listing
    assert reverse("open_village") in listing

    def step(screen, **form):
        address = reverse(screen, args=[village.pk])
        assert desk.get(address).status_code == 200
        return desk.post(address, form)

    names = {"name": "Pematang Baru", "kind": "desa", "district": "Mendahara", "slug": "pematang-baru"}
    refused = step("village_rename", **(names | {"slug": "berita"}))
    assert refused.status_code == 422
    assert "sudah dipakai" in refused.content.decode()
    assert step("village_rename", **names).status_code == 302
    assert step("village_pause", notice="", reason="").status_code == 422
    assert step("village_pause", notice=NOTICE, reason="Pindah").status_code == 302
    assert "Ubah pemberitahuan" in desk.get(reverse("villages")).content.decode()
    assert NOTICE in client.get("/pematang-baru/").content.decode()
    assert step("village_resume").status_code == 302
    closing = desk.get(reverse("village_close", args=[village.pk])).content.decode()
    assert "6 halaman terbit dan 1 petugas" in closing
    wrong = step("village_close", notice=NOTICE, reason="Digabung", code="15.07.09.2006")
    assert wrong.status_code == 422
    assert step("village_close", notice=NOTICE, reason="Digabung", code=village.code).status_code == 302
    assert client.get("/pematang-baru/").status_code == 410
    # What does not fit the state leads back to the list.
    assert desk.get(reverse("village_pause", args=[village.pk])).status_code == 302
    assert step("village_reopen").status_code == 302
    assert client.get("/pematang-baru/").status_code == 200
    assert desk.get(reverse("village_close", args=[999_999])).status_code == 404


@pytest.mark.parametrize("role", [Role.CONTRIBUTOR, Role.CADRE, Role.AMBASSADOR])
def test_nobody_else_decides_about_a_village(village, role):
    client = signed_in(member(role, village))
    words = {"notice": NOTICE, "reason": "x", "code": village.code, "name": "A", "slug": "a", "district": "B"}
    for name in ("rename", "pause", "resume", "close", "reopen"):
        answer = client.post(reverse(f"village_{name}", args=[village.pk]), words | {"kind": "desa"})
        assert answer.status_code == 403, name
    assert client.get(reverse("villages")).status_code == 403
    assert f'"{reverse("villages")}"' not in client.get(reverse("wagtailadmin_home")).content.decode()
    assert (fresh(village).title, fresh(village).state) == ("Pematang Rahim", VillageState.OPEN)


def test_the_list_finds_and_costs_the_same_for_many_villages(village, officer):
    client = signed_in(officer)
    for n in range(20):
        VillageFactory(code=f"15.07.11.20{n:02d}")
    few = query_count(client, reverse("villages"))
    for n in range(30):
        VillageFactory(code=f"15.07.12.20{n:02d}", district="Sadu")
        member(Role.CADRE, VillagePage.objects.last())
    say(f"villages: {few} queries with 21 villages")
    assert query_count(client, reverse("villages")) == few
    found = client.get(reverse("villages"), {"q": "pematang mendahara"}).context["rows"]
    assert [row["village"] for row in found] == [village]
    assert client.get(reverse("villages"), {"q": "tidak ada"}).context["rows"] == []


# --- Nothing leaves its village ---


@pytest.fixture
def both(village, neighbour) -> User:
    user = member(Role.AMBASSADOR, village)
    appoint(user=user, role=Role.AMBASSADOR, village=neighbour)
    return user


@pytest.mark.parametrize("who", ["both", "administrator"])
def test_no_file_changes_its_village(village, neighbour, who, request):
    client = signed_in(request.getfixturevalue(who))
    there = str(neighbour.access.collection_id)
    for file, edit, model in (
        (CustomImageFactory(village=village), "wagtailimages:edit", "customimage"),
        (CustomDocumentFactory(village=village), "wagtaildocs:edit", "customdocument"),
    ):
        words = {"title": "Lain", "description": "Sawah."}
        answer = client.post(reverse(edit, args=[file.pk]), words | {"collection": there})
        assert "tidak dapat dipindahkan ke desa lain" in answer.content.decode()
        bulk = reverse("wagtail_bulk_action", args=["core", model, "add_to_collection"]) + f"?id={file.pk}"
        client.post(bulk, {"collection": there, "next": "/admin/"})
        stored = type(file).objects.get(pk=file.pk)
        assert (stored.collection, stored.title) == (village.access.collection, file.title)
        stored.collection = neighbour.access.collection
        with pytest.raises(ValidationError):
            stored.save()
        # Inside the village it may be put in order.
        shelf = village.access.collection.add_child(name="Foto panen")
        assert (
            client.post(reverse(edit, args=[file.pk]), words | {"collection": str(shelf.pk)}).status_code
            == 302
        )
        assert type(file).objects.get(pk=file.pk).collection == shelf


def test_a_shared_picture_becomes_a_villages_only_where_no_other_shows_it(village, neighbour, administrator):
    client = signed_in(administrator)
    shared, shown_there = CustomImageFactory(), CustomImageFactory()
    NewsArticlePageFactory(village=neighbour, live=False, lead_image=shown_there, lead_image_alt="Sawah")
    ReferenceIndex.objects.count()
    mine, root = village.access.collection, Collection.get_first_root_node()

    def put(picture, collection):
        client.post(
            reverse("wagtailimages:edit", args=[picture.pk]),
            {"title": "Foto", "description": "Sawah.", "collection": str(collection.pk)},
        )
        return CustomImage.objects.get(pk=picture.pk).collection == collection

    assert not put(shown_there, mine)
    assert put(shared, mine)
    # By way of the shared ones it would come to another village after all.
    assert not put(shared, root)


def test_a_thread_stays_with_its_village(village, neighbour, administrator):
    article = NewsArticlePageFactory(village=village)
    thread = ResidentCommentFactory(thread__page=article).thread
    there = NewsIndexPage.objects.child_of(neighbour).get()
    client = signed_in(administrator)
    client.post(reverse("wagtailadmin_pages:move_confirm", args=[article.pk, there.pk]))
    client.post(
        reverse("wagtailadmin_pages:copy", args=[article.pk]),
        {"new_title": "Dua", "new_slug": "dua", "new_parent_page": str(there.pk), "alias": "on"},
    )
    assert not NewsArticlePage.objects.descendant_of(neighbour).exists()
    assert Thread.objects.get(pk=thread.pk).village == village
    assert fresh(article).path.startswith(village.path)


def test_no_screen_deletes_a_village_and_its_acts_outlive_it(village, administrator):
    record("village.paused", village=village, by=administrator, about=village)
    kept = Act.objects.filter(village_code=village.code).count()
    client = signed_in(administrator)
    client.post(reverse("wagtailadmin_pages:delete", args=[village.pk]))
    client.post(
        reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"]) + f"?id={village.pk}",
        {"next": "/admin/"},
    )
    assert VillagePage.objects.filter(pk=village.pk).exists()
    village.delete()
    assert Act.objects.filter(village_code="15.07.09.2002").count() >= kept


def test_an_address_that_never_was_one_is_none(client, village):
    rename(village)
    assert client.get("/entah/").status_code == 404
    assert client.get("/pematang-baru/entah/").status_code == 404
