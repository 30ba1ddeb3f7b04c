"""The way out of pictures and documents: to whom, and never as a page that could run."""

from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.urls import NoReverseMatch, reverse
from PIL import Image
from wagtail.models import Collection, CollectionViewRestriction, PageViewRestriction

from core.models import CustomDocument, CustomImage
from people.models import User
from tests.factories.people import with_second_factor
from village_pages.enums import Role
from village_pages.models import InformationPage
from village_pages.opening import open_village
from village_pages.rights import appoint, dismiss

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\nstartxref\n9\n%%EOF\n"


def drawing(kind="JPEG") -> ContentFile:
    output = BytesIO()
    Image.new("RGB", (800, 600), "teal").save(output, kind)
    return ContentFile(output.getvalue(), name="foto")


@pytest.fixture
def village():
    return open_village(code="15.07.09.2002", name="Pematang Rahim", district="Mendahara Ulu")[0]


@pytest.fixture
def neighbour():
    return open_village(code="15.07.09.2003", name="Sungai Toman", district="Mendahara Ulu")[0]


@pytest.fixture
def document(village) -> CustomDocument:
    """A form in the collection of its village, used nowhere yet."""
    return CustomDocument.objects.create(
        title="Formulir", file=ContentFile(PDF, name="formulir.pdf"), collection=village.access.collection
    )


def person(name: str, role: str | None = None, village=None) -> User:
    user = User.objects.create_user(name, password="x" * 20)
    if role:
        appoint(user=user, role=role, village=village)
    return user


def page_of(village, *blocks, live=True) -> InformationPage:
    """An information page whose body holds ``blocks``."""
    page = village.add_child(instance=InformationPage(title="Tentang kami", slug="tentang", live=live))
    page.body = list(blocks)
    revision = page.save_revision()
    if live:
        revision.publish()
    return InformationPage.objects.get(pk=page.pk)


def block(document):
    return ("document", {"document": document, "label": ""})


def link(document):
    from wagtail.rich_text import RichText

    return ("paragraph", RichText(f'<p><a linktype="document" id="{document.pk}">formulir</a></p>'))


# --- Pictures ---


@pytest.mark.parametrize(
    ("spec", "kind"), [("width-320", "image/jpeg"), ("width-320|format-png", "image/png")]
)
def test_a_rendition_goes_to_everybody_for_good_and_can_do_nothing(client, spec, kind):
    rendition = CustomImage.objects.create(title="x", file=drawing()).get_rendition(spec)

    answer = client.get(rendition.url)

    assert answer.status_code == 200
    assert b"".join(answer.streaming_content) == rendition.file.open().read()
    assert answer["Content-Type"] == kind
    assert answer["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["Content-Length"] == str(rendition.file.size)
    assert "Vary" not in answer
    assert not answer.cookies


def test_a_browser_that_has_the_picture_is_sent_no_body(client):
    rendition = CustomImage.objects.create(title="x", file=drawing()).get_rendition("width-320")
    tag = client.get(rendition.url)["ETag"]

    answer = client.get(rendition.url, headers={"If-None-Match": tag})

    assert (answer.status_code, answer["ETag"]) == (304, tag)


def test_head_tells_the_size_without_the_picture(client):
    rendition = CustomImage.objects.create(title="x", file=drawing()).get_rendition("width-320")

    answer = client.head(rendition.url)

    assert answer.status_code == 200
    assert answer["Content-Length"] == str(rendition.file.size)
    assert answer.content == b""


def test_a_picture_costs_no_query(client, django_assert_num_queries):
    rendition = CustomImage.objects.create(title="x", file=drawing()).get_rendition("width-320")

    with django_assert_num_queries(0):
        client.get(rendition.url)


def test_the_stored_picture_itself_is_never_sent(client):
    image = CustomImage.objects.create(title="x", file=drawing())
    name = image.file.name.removeprefix("originals/")

    for address in (f"originals/{name}", f"renditions/../originals/{name}", f"renditions/{name}", name):
        assert client.get(f"/berkas/gambar/{address}").status_code == 404


def test_nothing_else_in_the_media_folder_is_ever_sent(client, settings, document):
    settings.MEDIA_ROOT.joinpath("renditions").mkdir(parents=True, exist_ok=True)
    names = [
        "evil.html",
        "a" * 22 + ".html",
        "a" * 22 + ".svg",
        "a" * 22 + ".jpg.html",
        ".htaccess",
        "short.jpg",
    ]
    for name in names:
        settings.MEDIA_ROOT.joinpath("renditions", name).write_text("<script>alert(1)</script>")

    for name in names:
        assert client.get(f"/berkas/gambar/renditions/{name}").status_code == 404
    for path in (
        document.file.name,
        "renditions/",
        "renditions/%2e%2e/" + document.file.name,
        "renditions/..%2f" + document.file.name,
        "..%2f..%2fdb.sqlite3",
        "renditions/" + "a" * 22 + ".jpg%00.png",
        "renditions/" + "a" * 5000 + ".jpg",
        "renditions/" + "a" * 22 + ".jpg%0d%0aSet-Cookie:x=1",
    ):
        assert client.get(f"/berkas/gambar/{path}").status_code == 404


def test_a_rendition_whose_file_is_gone_is_missing_and_no_error(client):
    rendition = CustomImage.objects.create(title="x", file=drawing()).get_rendition("width-320")
    tag = client.get(rendition.url)["ETag"]
    rendition.file.storage.delete(rendition.file.name)

    assert client.get(rendition.url).status_code == 404
    assert client.get(rendition.url, headers={"If-None-Match": tag}).status_code == 404


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_pictures_and_documents_can_only_be_read(client, document, method):
    rendition = CustomImage.objects.create(title="x", file=drawing()).get_rendition("width-320")

    assert getattr(client, method)(rendition.url).status_code == 405
    assert getattr(client, method)(document.url).status_code == 405


def test_a_proxy_is_only_told_which_file_to_send(client, settings, village, document):
    settings.MEDIA_ACCEL_PREFIX = "/_berkas/"
    rendition = CustomImage.objects.create(title="x", file=drawing()).get_rendition("width-320")
    page_of(village, block(document))

    for address, name in ((rendition.url, rendition.file.name), (document.url, document.file.name)):
        answer = client.get(address)
        assert answer["X-Accel-Redirect"] == f"/_berkas/{name}"
        assert answer.content == b""
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert client.get("/berkas/gambar/originals/" + "a" * 22 + ".jpg").status_code == 404


# --- Documents ---


def test_a_document_nobody_uses_does_not_exist_for_the_public(client, document):
    answer = client.get(document.url)

    assert answer.status_code == 404
    assert "sessionid" not in answer.cookies


@pytest.mark.parametrize("used", [block, link])
def test_a_document_on_a_live_page_goes_to_everybody_as_a_download(client, village, document, used):
    page_of(village, used(document))

    answer = client.get(document.url)

    assert answer.status_code == 200
    assert b"".join(answer.streaming_content) == PDF
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'attachment; filename="formulir.pdf"'
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "no-cache"
    assert client.get(document.url, headers={"If-None-Match": answer["ETag"]}).status_code == 304


def test_a_page_that_was_never_published_makes_nothing_public(client, village, document):
    page_of(village, block(document), live=False)

    assert client.get(document.url).status_code == 404


@pytest.mark.parametrize("used", [block, link])
def test_a_draft_of_a_live_page_makes_nothing_public_until_it_is_published(client, village, document, used):
    page = page_of(village)
    page.body = [used(document)]
    revision = page.save_revision()
    assert client.get(document.url).status_code == 404

    revision.publish()
    assert client.get(document.url).status_code == 200


def test_a_document_taken_off_the_live_page_is_gone_even_if_older_versions_used_it(client, village, document):
    page = page_of(village, block(document))
    page.body = []
    draft = page.save_revision()
    assert client.get(document.url).status_code == 200

    draft.publish()
    assert client.get(document.url).status_code == 404


def test_a_document_goes_with_its_page(client, village, document):
    page = page_of(village, block(document))

    page.unpublish()
    assert client.get(document.url).status_code == 404

    page.save_revision().publish()
    assert client.get(document.url).status_code == 200

    page.delete()
    assert client.get(document.url).status_code == 404


def test_a_page_or_collection_that_somebody_closed_makes_nothing_public(client, village, document):
    page = page_of(village, block(document))
    closed = PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    assert client.get(document.url).status_code == 404
    closed.delete()
    assert client.get(document.url).status_code == 200

    CollectionViewRestriction.objects.create(
        collection=document.collection, restriction_type=CollectionViewRestriction.LOGIN
    )
    assert client.get(document.url).status_code == 404


@pytest.mark.parametrize("role", [Role.CONTRIBUTOR, Role.CADRE, Role.AMBASSADOR])
def test_people_of_the_village_see_its_unused_documents_and_keep_them_to_themselves(
    client, village, document, role
):
    client.force_login(person("siti", role, village))

    answer = client.get(document.url)

    assert answer.status_code == 200
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["Content-Disposition"].startswith("attachment")


def test_administrators_see_every_document(client, document):
    administrator = User.objects.create_superuser("admin", password="x" * 20)
    client.force_login(administrator)
    assert client.get(document.url).status_code == 404, "not before there is a second factor"

    with_second_factor(administrator)
    assert client.get(document.url).status_code == 200


@pytest.mark.parametrize("role", [Role.CONTRIBUTOR, Role.CADRE, Role.AMBASSADOR])
def test_people_of_another_village_are_told_nothing(client, neighbour, document, role):
    client.force_login(person("budi", role, neighbour))

    answer = client.get(document.url)

    assert answer.status_code == 404
    assert b"formulir" not in answer.content


def test_an_account_without_any_role_or_whose_role_ended_is_told_nothing(client, village, document):
    client.force_login(person("tamu"))
    assert client.get(document.url).status_code == 404

    former = person("mantan")
    membership = appoint(user=former, role=Role.CADRE, village=village)
    client.force_login(former)
    assert client.get(document.url).status_code == 200
    dismiss(membership)
    assert client.get(document.url).status_code == 404


def test_a_document_is_found_under_its_own_name_only(client, village, document):
    page_of(village, block(document))

    for address in (
        f"/berkas/dokumen/{document.pk}/lain.pdf",
        f"/berkas/dokumen/{document.pk}/formulir.html",
        f"/berkas/dokumen/{document.pk}/",
        f"/berkas/dokumen/{document.pk}",
        f"/berkas/dokumen/{document.pk + 1}/formulir.pdf",
        "/berkas/dokumen/99999999999999999999999/formulir.pdf",
        f"/berkas/dokumen/{document.pk}/formulir.pdf%00",
        f"/berkas/dokumen/{document.pk}/..%2fformulir.pdf",
    ):
        assert client.get(address, follow=True).status_code == 404


def test_a_document_whose_file_is_gone_is_missing_and_no_error(client, village, document):
    page_of(village, block(document))
    document.file.storage.delete(document.file.name)

    assert client.get(document.url).status_code == 404


def test_the_number_of_places_that_use_a_document_costs_no_query(
    client, village, document, django_assert_max_num_queries
):
    page_of(village, *[block(document)] * 20)
    client.get(document.url)

    # The document; restrictions of its collection (2); what refers to it; closed pages; whose it is; a live
    # page of them.
    with django_assert_max_num_queries(7):
        client.get(document.url)


def test_wagtail_s_own_door_to_documents_does_not_exist(client, document):
    assert reverse("wagtaildocs_serve", args=[document.pk, document.filename]) == document.url
    with pytest.raises(NoReverseMatch):
        reverse("wagtailimages_serve", args=["x", 1, "original"])
    assert client.get(f"/documents/{document.pk}/{document.filename}").status_code == 404


def test_every_village_has_a_collection_of_its_own(village, neighbour):
    assert village.access.collection != neighbour.access.collection
    assert Collection.get_first_root_node() not in (village.access.collection, neighbour.access.collection)
