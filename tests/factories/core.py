"""Pictures, documents and bodies, drawn or written here: no file of anybody else's."""

from io import BytesIO

import factory
import wagtail_factories
from django.core.files.base import ContentFile
from PIL import Image
from wagtail.models import Collection

from core.models import CustomDocument, CustomImage

PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\nstartxref\n9\n%%EOF\n"


def drawn_jpeg(name: str = "foto.jpg", size: tuple[int, int] = (80, 60), colour: str = "teal") -> ContentFile:
    """A plain JPEG of ``size`` pixels; small, because every test pays for its renditions."""
    output = BytesIO()
    Image.new("RGB", size, colour).save(output, "JPEG")
    return ContentFile(output.getvalue(), name=name)


class CollectedFactory(factory.django.DjangoModelFactory):
    """What lies in a collection: ``village=`` puts it into that village's."""

    class Meta:
        abstract = True

    class Params:
        village = None

    collection = factory.LazyAttribute(
        lambda o: o.village.access.collection if o.village else Collection.get_first_root_node()
    )


class CustomImageFactory(CollectedFactory):
    """``CustomImageFactory(village=village)``: a small picture in the village's collection."""

    class Meta:
        model = CustomImage

    title = factory.Sequence(lambda n: f"Gambar {n}")
    description = "Warga membersihkan saluran air."
    file = factory.LazyFunction(drawn_jpeg)


class CustomDocumentFactory(CollectedFactory):
    """``CustomDocumentFactory(village=village)``: a small PDF in the village's collection."""

    class Meta:
        model = CustomDocument

    title = factory.Sequence(lambda n: f"Dokumen {n}")
    file = factory.LazyFunction(lambda: ContentFile(PDF, name="formulir.pdf"))


class CollectionFactory(wagtail_factories.CollectionFactory):
    """A collection of nobody's, below the root."""


def full_body(image: CustomImage, document: CustomDocument, link_to=None, paragraphs: int = 1) -> list:
    """Raw stream data: one block of every kind of ``BodyStreamBlock``, and ``paragraphs`` with links.

    Each paragraph links to ``link_to`` (a page) and ``document``, so that a query per block is seen.
    """
    links = f'<a linktype="document" id="{document.pk}">formulir</a>'
    if link_to is not None:
        links += f' dan <a linktype="page" id="{link_to.pk}">halaman lain</a>'
    picture = {
        "image": {"image": image.pk, "alt_text": "Warga di balai desa", "decorative": False},
        "caption": "Balai desa",
    }
    return [
        *(
            {"type": "paragraph", "value": f"<p>Paragraf <b>penting</b> nomor {n}: {links}.</p>"}
            for n in range(paragraphs)
        ),
        {"type": "heading", "value": {"text": "Bagian pertama", "level": "h2"}},
        {"type": "picture", "value": picture},
        {
            "type": "gallery",
            "value": {"pictures": [{"type": "item", "value": picture}, {"type": "item", "value": picture}]},
        },
        {"type": "quote", "value": {"text": "Mari bersama.", "attribution": "Kepala dusun"}},
        {"type": "document", "value": {"document": document.pk, "label": "Formulir pendaftaran"}},
        {
            "type": "table",
            "value": {
                "caption": "Anggaran",
                "table": {
                    "columns": [
                        {"type": "text", "heading": "Kegiatan"},
                        {"type": "number", "heading": "Rupiah"},
                    ],
                    "rows": [{"values": ["Jalan dusun", "1500000"]}],
                    "caption": "",
                },
            },
        },
        {
            "type": "callout",
            "value": {"kind": "info", "title": "Perhatikan", "text": "<p>Bawa <b>KTP</b>.</p>"},
        },
    ]
