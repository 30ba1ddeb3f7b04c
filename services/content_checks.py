"""What a service must say before readers see it: each thing once, by the regency or by the village."""

from collections import Counter
from collections.abc import Iterator
from typing import cast

from django.db.models import Field, Q
from django.utils.translation import gettext as _

from editorial.archive import not_archived
from editorial.content_checks import Contents, Place, Problem, register
from services.aspects import FIELDS, ROWS, Aspect
from services.enums import FeeKind, OnlineKind
from services.facts import facts_of, says_itself
from services.models import ServicePage, ServiceStandard


def first_page_of(standard: ServiceStandard, village, page: ServicePage) -> ServicePage | None:
    """The village's other page of ``standard`` that was there before ``page``, or that readers have already.

    What lies in the archive does not count (one query).
    """
    pages = ServicePage.objects.filter(not_archived(), standard=standard, path__startswith=village.path)
    if page.pk:
        pages = pages.filter(Q(live=True) | Q(pk__lt=page.pk)).exclude(pk=page.pk)
    return pages.order_by("-live", "pk").first()


def one_voice(contents: Contents) -> Iterator[Problem]:
    page = contents.page
    if not isinstance(page, ServicePage):
        return
    if page.standard is None:
        yield from _only_in_this_village(page)
    else:
        yield from _as_the_regency_says(page, page.standard)
    if not facts_of(page).summary:
        yield Problem(
            "service.summary",
            _("Ringkasan belum ditulis."),
            _("Tulis satu kalimat: apa yang didapat warga dan untuk apa."),
            _place(page, Aspect.SUMMARY),
        )


def _only_in_this_village(page: ServicePage) -> Iterator[Problem]:
    for number, _row in enumerate(page.differences.all()):
        yield Problem(
            "service.nothing_to_differ_from",
            _("Layanan ini hanya ada di desa ini, jadi tidak berbeda dari kabupaten."),
            _("Hapus baris ini, atau pilih layanan kabupaten di atas."),
            _difference(number),
        )


def _as_the_regency_says(page: ServicePage, standard: ServiceStandard) -> Iterator[Problem]:
    differing = [row.aspect for row in page.differences.all()]
    yield from _differences_in_order(page, differing)
    for aspect in Aspect:
        if aspect in differing or not says_itself(page, aspect):
            continue
        said = says_itself(standard, aspect)
        words = _("%(aspect)s sudah diisi kabupaten.") if said else _("%(aspect)s diambil dari kabupaten.")
        yield Problem(
            "service.said_twice",
            words % {"aspect": aspect.label},
            _("Kosongkan, atau tambahkan di “Yang berbeda di desa ini” beserta alasannya."),
            _place(page, aspect),
        )
    village = page.village
    if village is not None and (first := first_page_of(standard, village, page)):
        yield Problem(
            "service.second_page",
            _("Desa ini sudah punya halaman untuk layanan kabupaten itu: “%(title)s”.") % {"title": first},
            _("Ubah halaman yang ada, dan arsipkan yang ini."),
            Place("standard", _("Layanan kabupaten")),
        )


def _differences_in_order(page: ServicePage, differing: list[str]) -> Iterator[Problem]:
    seen: Counter[str] = Counter()
    for number, value in enumerate(differing):
        seen[value] += 1
        if value not in Aspect:
            continue
        aspect = Aspect(value)
        if seen[value] > 1:
            yield Problem(
                "service.difference_twice",
                _("%(aspect)s sudah disebut di baris lain.") % {"aspect": aspect.label},
                _("Hapus salah satu barisnya."),
                _difference(number),
            )
        elif not says_itself(page, aspect):
            yield Problem(
                "service.difference_empty",
                _("%(aspect)s di desa ini masih kosong.") % {"aspect": aspect.label},
                _("Isi bagiannya di bawah, atau hapus baris ini supaya mengikuti kabupaten."),
                _difference(number),
            )


def _difference(number: int) -> Place:
    label = _("Yang berbeda di desa ini, baris %(n)d") % {"n": number + 1}
    return Place("differences", label, (number, "aspect"), in_rows=True)


def _place(page: ServicePage, aspect: Aspect) -> Place:
    """The first field, or the first row, in which something is said of ``aspect``."""
    if aspect in ROWS:
        first = "label" if aspect == Aspect.FORMS else "text"
        return Place(str(aspect), str(aspect.label), (0, first), in_rows=True)
    nothing = ("", None, FeeKind.UNKNOWN, OnlineKind.UNKNOWN)
    names = FIELDS[aspect]
    name = next((one for one in names if getattr(page, one) not in nothing), names[0])
    return Place(name, str(cast(Field, page._meta.get_field(name)).verbose_name))


register(one_voice)
