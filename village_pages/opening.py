"""Opening villages: page, sections, groups, collection and permissions, all or nothing."""

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.models import (
    Collection,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Site,
)

from core.caching import bump
from village_pages.addresses import RESERVED_SLUGS
from village_pages.enums import VillageChange, VillageKind, VillageState
from village_pages.models import FormerAddress, RegencyHomePage, VillageAccess, VillagePage
from village_pages.models.village import validate_code
from village_pages.places import add_live
from village_pages.rights import OFFICERS_GROUP
from village_pages.signals import home_opened, village_changed, village_opened

COLUMNS = ("code", "name", "kind", "district")
LONGEST_NAME = 80
REGENCY_COLLECTION = "Kabupaten"

PAGE_PERMISSIONS = {
    "contributors_group": ["add_page"],
    "cadres_group": ["add_page", "change_page", "publish_page", "lock_page", "unlock_page"],
}
COLLECTION_PERMISSIONS = {
    "contributors_group": ["add_image", "choose_image", "add_document", "choose_document"],
    "cadres_group": [
        "add_image",
        "change_image",
        "choose_image",
        "add_document",
        "change_document",
        "choose_document",
    ],
}


class VillageListError(ValueError):
    """The list of villages cannot be used; the message names the line and how to mend it."""


@dataclass(frozen=True)
class VillageRow:
    code: str
    name: str
    kind: str
    district: str


@transaction.atomic
def ensure_home() -> RegencyHomePage:
    """The regency's home page at the root of the default site; made, with its groups, when missing."""
    home = RegencyHomePage.objects.first()
    if home is not None:
        _ensure_site(home)
        _ensure_collection(Group.objects.get_or_create(name=OFFICERS_GROUP)[0])
        return home
    root = Page.get_first_root_node()
    # The page that Wagtail's own migration leaves behind, unless somebody has used it.
    Page.objects.child_of(root).filter(slug="home", content_type__model="page").delete()
    root = Page.get_first_root_node()
    home = add_live(
        root,
        RegencyHomePage(
            title=_("Desa Cerdas Tanjung Jabung Timur"),
            slug="beranda",
            regency_name="Kabupaten Tanjung Jabung Timur",
            ministry_name="Kementerian Desa dan Pembangunan Daerah Tertinggal",
            intro=_("Berita, layanan, dan informasi inklusi dari desa-desa cerdas, ditulis oleh kader desa."),
            data_credit=_("Kode wilayah: idn-area-data, ODbL 1.0, berdasarkan Kepmendagri."),
        ),
    )
    _ensure_site(home)
    officers, _created = Group.objects.get_or_create(name=OFFICERS_GROUP)
    _grant_pages(officers, home, PAGE_PERMISSIONS["cadres_group"])
    _ensure_collection(officers)
    home_opened.send(sender=RegencyHomePage, home=home)
    return home


def _ensure_collection(officers: Group) -> None:
    """The officers' own collection. Not the root: what is granted there holds in every village's too."""
    grants = GroupCollectionPermission.objects.filter(group=officers)
    root = Collection.get_first_root_node()
    grants.filter(collection=root).delete()
    if not grants.exists():
        left = root.get_children().filter(name=REGENCY_COLLECTION, village_access__isnull=True)
        own = left.first() or root.add_child(name=REGENCY_COLLECTION)
        _grant_collection(officers, own, COLLECTION_PERMISSIONS["cadres_group"])


def _ensure_site(home: RegencyHomePage) -> None:
    """The default site is where ``PUBLIC_BASE_URL`` says: feeds, sitemap and mails take addresses from it."""
    site = Site.objects.filter(is_default_site=True).first() or Site(
        is_default_site=True, hostname="localhost"
    )
    address = urlsplit(settings.PUBLIC_BASE_URL)
    if address.hostname:
        site.hostname = address.hostname
        site.port = address.port or (443 if address.scheme == "https" else 80)
    site.root_page = home
    site.site_name = home.title
    site.save()


@transaction.atomic
def open_village(
    *,
    code: str,
    name: str,
    district: str,
    kind: str = VillageKind.DESA,
    home: RegencyHomePage | None = None,
    by=None,
) -> tuple[VillagePage, bool]:
    """Open one village with everything it needs; an open one is left as its people made it.

    Returns the village and whether it is new. Raises ``VillageListError`` for a bad code or an empty
    name. Missing groups, permissions and sections of an open village are put back.
    """
    row = _checked(VillageRow(code.strip(), " ".join(name.split()), kind.strip(), " ".join(district.split())))
    home = home or ensure_home()
    village = VillagePage.objects.filter(code=row.code).first()
    created = village is None
    if created:
        village = add_live(
            home,
            VillagePage(
                title=row.name,
                slug=_free_slug(home, row),
                code=row.code,
                kind=row.kind,
                district=row.district,
            ),
        )
    access = _ensure_access(village)
    # A section that is missing would be public at once.
    if access.state != VillageState.CLOSED:
        village_opened.send(sender=VillagePage, village=village)
    if created:
        bump("portal", f"village:{village.pk}")
        village_changed.send(
            sender=VillagePage,
            village=village,
            change=VillageChange.OPENED,
            by=by,
            reason="",
            before="",
            after=village.full_name,
        )
    return village, created


def read_villages(path: Path) -> list[VillageRow]:
    """Rows of a village list (CSV, UTF-8, columns ``code,name,kind,district``; others are ignored).

    Raises ``VillageListError`` naming the line for a missing column, a bad encoding, an unknown kind, a
    missing or doubled code.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        raise VillageListError(
            _("Baris %(line)d: berkas bukan UTF-8. Simpan ulang sebagai CSV UTF-8.") % {"line": line}
        ) from error
    reader = csv.DictReader(io.StringIO(text, newline=""))
    missing = [column for column in COLUMNS if column not in (reader.fieldnames or [])]
    if missing:
        raise VillageListError(
            _("Baris 1: kolom %(columns)s tidak ada. Baris pertama harus memuat: code,name,kind,district.")
            % {"columns": ", ".join(missing)}
        )
    rows: list[VillageRow] = []
    seen: dict[str, int] = {}
    for line, record in _records(reader):
        values = {column: (record.get(column) or "").strip() for column in COLUMNS}
        row = _checked(VillageRow(**values), line=line)
        if row.code in seen:
            raise VillageListError(
                _("Baris %(line)d: kode %(code)s sudah ada di baris %(first)d. Hapus salah satu.")
                % {"line": line, "code": row.code, "first": seen[row.code]}
            )
        seen[row.code] = line
        rows.append(row)
    return rows


def _records(reader: csv.DictReader) -> Iterator[tuple[int, dict]]:
    """Each record with its line; what the CSV reader cannot take (one endless field) names its line too."""
    try:
        for record in reader:
            yield reader.line_num, record
    except csv.Error as error:
        raise VillageListError(
            _("Baris %(line)d: bukan CSV yang dapat dibaca. Periksa tanda kutip.")
            % {"line": reader.line_num + 1}
        ) from error


@transaction.atomic
def open_villages(rows: Iterable[VillageRow]) -> tuple[int, int]:
    """Open every village of ``rows``, all or none. Returns how many are new and how many stood already."""
    home = ensure_home()
    new = old = 0
    for row in rows:
        _village, created = open_village(
            code=row.code, name=row.name, district=row.district, kind=row.kind, home=home
        )
        new, old = new + created, old + (not created)
    return new, old


def _checked(row: VillageRow, line: int | None = None) -> VillageRow:
    where = _("Baris %(line)d: ") % {"line": line} if line else ""
    if not row.code:
        raise VillageListError(where + _("kode desa kosong. Isi kode Kemendagri, misalnya 15.07.09.2002."))
    try:
        validate_code(row.code)
    except ValidationError as error:
        raise VillageListError(
            where
            + _("kode %(code)s tidak berbentuk 15.07.09.2002. Simpan kolom kode sebagai teks.")
            % {"code": row.code}
        ) from error
    if row.kind not in VillageKind.values:
        raise VillageListError(
            where + _("jenis “%(kind)s” tidak dikenal. Pakai desa atau kelurahan.") % {"kind": row.kind}
        )
    if not row.name or not row.district:
        raise VillageListError(where + _("nama desa atau kecamatan kosong."))
    if max(len(row.name), len(row.district)) > LONGEST_NAME:
        raise VillageListError(
            where + _("nama desa atau kecamatan lebih dari %(most)d huruf.") % {"most": LONGEST_NAME}
        )
    return row


def is_taken(slug: str, *, home: Page, village: VillagePage | None = None) -> bool:
    """May no village but ``village`` have the address ``/<slug>/``? The answer holds in this transaction.

    The site's own addresses, pages beside the villages, and what once was another village's.
    """
    # Of two who want one address at once, the second waits here.
    Page.objects.select_for_update().filter(pk=home.pk).first()
    pages = Page.objects.child_of(home).filter(slug=slug)
    former = FormerAddress.objects.filter(slug=slug)
    if village is not None:
        pages, former = pages.exclude(pk=village.pk), former.exclude(village=village)
    return slug in RESERVED_SLUGS or pages.exists() or former.exists()


def _free_slug(home: Page, row: VillageRow) -> str:
    """The name as an address; with the district, then the code, where the name is taken or reserved."""
    for candidate in (row.name, f"{row.name} {row.district}", f"{row.name} {row.code.replace('.', ' ')}"):
        slug = slugify(candidate)
        if slug and not is_taken(slug, home=home):
            return slug
    raise VillageListError(_("Alamat untuk desa %(name)s sudah dipakai. Ubah namanya.") % {"name": row.name})


def collection_name(village: VillagePage) -> str:
    """What the village's collection of files is called."""
    return f"{village.title} {_code_mark(village.code)}"


def _code_mark(code: str) -> str:
    # Two villages may share a name, and a name may change: by its code a collection is found again.
    return f"({code})"


def _ensure_access(village: VillagePage) -> VillageAccess:
    access = VillageAccess.objects.filter(village=village).first()
    if access is None:
        # A village that is opened again after it was deleted finds its pictures and documents.
        left = Collection.objects.filter(name__endswith=_code_mark(village.code), village_access__isnull=True)
        access = VillageAccess.objects.create(
            village=village,
            collection=left.first()
            or Collection.get_first_root_node().add_child(name=collection_name(village)),
            contributors_group=Group.objects.get_or_create(name=f"Penulis {village.code}")[0],
            cadres_group=Group.objects.get_or_create(name=f"Kader {village.code}")[0],
        )
    for attribute, codenames in PAGE_PERMISSIONS.items():
        _grant_pages(getattr(access, attribute), village, codenames)
    derive_file_permissions(access)
    return access


def file_permissions(state: str) -> dict[str, list[str]]:
    """What each group of a village in ``state`` may do with its files: unless open, only look at them."""
    return {
        attribute: [
            codename for codename in codenames if state == VillageState.OPEN or codename.startswith("choose_")
        ]
        for attribute, codenames in COLLECTION_PERMISSIONS.items()
    }


def derive_file_permissions(access: VillageAccess) -> None:
    """Make what a village's groups may do with its files follow from its state."""
    for attribute, codenames in file_permissions(access.state).items():
        group = getattr(access, attribute)
        grants = GroupCollectionPermission.objects.filter(group=group, collection=access.collection)
        grants.exclude(permission__codename__in=codenames).delete()
        _grant_collection(group, access.collection, codenames)


def _grant_pages(group: Group, page: Page, codenames: list[str]) -> None:
    group.permissions.add(
        Permission.objects.get(codename="access_admin", content_type__app_label="wagtailadmin")
    )
    for permission in Permission.objects.filter(
        codename__in=codenames, content_type__app_label="wagtailcore"
    ):
        GroupPagePermission.objects.get_or_create(group=group, page=Page(pk=page.pk), permission=permission)


def _grant_collection(group: Group, collection: Collection, codenames: list[str]) -> None:
    # Wagtail asks for the permissions of its own two models, whatever model holds the files.
    permissions = Permission.objects.filter(
        codename__in=codenames, content_type__app_label__in=["wagtailimages", "wagtaildocs"]
    )
    for permission in permissions:
        GroupCollectionPermission.objects.get_or_create(
            group=group, collection=collection, permission=permission
        )
