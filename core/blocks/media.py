"""Blocks of pictures and files."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock


class PictureBlock(blocks.StructBlock):
    image = ImageBlock(label=_("Gambar"))
    caption = blocks.CharBlock(label=_("Keterangan di bawah gambar"), required=False, max_length=200)

    class Meta:
        icon = "image"
        label = _("Gambar")
        template = "blocks/picture_block.html"


class GalleryBlock(blocks.StructBlock):
    pictures = blocks.ListBlock(PictureBlock(), label=_("Gambar"), min_num=2, max_num=12)

    class Meta:
        icon = "grip"
        label = _("Galeri")
        template = "blocks/gallery_block.html"


class DocumentBlock(blocks.StructBlock):
    document = DocumentChooserBlock(label=_("Berkas"))
    label = blocks.CharBlock(
        label=_("Nama yang dibaca warga"),
        required=False,
        max_length=120,
        help_text=_("Contoh: Formulir surat pernyataan. Jenis dan ukuran berkas ditulis sendiri oleh situs."),
    )

    class Meta:
        icon = "doc-full"
        label = _("Berkas untuk diunduh")
        template = "blocks/document_block.html"
