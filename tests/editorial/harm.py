"""Articles with one thing wrong each, and what the checks must call it."""

from io import BytesIO

from django.core.files.base import ContentFile
from PIL import Image

from core.models import CustomImage
from news.models import NewsArticlePage
from tests.factories.core import CustomImageFactory, full_body

NIK = "1507095512800001"
HAND = "0812-3456-7890"
ALT = "Warga membersihkan saluran air bersama kepala dusun."


def noisy(village, size: int = 900) -> CustomImage:
    """A picture that no compression makes small."""
    output = BytesIO()
    Image.effect_noise((size, size), 120).convert("RGB").save(output, "JPEG", quality=95)
    return CustomImageFactory(village=village, file=ContentFile(output.getvalue(), name="ramai.jpg"))


def paragraph(html: str) -> dict:
    return {"type": "paragraph", "value": f"<p>{html}</p>"}


def heading(text: str, level: str = "h2") -> dict:
    return {"type": "heading", "value": {"text": text, "level": level}}


def picture(image: CustomImage, alt: str = ALT, decorative: bool = False) -> dict:
    value = {"image": {"image": image.pk, "alt_text": alt, "decorative": decorative}, "caption": ""}
    return {"type": "picture", "value": value}


def table(*headings: str, cell: str = "Padi") -> dict:
    columns = [{"type": "text", "heading": words} for words in headings]
    rows = [{"values": [cell] * len(headings)}]
    value = {"caption": "Panen", "table": {"columns": columns, "rows": rows, "caption": ""}}
    return {"type": "table", "value": value}


def link_to(page, words: str = "laporan panen") -> dict:
    return paragraph(f'<a linktype="page" id="{page.pk}">{words}</a>')


def with_body(*blocks: dict):
    """Each block with an id, as the editor gives it."""
    return [block | {"id": f"{n:08d}-0000-4000-8000-000000000000"} for n, block in enumerate(blocks)]


def article(village, *blocks: dict, **fields) -> NewsArticlePage:
    """An article that nobody has saved, in ``village``; without blocks and fields there is nothing wrong."""
    fields = {"title": "Panen raya", "summary": "Panen padi di dusun."} | fields
    page = NewsArticlePage(body=with_body(*blocks), **fields)
    page.village = village
    return page


def gallery(*images: CustomImage) -> dict:
    items = [
        {"type": "item", "id": str(n), "value": picture(image)["value"]} for n, image in enumerate(images)
    ]
    return {"type": "gallery", "value": {"pictures": items}}


def everything(village, document, link, blocks: int = 1) -> NewsArticlePage:
    """An article with all kinds of blocks, the long ones ``blocks`` times, each with a picture of its own."""
    images = [CustomImageFactory(village=village) for _n in range(blocks)]
    body = [
        block
        for image in images
        for block in full_body(image, document, link, paragraphs=1)
        if block["type"] not in ("heading", "gallery")
    ]
    return article(village, *body, gallery(*images))
