"""Pictures and documents in the log of the village that owns them, whatever screen they came by."""

import pytest
from django.urls import reverse

from audit.models import Act
from core.models import CustomDocument, CustomImage
from tests.factories.core import CustomDocumentFactory, CustomImageFactory, drawn_jpeg
from tests.factories.village_pages import member
from village_pages.enums import Role

pytestmark = pytest.mark.django_db


def told() -> list[tuple[str, str, str, str]]:
    acts = Act.objects.filter(verb__startswith="file.").order_by("pk")
    return [(act.actor_name, act.verb, act.object_name, act.village_code) for act in acts]


def test_a_picture_uploaded_on_the_screen_for_many_is_told_once(client, village, cadre):
    client.force_login(cadre)
    answer = client.post(
        reverse("wagtailimages:add_multiple"),
        {"title": "Panen", "files[]": drawn_jpeg("panen.jpg"), "collection": village.access.collection.pk},
        headers={"X-Requested-With": "XMLHttpRequest"},
    )
    assert answer.status_code == 200
    image = CustomImage.objects.get()
    client.post(
        reverse("wagtailimages:edit", args=[image.pk]),
        {"title": "Panen raya", "description": "Warga memanen padi.", "collection": image.collection_id},
    )
    assert CustomImage.objects.get().title == "Panen raya"
    assert told() == [("Siti Rahma", "file.create", "Panen", "15.07.09.2002")]


def test_a_document_changed_and_deleted_on_its_own_screen(client, village, cadre):
    document = CustomDocumentFactory(village=village, title="Formulir")
    client.force_login(cadre)
    client.post(
        reverse("wagtaildocs:edit", args=[document.pk]),
        {"title": "Formulir baru", "collection": document.collection_id, "tags": ""},
    )
    assert CustomDocument.objects.get().title == "Formulir baru"
    CustomDocument.objects.get().delete()
    assert told() == [
        ("", "file.create", "Formulir", "15.07.09.2002"),
        ("Siti Rahma", "file.edit", "Formulir baru", "15.07.09.2002"),
        ("", "file.delete", "Formulir baru", "15.07.09.2002"),
    ]


def test_several_at_once(client, village):
    administrator = member(Role.ADMINISTRATOR, display_name="Admin")
    images = [CustomImageFactory(village=village, title=f"Foto {n}") for n in range(2)]
    client.force_login(administrator)
    query = "&".join(f"id={image.pk}" for image in images)
    tags = reverse("wagtail_bulk_action", args=["core", "customimage", "add_tags"])
    client.post(f"{tags}?{query}", {"tags": "panen"})
    act = Act.objects.latest("pk")
    assert (act.verb, act.after, act.actor_name) == ("file.add_tags", "panen", "Admin")
    client.post(f"{reverse('wagtail_bulk_action', args=['core', 'customimage', 'delete'])}?{query}")
    assert not CustomImage.objects.exists()
    assert [row[:2] for row in told()[-2:]] == [("Admin", "file.delete")] * 2


def test_checksums_and_sizes_are_no_acts(village):
    document = CustomDocumentFactory(village=village)
    so_far = len(told())
    document.file_size = None
    document.get_file_size()
    document.get_file_hash()
    assert len(told()) == so_far
