from core.blocks.media import DocumentBlock, GalleryBlock, PictureBlock
from core.blocks.stream import BodyStreamBlock
from core.blocks.text import (
    TEXT_FEATURES,
    CallOutBlock,
    CallOutKind,
    HeadingBlock,
    ParagraphBlock,
    QuoteBlock,
    TableBlock,
)

__all__ = [
    "TEXT_FEATURES",
    "BodyStreamBlock",
    "CallOutBlock",
    "CallOutKind",
    "DocumentBlock",
    "GalleryBlock",
    "HeadingBlock",
    "ParagraphBlock",
    "PictureBlock",
    "QuoteBlock",
    "TableBlock",
]
