"""The life of a village after its opening: renamed, paused, resumed, closed, opened again.

Each step is one transaction that locks the village's row of access, tells of itself once
(``village_changed``) and makes every stored page copy old. Who may ask for it: ``rights.may_appoint``.
"""

from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import transaction
from django.db.models import CharField, Value
from django.db.models.functions import Cast, Concat, Length, Substr
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Collection, Page, PageQuerySet, ReferenceIndex, Revision, Site, WorkflowState
from wagtail.search import index

from core.caching import bump
from core.models import CustomRendition
from village_pages.enums import VillageChange, VillageKind, VillageState
from village_pages.files import forget_links_to_others
from village_pages.models import FormerAddress, VillageAccess, VillagePage
from village_pages.opening import LONGEST_NAME, collection_name, derive_file_permissions, is_taken
from village_pages.rights import dismiss, not_ended
from village_pages.signals import village_changed

LONGEST_ADDRESS = 120
LONGEST_NOTICE = 300
LONGEST_REDIRECT = Redirect._meta.get_field("old_path").max_length
KEYS_AT_ONCE = 500
CLOSED = gettext_lazy("Desa ini ditutup. Buka lagi desa ini dahulu.")

validate_address = RegexValidator(
    r"^[a-z0-9]+(-[a-z0-9]+)*\Z",
    gettext_lazy("Alamat hanya boleh berisi huruf kecil, angka, dan tanda hubung, misalnya pematang-rahim."),
)


@transaction.atomic
def rename(
    village: VillagePage,
    *,
    name: str,
    slug: str,
    by,
    kind: str | None = None,
    district: str | None = None,
    reason: str = "",
) -> None:
    """Call ``village`` something else: name, address, kind and district; ``None`` leaves one as it is.

    The address that it had goes on leading to it. Nothing new: nothing happens. Raises ``ValidationError``
    with ``name``, ``slug``, ``kind`` or ``district`` for what is empty, too long or taken.
    """
    access = _locked(village)
    held = access.village
    was = {field: getattr(held, field) for field in ("title", "slug", "kind", "district")}
    new = {
        "title": " ".join(name.split()),
        "slug": slug.strip().lower(),
        "kind": held.kind if kind is None else kind,
        "district": held.district if district is None else " ".join(district.split()),
    }
    if new == was:
        return
    _check_names(held, **new)
    before = _called(held)
    old_address = held.url_path
    for field, value in new.items():
        setattr(held, field, value)
    held.draft_title = held.title
    held.set_url_path(held.get_parent())
    # Not by ``save``: it tells of a new address, and Wagtail writes a redirect for every page below.
    VillagePage.objects.filter(pk=held.pk).update(**new, draft_title=held.draft_title, url_path=held.url_path)
    if held.slug != was["slug"]:
        held._update_descendant_url_paths(old_address, held.url_path)
        _keep_address(held, was["slug"])
    Collection.objects.filter(pk=access.collection_id).update(name=collection_name(held))
    index.insert_or_update_object(held)
    _tell(village, access, VillageChange.RENAMED, by, reason, before, _called(held))


def _check_names(village: VillagePage, *, title: str, slug: str, kind: str, district: str) -> None:
    errors = {}
    for field, value in (("name", title), ("district", district)):
        if not value:
            errors[field] = _("Isian ini tidak boleh kosong.")
        elif len(value) > LONGEST_NAME:
            errors[field] = _("Paling panjang %(most)d huruf.") % {"most": LONGEST_NAME}
    if kind not in VillageKind.values:
        errors["kind"] = _("Pilih desa atau kelurahan.")
    try:
        validate_address(slug)
    except ValidationError as error:
        errors["slug"] = str(error.message)
    else:
        if len(slug) > LONGEST_ADDRESS:
            errors["slug"] = _("Paling panjang %(most)d huruf.") % {"most": LONGEST_ADDRESS}
        elif is_taken(slug, home=village.get_parent(), village=village):
            errors["slug"] = _("Alamat ini sudah dipakai, atau dahulu dipakai desa lain. Pilih alamat lain.")
    if errors:
        raise ValidationError(errors)


def _keep_address(village: VillagePage, old_slug: str) -> None:
    """What led to ``village`` and its pages goes on leading there."""
    FormerAddress.objects.filter(slug=village.slug).delete()
    FormerAddress.objects.create(slug=old_slug, village=village)
    # Redirects that Wagtail wrote for single pages of the village name the old address as their source.
    old, new = f"/{old_slug}/", f"/{village.slug}/"
    Redirect.objects.filter(old_path__startswith=new).delete()
    own = Redirect.objects.filter(old_path__startswith=old)
    # An address that gets too long for its column could not be asked for either.
    longest = LONGEST_REDIRECT - (len(new) - len(old))
    own.annotate(length=Length("old_path")).filter(length__gt=longest).delete()
    own.update(old_path=Concat(Value(new), Substr("old_path", len(old) + 1)))
    # The village may be the root of its own domain, and addresses of roots are remembered for an hour.
    transaction.on_commit(Site.clear_site_root_paths_cache)


def _called(village: VillagePage) -> str:
    return f"{village.full_name}, {village.district}, /{village.slug}/"


@transaction.atomic
def pause(village: VillagePage, *, notice: str, by, reason: str) -> None:
    """Let nobody of ``village`` write; readers go on reading and see ``notice``.

    Paused already with the same notice: nothing happens; with another, it takes its place. Raises
    ``ValidationError`` without notice or reason, and for a closed village.
    """
    notice, reason = _checked_words(notice, reason)
    access = _locked(village)
    if access.state == VillageState.CLOSED:
        raise ValidationError(CLOSED)
    if (access.state, access.notice) != (VillageState.PAUSED, notice):
        _enter(village, access, VillageState.PAUSED, VillageChange.PAUSED, by, reason, notice)


@transaction.atomic
def resume(village: VillagePage, *, by, reason: str = "") -> None:
    """Let the people of a paused ``village`` write again; open already: nothing happens.

    Raises ``ValidationError`` for a closed village.
    """
    access = _locked(village)
    if access.state == VillageState.CLOSED:
        raise ValidationError(CLOSED)
    if access.state == VillageState.PAUSED:
        _enter(village, access, VillageState.OPEN, VillageChange.RESUMED, by, reason)


@transaction.atomic
def close(village: VillagePage, *, notice: str, by, reason: str) -> None:
    """End ``village``: nobody works there any more, and readers find ``notice`` in the place of its pages.

    Nothing is deleted but the public sizes of its pictures, which are made anew when needed; reviews end
    and locks open, but the archive's, for nobody is left to do it. Closed already: nothing happens. Raises
    ``ValidationError`` without notice or reason.
    """
    notice, reason = _checked_words(notice, reason)
    access = _locked(village)
    if access.state == VillageState.CLOSED:
        return
    for membership in memberships_of(village).select_related("user"):
        dismiss(membership, by=by, reason=reason)
    live = pages_of(village).live()
    access.live_when_closed = list(live.order_by("path").values_list("pk", flat=True))
    live.update(live=False)
    for keys in _in_parts(access.live_when_closed):
        forget_links_to_others(keys, village.path)
    _forget_timetable(village)
    _end_reviews(village, by)
    held = pages_of(village).filter(locked=True).exclude(care__archived_at__isnull=False)
    held.update(locked=False, locked_by=None, locked_at=None)
    # Whoever once saw the address of a picture could go on opening it.
    CustomRendition.objects.filter(image__collection__path__startswith=access.collection.path).delete()
    _enter(village, access, VillageState.CLOSED, VillageChange.CLOSED, by, reason, notice)


@transaction.atomic
def reopen(village: VillagePage, *, by, reason: str = "") -> None:
    """Open a closed ``village`` again, with the pages that were public then, and without people.

    Pages deleted since stay deleted, and those whose time to go has come stay hidden. Not closed: nothing
    happens.
    """
    access = _locked(village)
    if access.state != VillageState.CLOSED:
        return
    over = {"expire_at__lt": timezone.now()}
    for keys in _in_parts(access.live_when_closed):
        pages = pages_of(village).filter(pk__in=keys)
        pages.filter(**over).update(expired=True)
        pages.exclude(**over).update(live=True)
        for page in pages.live().specific():
            ReferenceIndex.create_or_update_for_object(page)
    access.live_when_closed = []
    _enter(village, access, VillageState.OPEN, VillageChange.REOPENED, by, reason)


def pages_of(village: VillagePage) -> PageQuerySet:
    """Every page of ``village``, its home included, live or not."""
    return Page.objects.filter(path__startswith=village.path)


def memberships_of(village: VillagePage):
    """Memberships that closing ``village`` would end: those of now, the paused, and those to come."""
    return not_ended().filter(village=village)


def _forget_timetable(village: VillagePage) -> None:
    """No draft of ``village`` goes live by the clock any more: nobody is left who could answer for it."""
    timed = Revision.page_revisions.filter(approved_go_live_at__isnull=False)
    keys = [int(key) for key in timed.values_list("object_id", flat=True)]
    for part in _in_parts(keys):
        own = pages_of(village).filter(pk__in=part).values_list("pk", flat=True)
        timed.filter(object_id__in=[str(key) for key in own]).update(approved_go_live_at=None)


def _end_reviews(village: VillagePage, by) -> None:
    """Nobody is left who could finish them; the drafts stay."""
    keys = pages_of(village).annotate(key=Cast("pk", CharField())).values("key")
    for review in WorkflowState.objects.active().filter(
        base_content_type__app_label="wagtailcore", base_content_type__model="page", object_id__in=keys
    ):
        review.cancel(user=by)


def _in_parts(keys: list[int]) -> Iterator[list[int]]:
    for start in range(0, len(keys), KEYS_AT_ONCE):
        yield keys[start : start + KEYS_AT_ONCE]


def _locked(village: VillagePage) -> VillageAccess:
    """The row of access as it stands now, kept from others until the transaction ends."""
    return (
        VillageAccess.objects.select_for_update(of=("self",))
        .select_related("village", "collection")
        .get(village_id=village.pk)
    )


def _checked_words(notice: str, reason: str) -> tuple[str, str]:
    notice, reason = " ".join(notice.split()), reason.strip()
    errors = {}
    if not notice:
        errors["notice"] = _("Tulis pemberitahuan untuk pembaca.")
    elif len(notice) > LONGEST_NOTICE:
        errors["notice"] = _("Paling panjang %(most)d huruf.") % {"most": LONGEST_NOTICE}
    if not reason:
        errors["reason"] = _("Tulis alasannya.")
    if errors:
        raise ValidationError(errors)
    return notice, reason


def _enter(
    village: VillagePage,
    access: VillageAccess,
    state: VillageState,
    change: VillageChange,
    by,
    reason: str,
    notice: str = "",
) -> None:
    before = VillageState(access.state)
    if before != state:
        access.state_since = timezone.now()
    access.state, access.notice = state, notice
    access.save()
    derive_file_permissions(access)
    _tell(village, access, change, by, reason, str(before.label), str(state.label))


def _tell(
    village: VillagePage,
    access: VillageAccess,
    change: VillageChange,
    by,
    reason: str,
    before: str,
    after: str,
) -> None:
    """Announce the change, with the caller's object as the village is now, and make stored pages old.

    All of them: pages of other villages link here, and the address or the page may be gone.
    """
    now = access.village
    for field in ("title", "draft_title", "slug", "kind", "district", "url_path"):
        setattr(village, field, getattr(now, field))
    village.live = VillagePage.objects.values_list("live", flat=True).get(pk=village.pk)
    village.access = access
    bump("site")
    village_changed.send(
        sender=VillagePage, village=village, change=change, by=by, reason=reason, before=before, after=after
    )
