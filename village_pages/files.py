"""Whose a picture or document is, which pages refer to it, and who may take it or change it.

A file belongs to the village in whose collection, or one below it, it lies. A file of no village's
collection is shared: every page may refer to it.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db.models import Model, QuerySet
from django.utils.translation import gettext_lazy as _
from modelcluster.forms import ClusterForm
from wagtail.models import Collection, Page, PageQuerySet, ReferenceIndex

from core.models import CustomDocument, CustomImage
from core.query import keys_in
from village_pages.places import village_path
from village_pages.rights import may_publish_in, standing_of

FILE_MODELS = (CustomImage, CustomDocument)
FOREIGN_FILE = _(
    "Halaman ini memakai gambar atau dokumen milik desa lain. Hapus dari halaman, lalu unggah berkasnya ke "
    "desa ini."
)
IN_LIVE_USE = _(
    "Berkas ini dipakai di halaman yang sudah terbit. Hanya yang boleh menerbitkan halaman itu yang dapat "
    "mengubah atau menghapusnya."
)

STAYS_IN_VILLAGE = _(
    "Gambar dan dokumen tidak dapat dipindahkan ke desa lain. Pilih koleksi desanya sendiri, atau unggah "
    "berkasnya sekali lagi di desa yang lain."
)

Reference = tuple[type[Model], str]

_public: set[type[Model]] = set()


def owner_path(collection: Collection) -> str | None:
    """Tree path of the village that files of ``collection`` belong to; ``None``: shared (one query)."""
    return _owners([collection.path]).first()


def may_use_file(user: Any, collection: Collection) -> bool:
    """May ``user`` see a picture or document of ``collection`` in the admin?"""
    standing = standing_of(user)
    if standing.regency:
        return True
    path = owner_path(collection)
    return path is None or path in standing.by_village


def may_change_file(user: Any, file: CustomImage | CustomDocument) -> bool:
    """May ``user`` change or delete ``file``, as far as readers are concerned?

    Wagtail lets everybody change what he uploaded himself. What a live page shows is published, so only
    those who may publish in the village of the file may change it.
    """
    shown = live_pages_with(file).exists() or is_shown_beside_pages(file)
    return not shown or may_publish_in(user, owner_path(file.collection))


def may_lie_in(file: CustomImage | CustomDocument, collection: Collection) -> bool:
    """May ``file``, as it is stored, be put into ``collection``? The same answer for everybody.

    What is a village's stays its own. What is shared may become a village's, unless another's page shows it.
    """
    owner, new_owner = owner_path(file.collection), owner_path(collection)
    if owner == new_owner:
        return True
    return owner is None and not pages_with(file).exclude(path__startswith=new_owner).exists()


def pages_with(file: CustomImage | CustomDocument) -> PageQuerySet:
    """Pages, live or not, whose stored words refer to ``file``.

    Wagtail's reference index follows what is stored in the page's own rows, and drafts live in revisions: a
    draft of a live page is not in it, the first draft of a page is, but that page is not live.
    """
    references = ReferenceIndex.get_references_to(file).filter(
        base_content_type=ContentType.objects.get_for_model(Page)
    )
    return Page.objects.filter(pk__in=set(references.values_list("object_id", flat=True)))


def live_pages_with(file: CustomImage | CustomDocument) -> PageQuerySet:
    """Live pages whose published words refer to ``file``."""
    return pages_with(file).live()


def register_public(model: type[Model]) -> None:
    """Files that rows of ``model`` refer to are public, as if a live page did. The model must be indexed."""
    _public.add(model)


def is_shown_beside_pages(file: CustomImage | CustomDocument) -> bool:
    """Do public words that are no page's, such as a service of the regency, refer to ``file``?"""
    types = ContentType.objects.get_for_models(*_public).values()
    return ReferenceIndex.get_references_to(file).filter(base_content_type__in=types).exists()


def foreign_owners(references: Iterable[Reference], path: str | None) -> set[str]:
    """Tree paths of villages, other than that at ``path``, to which files among ``references`` belong."""
    keys: dict[type[Model], set[int]] = {model: set() for model in FILE_MODELS}
    for model, text in references:
        if model in keys:
            keys[model] |= keys_in(text)
    collections: set[str] = set()
    for model in FILE_MODELS:
        if keys[model]:
            collections |= set(
                model.objects.filter(pk__in=keys[model]).values_list("collection__path", flat=True)
            )
    return set(_owners(collections)) - {path} if collections else set()


def refuse_foreign_files(page: Page) -> None:
    """Raise ``ValidationError`` where ``page``, as it stands in memory, refers to a file of another village.

    The references are those that Wagtail would index, so that a new field or block joins by itself.
    """
    types = {ContentType.objects.get_for_model(model).pk: model for model in FILE_MODELS}
    references = (
        (types[type_id], str(key))
        for type_id, key, *_path in ReferenceIndex._extract_references_from_object(page)
        if type_id in types
    )
    if foreign_owners(references, village_path(page)):
        raise ValidationError(FOREIGN_FILE)


def forget_links_to_others(keys: Iterable[int], path: str) -> None:
    """Take links from pages with ``keys`` to pages outside the branch at ``path`` from Wagtail's index.

    For pages that are not live. Wagtail tells whoever edits a page how often it is linked; a draft elsewhere
    is not to be counted there. Publishing saves the page, which writes its links down.
    """
    pages = ContentType.objects.get_for_model(Page)
    links = ReferenceIndex.objects.filter(
        base_content_type=pages, object_id__in=[str(key) for key in keys], to_content_type=pages
    )
    linked = set(links.values_list("to_object_id", flat=True))
    if linked:
        paths = Page.objects.filter(pk__in=linked).values_list("pk", "path")
        outside = [str(pk) for pk, linked_path in paths if not linked_path.startswith(path)]
        links.filter(to_object_id__in=outside).delete()


def posted_references(form: ClusterForm) -> Iterator[Reference]:
    """What the data sent to ``form`` refers to, in its rows as well, and whether or not the data is valid.

    A form that is shown again shows title and picture of whatever was sent, so invalid data counts too.
    """
    for name in form.fields:
        try:
            field = form._meta.model._meta.get_field(name)
        except FieldDoesNotExist:
            continue
        value = form[name].data
        if not value:
            continue
        if hasattr(field, "extract_references"):
            for model, key, *_path in field.extract_references(value):
                yield model, str(key)
        elif field.many_to_one:
            yield field.related_model, str(value)
    for formset in form.formsets.values():
        for row in formset.forms:
            # A stored row that only goes away: nothing new is named, and going away must stay possible.
            going = row.instance.pk and "DELETE" in row.changed_data
            if not (going and set(row.changed_data) <= {"DELETE", "ORDER"}):
                yield from posted_references(row)


def _owners(collection_paths: Iterable[str]) -> QuerySet:
    """Tree paths of the villages that own the collections at ``collection_paths`` or one above them."""
    step = Collection.steplen
    above = {path[:end] for path in collection_paths for end in range(step, len(path) + 1, step)}
    access = apps.get_model("village_pages", "VillageAccess")
    return access.objects.filter(collection__path__in=above).values_list("village__path", flat=True)
