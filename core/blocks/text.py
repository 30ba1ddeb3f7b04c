"""Blocks of words: headings, paragraphs, quotes, call-outs, tables."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock

# Kept small on purpose: headings are blocks of their own, pictures carry their alternative text.
TEXT_FEATURES = ["bold", "italic", "ol", "ul", "link", "document-link"]


class CallOutKind(models.TextChoices):
    INFO = "info", _("Informasi")
    WARNING = "warning", _("Peringatan")
    TIP = "tip", _("Saran")


class HeadingBlock(blocks.StructBlock):
    text = blocks.CharBlock(label=_("Judul bagian"), max_length=120)
    level = blocks.ChoiceBlock(
        label=_("Tingkat"), choices=[("h2", _("Judul bagian")), ("h3", _("Anak judul"))], default="h2"
    )

    class Meta:
        icon = "title"
        label = _("Judul bagian")
        template = "blocks/heading_block.html"


class ParagraphBlock(blocks.RichTextBlock):
    def __init__(self, **kwargs):
        kwargs.setdefault("features", TEXT_FEATURES)
        super().__init__(**kwargs)

    class Meta:
        icon = "pilcrow"
        label = _("Paragraf")
        template = "blocks/paragraph_block.html"


class QuoteBlock(blocks.StructBlock):
    text = blocks.TextBlock(label=_("Kutipan"), max_length=600)
    attribution = blocks.CharBlock(label=_("Siapa yang berkata"), required=False, max_length=120)

    class Meta:
        icon = "openquote"
        label = _("Kutipan")
        template = "blocks/quote_block.html"


class CallOutBlock(blocks.StructBlock):
    kind = blocks.ChoiceBlock(label=_("Jenis"), choices=CallOutKind.choices, default=CallOutKind.INFO)
    title = blocks.CharBlock(label=_("Judul"), required=False, max_length=120)
    text = blocks.RichTextBlock(label=_("Isi"), features=["bold", "ul", "link"])

    class Meta:
        icon = "info-circle"
        label = _("Kotak penting")
        template = "blocks/callout_block.html"


class TableBlock(blocks.StructBlock):
    """A table whose columns always have a heading, so that a screen reader can name each cell."""

    caption = blocks.CharBlock(label=_("Judul tabel"), max_length=160)
    table = TypedTableBlock(
        [("text", blocks.CharBlock(label=_("Teks"), required=False)),
         ("number", blocks.DecimalBlock(label=_("Angka"), required=False))],
        label=_("Isi tabel"),
    )  # fmt: skip

    class Meta:
        icon = "table"
        label = _("Tabel")
        template = "blocks/table_block.html"
