"""Everything that a page tells: walked generically, so that a field added later is checked by itself.

Of this very object with its rows in memory. No query per block: pictures and pages are gathered by key.
"""

from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from html.parser import HTMLParser
from typing import Any, cast

from django.db import models
from django.db.models import Model
from django.utils.translation import gettext as _
from modelcluster.fields import ParentalKey
from modelcluster.models import get_all_child_relations
from taggit.models import ItemBase
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.fields import RichTextField, StreamField
from wagtail.images.blocks import ImageBlock, ImageChooserBlock
from wagtail.models import COMMENTS_RELATION_NAME, Page

from core.blocks import HeadingBlock
from core.models import CustomDocument, CustomImage, validate_phone
from editorial.content_checks.problem import Place

# Of the fields that every page of Wagtail has, those that readers see.
PUBLIC_PAGE_FIELDS = frozenset({"title", "seo_title", "search_description"})
# Of tags these do not end a word; all others do.
INLINE = frozenset({"a", "abbr", "b", "code", "em", "i", "span", "strong", "sub", "sup", "u"})
# Values that somebody picks from a list.
PICKED = (blocks.ChoiceBlock, blocks.MultipleChoiceBlock, blocks.BooleanBlock)


@dataclass(frozen=True)
class Text:
    words: str
    place: Place
    # A telephone number belongs here.
    contact: bool = False


@dataclass(frozen=True)
class Link:
    words: str
    place: Place
    address: str = ""
    page_id: int | None = None


@dataclass(frozen=True)
class Heading:
    level: int
    words: str
    place: Place


@dataclass(frozen=True)
class Picture:
    """``place``: where its alternative text is written; ``own_place``: where the picture is chosen."""

    image_id: int
    alternative: str
    decorative: bool
    place: Place
    own_place: Place


@dataclass(frozen=True)
class Table:
    headings: list[str]
    cells: list[list]
    place: Place


@dataclass
class Contents:
    """What stands in ``page``, in its order."""

    page: Page
    texts: list[Text] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    headings: list[Heading] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)

    def __post_init__(self):
        self._documents: list[tuple[int, Place]] = []
        self.texts.append(Text(self.page.slug or "", Place("slug", _("Alamat halaman"))))
        self._walk_fields(self.page, None)
        self._add_titles_of_documents()

    @cached_property
    def images(self) -> dict[int, CustomImage]:
        """The pictures by key, with their sizes (two queries)."""
        keys = {picture.image_id for picture in self.pictures}
        return CustomImage.objects.prefetch_related("renditions").in_bulk(keys) if keys else {}

    def _walk_fields(self, thing: Model, above: Place | None) -> None:
        """Fields and rows of the page, or of a row at ``above``."""
        for one in thing._meta.concrete_fields:
            if self._is_told(one):
                label = str(one.verbose_name)
                place = above.inside(one.name, label=label) if above else Place(one.name, label)
                self._walk_field(thing, one, place)
        for relation in get_all_child_relations(type(thing)):
            name = relation.get_accessor_name()
            if name == COMMENTS_RELATION_NAME:
                continue
            rows = list(getattr(thing, name).all())
            if issubclass(relation.related_model, ItemBase):
                self._walk_tags(thing, relation.related_model, rows)
                continue
            label = str(relation.related_model._meta.verbose_name).capitalize()
            base = above.inside(name) if above else Place(name, in_rows=True)
            for index, row in enumerate(rows):
                self._walk_fields(row, base.inside(index, label=f"{label} {index + 1}"))

    def _is_told(self, one: models.Field) -> bool:
        if one.model is Page:
            return one.name in PUBLIC_PAGE_FIELDS
        return one.editable and not one.choices and not isinstance(one, models.SlugField | ParentalKey)

    def _walk_field(self, thing: Model, one: models.Field, place: Place) -> None:
        if isinstance(one, models.ForeignKey):
            key = getattr(thing, one.attname)
            if key and issubclass(one.related_model, CustomImage):
                self._add_picture_of_field(thing, one, key, place)
            elif key and issubclass(one.related_model, CustomDocument):
                self._documents.append((key, place))
            elif key and issubclass(one.related_model, Page) and not one.remote_field.parent_link:
                self.links.append(Link(place.label, place, page_id=key))
            return
        if isinstance(one, StreamField):
            self._walk_block(one.stream_block, getattr(thing, one.name), place)
        elif isinstance(one, RichTextField):
            self._add_html(getattr(thing, one.name) or "", place)
        elif isinstance(one, models.CharField | models.TextField):
            contact = validate_phone in one.validators
            self.texts.append(Text(str(getattr(thing, one.name) or ""), place, contact))

    def _add_titles_of_documents(self) -> None:
        """Of those that fields name, in one query."""
        keys = {key for key, _place in self._documents}
        known = CustomDocument.objects.in_bulk(keys) if keys else {}
        self.texts += [Text(known[key].title, place) for key, place in self._documents if key in known]

    def _add_picture_of_field(self, thing: Model, one: models.Field, key: int, place: Place) -> None:
        """By the project's habit the words for ``picture`` stand in ``picture_alt``."""
        alt = f"{one.name}_alt"
        row = place.steps[:-1]
        words = str(cast(models.Field, thing._meta.get_field(alt)).verbose_name)
        alt_place = Place(
            place.field if row else alt,
            f"{place.label} ({words})",
            (*row, alt) if row else (),
            in_rows=place.in_rows,
        )
        decorative = bool(getattr(thing, f"{one.name}_decorative", False))
        self.pictures.append(Picture(key, getattr(thing, alt) or "", decorative, alt_place, place))

    def _walk_tags(self, thing: Model, through: type[ItemBase], rows: list) -> None:
        """Names of topics; those that are not loaded yet in one query."""
        known = [row.tag for row in rows if through.tag.field.is_cached(row)]
        missing = [row.tag_id for row in rows if not through.tag.field.is_cached(row)]
        if missing:
            known += through.tag_model().objects.filter(pk__in=missing)
        name = next(
            (one.name for one in thing._meta.many_to_many if getattr(one, "through", None) is through), "tags"
        )
        place = Place(name, str(cast(models.Field, thing._meta.get_field(name)).verbose_name))
        self.texts += [Text(tag.name, place) for tag in known]

    def _walk_block(self, block: blocks.Block, value: Any, place: Place) -> None:
        if value is None or value == "":
            return
        if isinstance(block, ImageBlock):
            words = value.contextual_alt_text or ""
            at = place.inside("alt_text")
            self.pictures.append(Picture(value.pk, words, bool(value.decorative), at, place))
            self.texts.append(Text(words, at))
        elif isinstance(block, ImageChooserBlock):
            self.pictures.append(Picture(value.pk, value.default_alt_text, False, place, place))
        elif isinstance(block, blocks.StreamBlock):
            for index, child in enumerate(value):
                label = f"{child.block.label} ({_('bagian ke-%(n)d') % {'n': index + 1}})"
                at = place.inside(index, label=label, block=child.id or "")
                self._walk_block(child.block, child.value, at)
        elif isinstance(block, blocks.ListBlock):
            for index, child in enumerate(value):
                at = place.inside(index, label=_("nomor %(n)d") % {"n": index + 1})
                self._walk_block(block.child_block, child, at)
        elif isinstance(block, blocks.StructBlock):
            if isinstance(block, HeadingBlock):
                level = int(str(value.get("level") or "h2")[1:])
                self.headings.append(Heading(level, value.get("text") or "", place.inside("text")))
            for name, child in block.child_blocks.items():
                self._walk_block(child, value.get(name), place.inside(name))
        elif isinstance(block, TypedTableBlock):
            self._walk_table(value, place)
        else:
            self._walk_leaf(block, value, place)

    def _walk_leaf(self, block: blocks.Block, value: Any, place: Place) -> None:
        if isinstance(block, blocks.RichTextBlock):
            self._add_html(value.source, place)
        elif isinstance(block, blocks.RawHTMLBlock):
            self._add_html(str(value), place)
        elif isinstance(block, blocks.PageChooserBlock):
            self.links.append(Link(place.label, place, page_id=value.pk))
        elif isinstance(block, DocumentChooserBlock):
            self.texts.append(Text(value.title, place))
        elif isinstance(value, str | int | Decimal) and not isinstance(block, PICKED):
            self.texts.append(Text(str(value), place))

    def _walk_table(self, table: Any, place: Place) -> None:
        headings = [column["heading"] or "" for column in table.columns]
        cells = [
            [
                column["block"].get_prep_value(value)
                for column, value in zip(table.columns, row["values"], strict=False)
            ]
            for row in table.row_data
        ]
        self.tables.append(Table(headings, cells, place))
        self.texts += [Text(words, place) for words in [*headings, table.caption or ""]]
        for row in table.row_data:
            for column, value in zip(table.columns, row["values"], strict=False):
                self._walk_block(column["block"], value, place)

    def _add_html(self, html: str, place: Place) -> None:
        read = _Html(html)
        self.texts.append(Text(read.words, place))
        for words, attributes in read.links:
            page = attributes.get("id") or ""
            internal = attributes.get("linktype") == "page" and page.isdecimal()
            address = attributes.get("href") or ""
            self.links.append(Link(words, place, address, int(page) if internal else None))
            self.texts.append(Text(address, place))


class _Html(HTMLParser):
    """The words of rich text as stored, and its links: words and attributes."""

    def __init__(self, html: str):
        super().__init__()
        self._pieces: list[str] = []
        self._link: tuple[int, dict] | None = None
        self.links: list[tuple[str, dict]] = []
        self.feed(html)
        self.close()

    @property
    def words(self) -> str:
        return "".join(self._pieces)

    def handle_starttag(self, tag, attrs):
        if tag == "a":
            self._link = (len(self._pieces), dict(attrs))
        elif tag not in INLINE:
            self._pieces.append("\n")

    def handle_endtag(self, tag):
        if tag == "a" and self._link is not None:
            start, attributes = self._link
            self.links.append(("".join(self._pieces[start:]).strip(), attributes))
            self._link = None
        elif tag not in INLINE:
            self._pieces.append("\n")

    def handle_data(self, data):
        self._pieces.append(data)
