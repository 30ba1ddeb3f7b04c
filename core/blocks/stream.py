from wagtail import blocks

from core.blocks.media import DocumentBlock, GalleryBlock, PictureBlock
from core.blocks.text import CallOutBlock, HeadingBlock, ParagraphBlock, QuoteBlock, TableBlock


class BodyStreamBlock(blocks.StreamBlock):
    """The body of every page that tells something; an app that needs more subclasses it."""

    paragraph = ParagraphBlock()
    heading = HeadingBlock()
    picture = PictureBlock()
    gallery = GalleryBlock()
    quote = QuoteBlock()
    document = DocumentBlock()
    table = TableBlock()
    callout = CallOutBlock()
