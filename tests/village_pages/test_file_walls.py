"""Pictures and documents stay in their village, and what readers see changes only by those who may publish.

Every refusal stands beside the same request with a file of the village's own, which passes.
"""

import json
from collections.abc import Callable
from functools import partial

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from wagtail.models import Collection, GroupCollectionPermission, ReferenceIndex, Revision
from wagtail.rich_text import RichText
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from core.models import CustomDocument, CustomImage, CustomRendition
from news.models import NewsArticlePage, NewsIndexPage
from services.models import ServiceForm, ServiceIndexPage, ServicePage
from tests.editorial.forms import article_form
from tests.factories.core import PDF, CustomDocumentFactory, CustomImageFactory, drawn_jpeg
from tests.factories.news import NewsArticlePageFactory
from tests.factories.people import UserFactory
from tests.factories.services import ServicePageFactory
from tests.factories.village_pages import VillageFactory, member
from village_pages import receivers
from village_pages.enums import Role
from village_pages.files import FOREIGN_FILE
from village_pages.models import VillagePage
from village_pages.opening import REGENCY_COLLECTION, ensure_home
from village_pages.rights import OFFICERS_GROUP, appoint

pytestmark = pytest.mark.django_db

SECRET = "Xyzzyrahasia"


@pytest.fixture
def village() -> VillagePage:
    return VillageFactory(code="15.07.09.2002", title="Pematang Rahim")


@pytest.fixture
def neighbour() -> VillagePage:
    return VillageFactory(code="15.07.09.2006", title="Sungai Beras")


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def picture_in(village, **fields) -> CustomImage:
    return CustomImageFactory(village=village, title=SECRET, **fields)


def document_in(village, **fields) -> CustomDocument:
    return CustomDocumentFactory(village=village, title=SECRET, **fields)


# --- No page refers to another village's files ---


def body_of(kind: str, value) -> dict:
    return {"body": streamfield([(kind, value)])}


def shown(image: CustomImage) -> dict[str, str | dict[str, str]]:
    return {"image": {"image": str(image.pk), "alt_text": "Warga", "decorative": ""}, "caption": ""}


def in_lead_image(village) -> dict:
    return {"lead_image": str(picture_in(village).pk), "lead_image_alt": "Warga"}


def in_picture_block(village) -> dict:
    return body_of("picture", shown(picture_in(village)))


def in_gallery(village) -> dict:
    pictures = [
        {"value": shown(picture_in(village)), "deleted": "", "order": str(n), "id": ""} for n in range(2)
    ]
    rows = {str(n): row for n, row in enumerate(pictures)}
    return body_of("gallery", {"pictures": {"count": "2", **rows}})


def in_document_block(village) -> dict:
    return body_of("document", {"document": str(document_in(village).pk), "label": ""})


def in_rich_text(village) -> dict:
    link = f'<p><a linktype="document" id="{document_in(village).pk}">formulir</a></p>'
    return body_of("paragraph", rich_text(link, features=["document-link"]))


def article(fields: dict) -> tuple[type, str, dict]:
    return NewsIndexPage, "newsarticlepage", article_form(**fields)


def service(fields: dict) -> tuple[type, str, dict]:
    empty = inline_formset([])
    data = {
        "title": "Surat pindah",
        "slug": "surat-pindah",
        "summary": "Pindah alamat.",
        "fee_kind": "unknown",
        "online": "unknown",
        **dict.fromkeys(("requirements", "steps", "differences", "offices", "questions"), empty),
    }
    return ServiceIndexPage, "servicepage", nested_form_data(data | fields)


def in_row_of_service(village) -> dict:
    return {"forms": inline_formset([{"label": "F-1.01", "document": str(document_in(village).pk)}])}


PLACES = [
    (article, in_lead_image),
    (article, in_picture_block),
    (article, in_gallery),
    (article, in_document_block),
    (article, in_rich_text),
    (service, in_row_of_service),
]
each_place = pytest.mark.parametrize(
    ("page", "place"), PLACES, ids=[place.__name__.removeprefix("in_") for _page, place in PLACES]
)


def address(name: str, index: type, model: str, village) -> str:
    parent = index.objects.child_of(village).get()
    return reverse(f"wagtailadmin_pages:{name}", args=[index._meta.app_label, model, parent.pk])


@each_place
@pytest.mark.parametrize("role", [Role.CONTRIBUTOR, Role.CADRE])
def test_a_new_page_never_takes_another_villages_file(village, neighbour, page, place, role):
    client = signed_in(member(role, neighbour))
    revisions = Revision.objects.count()
    index, model, data = page(place(village))
    for action in ({}, {"action-publish": "1"}, {"action-submit": "1"}, {"title": ""}):
        answer = client.post(address("add", index, model, neighbour), data | action, follow=True)
        assert SECRET not in answer.content.decode()
    assert Revision.objects.count() == revisions

    index, model, data = page(place(neighbour))
    client.post(address("add", index, model, neighbour), data)
    assert Revision.objects.count() == revisions + 1


@each_place
def test_no_preview_shows_another_villages_file_or_makes_a_public_picture_of_it(
    village, neighbour, page, place
):
    client = signed_in(member(Role.CONTRIBUTOR, neighbour))
    index, model, data = page(place(village))
    at = address("preview_on_add", index, model, neighbour)
    posted = client.post(at, data, follow=True)
    assert posted.headers["Content-Type"] != "application/json" or not posted.json()["is_valid"]
    assert SECRET not in client.get(at, follow=True).content.decode()
    assert not CustomRendition.objects.exists()

    index, model, data = page(place(neighbour))
    assert client.post(at, data).json() == {"is_valid": True, "is_available": True}


@each_place
def test_a_form_that_is_invalid_otherwise_does_not_show_the_file_either(village, neighbour, page, place):
    client = signed_in(member(Role.CADRE, neighbour))
    index, model, data = page(place(village))
    at = address("add", index, model, neighbour)
    # Without a title the form is shown again; an empty block beside it keeps the whole body from being valid.
    broken = data | {"title": ""}
    if "body-count" in data:
        broken |= nested_form_data(
            {"body": {"1": {"type": "quote", "value": {"text": "", "attribution": ""}, "order": "1"}}}
        )
        broken |= {"body-1-deleted": "", "body-count": "2"}
    answer = client.post(at, broken | {"action-publish": "1"}, follow=True)
    assert SECRET not in answer.content.decode()
    assert not CustomRendition.objects.exists()


def test_editing_and_reverting_take_no_file_of_another_village(village, neighbour):
    draft = NewsArticlePageFactory(village=neighbour, live=False)
    client = signed_in(member(Role.CADRE, neighbour))
    revisions = Revision.objects.for_instance(draft)
    before = revisions.count()
    data = article_form(draft, **in_lead_image(village))
    client.post(reverse("wagtailadmin_pages:edit", args=[draft.pk]), data)
    revert = reverse("wagtailadmin_pages:revisions_revert", args=[draft.pk, revisions.latest("pk").pk])
    client.post(revert, data)
    client.post(reverse("wagtailadmin_pages:preview_on_edit", args=[draft.pk]), data)
    assert (revisions.count(), CustomRendition.objects.count()) == (before, 0)

    client.post(revert, article_form(draft, **in_lead_image(neighbour)))
    assert revisions.count() == before + 1


def test_somebody_of_both_villages_is_told_why_and_keeps_the_words(village, neighbour):
    both = member(Role.CADRE, neighbour)
    appoint(user=both, role=Role.CADRE, village=village)
    client = signed_in(both)
    index, model, data = article(in_lead_image(village))
    answer = client.post(address("add", index, model, neighbour), data)
    assert (answer.status_code, NewsArticlePage.objects.exists()) == (200, False)
    assert str(FOREIGN_FILE) in answer.content.decode()
    assert "Panen padi di dusun." in answer.content.decode()


def test_a_row_with_a_file_that_has_moved_away_can_still_be_taken_out(village, neighbour):
    document = document_in(neighbour)
    page = ServicePageFactory(
        village=neighbour, live=False, rows={"forms": [ServiceForm(label="F-1.01", document=document)]}
    )
    row = page.forms.get()
    # Not by any screen; an older dump may hold such a row.
    CustomDocument.objects.filter(pk=document.pk).update(collection=village.access.collection)
    client = signed_in(member(Role.CADRE, neighbour))
    gone = {"id": str(row.pk), "label": row.label, "document": str(document.pk), "DELETE": "on"}
    _index, _model, data = service({"slug": page.slug, "forms": inline_formset([gone], initial=1)})
    client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), data)
    assert not ServicePage.objects.get(pk=page.pk).get_latest_revision_as_object().forms.exists()


def test_no_code_stores_or_publishes_another_villages_file(village, neighbour):
    page = NewsArticlePageFactory(village=neighbour)
    page.body = [("paragraph", RichText(f'<a linktype="document" id="{document_in(village).pk}">x</a>'))]
    for keep in (page.save, page.save_revision, partial(page.save_revision, clean=False)):
        with pytest.raises(ValidationError):
            keep()
    page.body = [("paragraph", RichText(f'<a linktype="document" id="{document_in(neighbour).pk}">x</a>'))]
    page.save_revision().publish()


def test_a_collection_below_a_villages_is_the_villages_and_any_other_is_shared(village, neighbour):
    below = village.access.collection.add_child(name="Foto lama")
    page = NewsArticlePageFactory(village=neighbour, live=False)
    page.lead_image, page.lead_image_alt = picture_in(village, collection=below), "Warga"
    with pytest.raises(ValidationError):
        page.save_revision()
    page.lead_image = CustomImageFactory(collection=Collection.objects.get(name=REGENCY_COLLECTION))
    page.save_revision()


def test_only_pages_of_its_own_village_make_a_document_public(village, neighbour, client):
    document = document_in(neighbour)
    page = NewsArticlePageFactory(village=neighbour)
    page.body = [("document", {"document": document, "label": ""})]
    page.save_revision().publish()
    assert client.get(document.url).status_code == 200
    CustomDocument.objects.filter(pk=document.pk).update(collection=village.access.collection)
    assert client.get(document.url).status_code == 404
    CustomDocument.objects.filter(pk=document.pk).update(collection=Collection.get_first_root_node())
    assert client.get(document.url).status_code == 200


# --- What readers see changes only by those who may publish ---


def on_a_page(file: CustomImage | CustomDocument, village, live: bool) -> None:
    page = NewsArticlePageFactory(village=village, live=False)
    if isinstance(file, CustomImage):
        page.lead_image, page.lead_image_alt = file, "Warga"
    else:
        page.body = [("document", {"document": file, "label": ""})]
    page.save()
    if live:
        page.save_revision().publish()
    assert ReferenceIndex.get_references_to(file).exists()


def edit_picture(client, file):
    data = {"title": "Lain", "description": "", "file": drawn_jpeg(colour="red")}
    client.post(reverse("wagtailimages:edit", args=[file.pk]), data)


def edit_picture_after_upload(client, file):
    data = {f"image-{file.pk}-title": "Lain", f"image-{file.pk}-description": ""}
    client.post(
        reverse("wagtailimages:edit_multiple", args=[file.pk]),
        data,
        headers={"x-requested-with": "XMLHttpRequest"},
    )


def delete_picture(client, file):
    client.post(reverse("wagtailimages:delete", args=[file.pk]))


def delete_picture_after_upload(client, file):
    client.post(
        reverse("wagtailimages:delete_multiple", args=[file.pk]),
        headers={"x-requested-with": "XMLHttpRequest"},
    )


def bulk(model: str, query: str, client, file):
    at = reverse("wagtail_bulk_action", args=["core", model, "delete"])
    client.post(f"{at}?{query.format(file=file)}", {"next": reverse("wagtailadmin_home")})


def edit_document(client, file):
    client.post(reverse("wagtaildocs:edit", args=[file.pk]), {"title": "Lain"})


def edit_document_after_upload(client, file):
    client.post(
        reverse("wagtaildocs:edit_multiple", args=[file.pk]),
        {f"doc-{file.pk}-title": "Lain"},
        headers={"x-requested-with": "XMLHttpRequest"},
    )


def delete_document(client, file):
    client.post(reverse("wagtaildocs:delete", args=[file.pk]))


def delete_document_after_upload(client, file):
    client.post(
        reverse("wagtaildocs:delete_multiple", args=[file.pk]),
        headers={"x-requested-with": "XMLHttpRequest"},
    )


ALL = "id=all&childOf={file.collection_id}"
CHANGES: dict[str, tuple[Callable, Callable]] = {
    "edit a picture": (picture_in, edit_picture),
    "edit a picture after its upload": (picture_in, edit_picture_after_upload),
    "delete a picture": (picture_in, delete_picture),
    "delete a picture after its upload": (picture_in, delete_picture_after_upload),
    "delete pictures": (picture_in, partial(bulk, "customimage", "id={file.pk}")),
    "delete all pictures": (picture_in, partial(bulk, "customimage", ALL)),
    "edit a document": (document_in, edit_document),
    "edit a document after its upload": (document_in, edit_document_after_upload),
    "delete a document": (document_in, delete_document),
    "delete a document after its upload": (document_in, delete_document_after_upload),
    "delete documents": (document_in, partial(bulk, "customdocument", "id={file.pk}")),
    "delete all documents": (document_in, partial(bulk, "customdocument", ALL)),
}


def is_changed(file: CustomImage | CustomDocument) -> bool:
    return not type(file).objects.filter(pk=file.pk, title=SECRET, file=file.file.name).exists()


@pytest.mark.parametrize("way", CHANGES)
def test_a_contributor_changes_his_own_files_until_readers_see_them(village, way):
    make, change = CHANGES[way]
    author = member(Role.CONTRIBUTOR, village)
    file = make(village, uploaded_by_user=author)
    on_a_page(file, village, live=True)
    change(signed_in(author), file)
    assert not is_changed(file)

    NewsArticlePage.objects.update(live=False)
    change(signed_in(author), file)
    assert is_changed(file)


@pytest.mark.parametrize("way", CHANGES)
def test_a_cadre_changes_what_readers_see(village, way):
    make, change = CHANGES[way]
    file = make(village, uploaded_by_user=UserFactory())
    on_a_page(file, village, live=True)
    change(signed_in(member(Role.CADRE, village)), file)
    assert is_changed(file)


def test_whoever_is_refused_reads_the_reason(village):
    author = member(Role.CONTRIBUTOR, village)
    file = picture_in(village, uploaded_by_user=author)
    on_a_page(file, village, live=True)
    at = reverse("wagtailimages:delete", args=[file.pk])
    answer = signed_in(author).post(at, follow=True)
    assert "sudah terbit" in answer.content.decode()


def test_a_shared_file_that_readers_see_is_the_officers(village):
    author = member(Role.CONTRIBUTOR, village)
    shared = CustomDocumentFactory(
        title=SECRET, collection=Collection.objects.get(name=REGENCY_COLLECTION), uploaded_by_user=author
    )
    on_a_page(shared, village, live=True)
    edit_document(signed_in(member(Role.CADRE, village)), shared)
    assert not is_changed(shared)
    edit_document(signed_in(member(Role.OFFICER)), shared)
    assert is_changed(shared)


# --- What follows a change of a file ---


@pytest.mark.parametrize("make", [picture_in, document_in])
def test_changing_a_file_ends_the_kept_pages_that_may_show_it(village, monkeypatch, make):
    ended: list[str] = []
    monkeypatch.setattr(receivers, "bump", lambda *scopes: ended.extend(scopes))
    file = make(village)
    for change in (file.save, file.delete):
        ended.clear()
        change()
        assert set(ended) == {f"village:{village.pk}", "portal"}
    shared = make(None)
    for change in (shared.save, shared.delete):
        ended.clear()
        change()
        assert ended == ["site"]


# --- Topics ---


def test_topics_are_offered_of_what_is_published_and_of_ones_own_villages(village, neighbour):
    ours = NewsArticlePageFactory(village=neighbour, live=False)
    ours.tags.add("Xyz kami")
    ours.save()
    theirs = NewsArticlePageFactory(village=village, live=False)
    theirs.tags.add("Xyz rahasia")
    theirs.save()
    NewsArticlePageFactory(village=village, tag_names=("Xyz terbit",))
    client = signed_in(member(Role.CONTRIBUTOR, neighbour))
    for at in (
        reverse("wagtailadmin_tag_autocomplete"),
        reverse("wagtailadmin_tag_model_autocomplete", args=["taggit", "tag"]),
    ):
        assert json.loads(client.get(at, {"term": "xyz"}).content) == ["Xyz kami", "Xyz terbit"]
        assert json.loads(client.get(at).content) == []
        assert Client().get(at, {"term": "xyz"}).status_code == 302


# --- The officer's own collection ---


def test_the_officer_puts_files_into_a_collection_of_his_own_and_into_no_villages(village):
    officer = member(Role.OFFICER)
    own = Collection.objects.get(name=REGENCY_COLLECTION)
    client = signed_in(officer)

    def upload(collection):
        data = {"title": SECRET, "file": drawn_jpeg(), "collection": str(collection.pk), "description": ""}
        client.post(reverse("wagtailimages:add"), data)
        document = {
            "title": SECRET,
            "file": ContentFile(PDF, name="formulir.pdf"),
            "collection": str(collection.pk),
        }
        client.post(reverse("wagtaildocs:add"), document)

    upload(own)
    assert CustomImage.objects.get().collection == CustomDocument.objects.get().collection == own
    theirs = picture_in(village), document_in(village)
    upload(village.access.collection)
    for file in theirs:
        assert set(type(file).objects.filter(collection=village.access.collection)) == {file}


def test_opening_the_home_again_takes_the_officer_off_the_root_and_makes_no_second_collection():
    ensure_home()
    root = Collection.get_first_root_node()
    grant = GroupCollectionPermission.objects.filter(group__name=OFFICERS_GROUP).first()
    GroupCollectionPermission.objects.create(group=grant.group, permission=grant.permission, collection=root)
    before = Collection.objects.count()
    ensure_home()
    assert Collection.objects.count() == before
    assert not grant.group.collection_permissions.filter(collection=root).exists()
