"""The body of a page as readers get it, block by block."""

import pytest
from django.template import Context

from core.blocks import BodyStreamBlock
from core.templatetags.core_tags import render_body


def rendered(*blocks: dict) -> str:
    return " ".join(render_body(Context({}), BodyStreamBlock().to_python(list(blocks))).split())


def block(kind: str, value) -> dict:
    return {"type": kind, "value": value, "id": f"id-{kind}"}


def test_headings_keep_their_level_and_say_markup_as_text():
    html = rendered(
        block("heading", {"text": "Panen <b>besar</b>", "level": "h2"}),
        block("heading", {"text": "Hasilnya", "level": "h3"}),
    )

    assert "<h2>Panen &lt;b&gt;besar&lt;/b&gt;</h2>" in html
    assert "<h3>Hasilnya</h3>" in html


def test_a_table_names_its_columns_and_can_be_scrolled_by_keyboard():
    table = {
        "columns": [{"type": "text", "heading": "Desa"}, {"type": "number", "heading": "Orang"}],
        "rows": [{"values": ["Lambur I", "12"]}],
        "caption": "",
    }

    html = rendered(block("table", {"caption": "Peserta", "table": table}))

    assert '<div class="table-scroll" role="region" tabindex="0" aria-label="Peserta">' in html
    assert "<caption>Peserta</caption>" in html
    assert '<th scope="col" >Desa</th> <th scope="col" class="number">Orang</th>' in html
    assert '<td >Lambur I</td> <td class="number">12</td>' in html


@pytest.mark.parametrize(("kind", "extra"), [("info", "notice--info"), ("warning", "notice--warning")])
def test_a_call_out_is_marked_by_its_kind_and_its_title(kind, extra):
    html = rendered(block("callout", {"kind": kind, "title": "Bawa KTP", "text": "<p>Yang asli.</p>"}))

    assert f'<aside class="notice {extra}"> <p class="notice__title">Bawa KTP</p> <p>Yang asli.</p>' in html


@pytest.mark.django_db
def test_a_picture_or_file_that_was_deleted_leaves_no_hole_and_no_error():
    gone = {"image": {"image": 987654, "decorative": True, "alt_text": ""}, "caption": "Sisa keterangan"}

    html = rendered(
        block("picture", gone),
        block("gallery", {"pictures": [{"type": "item", "value": gone, "id": "a"}]}),
        block("document", {"document": 987654, "label": "Formulir"}),
        block("quote", {"text": "Tetap ada.", "attribution": ""}),
    )

    assert "Sisa keterangan" not in html
    assert "Formulir" not in html
    assert "<blockquote> <p>Tetap ada.</p> </blockquote>" in html
