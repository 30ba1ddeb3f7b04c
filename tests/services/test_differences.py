"""What a village says otherwise than the regency: visibly, with a reason, and never by accident."""

import re

import pytest
from django.urls import reverse

from editorial.gate import refuse_bad_content
from services.aspects import Aspect
from services.models import (
    ServiceDifference,
    ServiceIndexPage,
    ServicePage,
    ServiceRequirement,
    StandardRequirement,
    StandardStep,
)
from tests.factories.offices import OfficeFactory
from tests.factories.services import ServicePageFactory, StandardFactory
from tests.factories.village_pages import VillageFactory, member
from tests.services.forms import service_form
from village_pages.enums import Role
from village_pages.publishing import PublishRefusedError

pytestmark = pytest.mark.django_db


@pytest.fixture
def village():
    return VillageFactory(code="15.07.09.2002", title="Pematang Rahim")


@pytest.fixture
def cadre(village):
    return member(Role.CADRE, village)


@pytest.fixture
def standard():
    return StandardFactory(
        title="SKTM",
        slug="sktm",
        summary="Surat untuk keringanan biaya.",
        fee_kind="free",
        duration="Paling lama 1 hari kerja",
        rows={
            "requirements": [StandardRequirement(text="Fotokopi KK", paper="copy")],
            "steps": [StandardStep(text="Serahkan berkas di loket")],
        },
    )


def words(answer) -> str:
    return " ".join(answer.content.decode().split())


def difference(aspect: str, reason: str = "Perdes 3 Tahun 2026") -> dict[str, str]:
    return {"aspect": aspect, "reason": reason}


def create(client, village, **fields):
    """Send the form of a new service, as the person who is signed in."""
    index = ServiceIndexPage.objects.child_of(village).get()
    address = reverse("wagtailadmin_pages:add", args=["services", "servicepage", index.pk])
    return client.post(address, service_form(**fields), follow=True)


def newest(page) -> ServicePage:
    """The newest version, as it is stored now."""
    return ServicePage.objects.get(pk=page.pk).get_latest_revision_as_object()


SEND_IN = {"action-submit": "1"}


# What readers see.


def test_readers_get_the_regencys_words_and_are_told_so(client, village, standard):
    page = ServicePageFactory(village=village, standard=standard, summary="")
    html = words(client.get(page.url))
    for said in ("Surat untuk keringanan biaya.", "Gratis", "Paling lama 1 hari kerja", "Fotokopi KK"):
        assert said in html, said
    assert "Menurut standar layanan kabupaten." in html
    assert "/layanan/sktm/" in html
    assert "Berbeda di desa ini" not in html


def test_where_the_village_differs_readers_see_both_and_why(client, village, standard):
    page = ServicePageFactory(
        village=village,
        standard=standard,
        summary="",
        duration="Paling lama 3 hari kerja",
        rows={
            "differences": [
                ServiceDifference(aspect="duration", reason="kepala desa sering di kecamatan"),
                ServiceDifference(aspect="requirements", reason="Perdes 3 Tahun 2026"),
            ],
            "requirements": [ServiceRequirement(text="Surat RT asli", paper="original")],
        },
    )
    html = words(client.get(page.url))
    for said in (
        "Paling lama 3 hari kerja",
        "<summary><small>Berbeda di desa ini: kepala desa sering di kecamatan</small></summary>",
        "Menurut standar layanan kabupaten: Paling lama 1 hari kerja",
        "Surat RT asli",
        "<summary><small>Berbeda di desa ini: Perdes 3 Tahun 2026</small></summary>",
        "Menurut standar layanan kabupaten: Fotokopi KK (Fotokopi, 1 lembar)",
        "kecuali yang ditandai berbeda di desa ini",
        "Gratis",
    ):
        assert said in html, said
    time = html[html.index("Waktu selesai") : html.index("Siapa yang bisa mengurus")]
    assert "kepala desa sering di kecamatan" in time


def test_each_aspect_that_differs_is_marked_at_its_place(client, village, standard):
    own = {
        "summary": "Ringkasan desa.",
        "for_whom": "Warga desa.",
        "fee_note": "Seikhlasnya tidak ada.",
        "duration": "2 hari",
        "result": "Surat desa.",
        "online": "no",
        "special_help": "Dijemput perahu.",
        "notes": "Catatan desa.",
        "complaints": "BPD.",
        "legal_basis": "Perdes 1/2026",
    }
    aspects = [*(name if name != "fee_note" else "fee" for name in own), "requirements", "steps", "forms"]
    rows = [ServiceDifference(aspect=aspect, reason=f"alasan {aspect}") for aspect in aspects]
    page = ServicePageFactory(village=village, standard=standard, **own, rows={"differences": rows})
    html = words(client.get(page.url))
    assert sorted(re.findall(r"Berbeda di desa ini: alasan (\w+)", html)) == sorted(aspects)
    assert set(aspects) == set(Aspect.values)


# What the form refuses, when the page is to go before readers.


def test_a_page_that_only_follows_the_regency_is_sent_in(client, village, cadre, standard):
    client.force_login(cadre)
    create(client, village, standard=standard.pk, title="SKTM", slug="sktm", **SEND_IN)
    page = ServicePage.objects.get(slug="sktm")
    assert page.workflow_in_progress
    assert (page.standard, page.summary) == (standard, "")


@pytest.mark.parametrize(
    ("field", "value", "label"),
    [
        ("duration", "3 hari", "Waktu selesai"),
        ("fee_kind", "free", "Biaya"),
        ("summary", "Surat.", "Ringkasan"),
        ("requirements", [{"text": "KTP", "paper": "any", "copies": "1", "condition": ""}], "Syarat"),
        ("steps", [{"text": "Datang", "actor": "", "where": "village", "place": ""}], "Langkah"),
    ],
)
def test_what_the_regency_says_is_not_said_again_without_a_reason(
    client, village, cadre, standard, field, value, label
):
    client.force_login(cadre)
    html = words(create(client, village, standard=standard.pk, **{field: value}, **SEND_IN))
    mend = "Kosongkan, atau tambahkan di “Yang berbeda di desa ini” beserta alasannya."
    assert f"{label} sudah diisi kabupaten. {mend}" in html
    assert not ServicePage.objects.filter(slug="surat-pindah").exists()


def test_what_the_regency_leaves_open_is_filled_with_a_reason_too(client, village, cadre, standard):
    client.force_login(cadre)
    html = words(create(client, village, standard=standard.pk, complaints="BPD", **SEND_IN))
    assert "Pengaduan diambil dari kabupaten. Kosongkan, atau tambahkan" in html


def test_a_difference_with_its_words_and_reason_is_sent_in(client, village, cadre, standard):
    client.force_login(cadre)
    rows = [difference("duration"), difference("requirements")]
    papers = [{"text": "Surat RT", "paper": "original", "copies": "1", "condition": "bila baru pindah"}]
    create(
        client,
        village,
        standard=standard.pk,
        duration="3 hari",
        differences=rows,
        requirements=papers,
        **SEND_IN,
    )
    page = ServicePage.objects.get(slug="surat-pindah").get_latest_revision_as_object()
    assert page.workflow_in_progress
    assert [row.aspect for row in page.differences.all()] == ["duration", "requirements"]


def test_a_difference_without_words_is_refused(client, village, cadre, standard):
    client.force_login(cadre)
    rows = [difference("fee")]
    html = words(create(client, village, standard=standard.pk, differences=rows, **SEND_IN))
    assert "Biaya di desa ini masih kosong. Isi bagiannya di bawah, atau hapus baris ini" in html


def test_the_same_difference_twice_is_refused(client, village, cadre, standard):
    client.force_login(cadre)
    rows = [difference("duration"), difference("duration", "lain")]
    answer = create(client, village, standard=standard.pk, duration="3 hari", differences=rows, **SEND_IN)
    assert "Waktu selesai sudah disebut di baris lain. Hapus salah satu barisnya." in words(answer)


def test_a_difference_needs_a_reason(client, village, cadre, standard):
    client.force_login(cadre)
    rows = [difference("duration", "")]
    create(client, village, standard=standard.pk, duration="3 hari", differences=rows, **SEND_IN)
    assert not ServicePage.objects.filter(slug="surat-pindah").exists()


def test_a_service_of_the_village_alone_differs_from_nothing_and_has_a_summary(client, village, cadre):
    client.force_login(cadre)
    html = words(create(client, village, duration="3 hari", differences=[difference("duration")], **SEND_IN))
    assert "Layanan ini hanya ada di desa ini, jadi tidak berbeda dari kabupaten." in html
    assert "Tulis satu kalimat: apa yang didapat warga dan untuk apa." in html
    create(client, village, summary="Surat.", duration="3 hari", **SEND_IN)
    assert ServicePage.objects.get(slug="surat-pindah").workflow_in_progress


def test_a_draft_may_be_unfinished(client, village, cadre, standard):
    client.force_login(cadre)
    create(client, village, standard=standard.pk, duration="3 hari", differences=[difference("fee")])
    page = ServicePage.objects.get(slug="surat-pindah")
    assert (page.standard, page.duration) == (standard, "3 hari")
    create(client, village, slug="tanpa-ringkasan")
    assert ServicePage.objects.get(slug="tanpa-ringkasan").summary == ""


def test_a_second_page_of_the_same_service_is_refused_with_the_way_to_the_first(
    client, village, cadre, standard
):
    first = ServicePageFactory(village=village, standard=standard, summary="", live=False)
    ServicePageFactory(standard=standard, summary="")
    client.force_login(cadre)
    html = words(create(client, village, standard=standard.pk))
    assert "Desa ini sudah punya halaman untuk layanan itu." in html
    assert f'<a href="{reverse("wagtailadmin_pages:edit", args=[first.pk])}">{first.title}</a>' in html
    assert ServicePage.objects.filter(path__startswith=village.path).count() == 1


def test_the_first_page_itself_is_edited_as_before(client, village, cadre, standard):
    page = ServicePageFactory(village=village, standard=standard, summary="")
    client.force_login(cadre)
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    data = service_form(title="SKTM kami", slug=page.slug, standard=standard.pk)
    client.post(address, data, follow=True)
    assert newest(page).title == "SKTM kami"


# By whatever way it comes before readers.


def contradictory(village, standard) -> ServicePage:
    return ServicePageFactory(village=village, standard=standard, summary="", duration="9 hari", live=False)


def test_no_way_brings_a_contradiction_before_readers(client, village, cadre, standard):
    page = contradictory(village, standard)
    client.force_login(cadre)
    index = page.get_parent()
    bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    client.post(f"{bulk}?id={page.pk}&childOf={index.pk}", {"next": "/admin/"}, follow=True)
    with pytest.raises(PublishRefusedError, match="Waktu selesai sudah diisi kabupaten"):
        page.get_workflow().start(page, cadre)
    with pytest.raises(PublishRefusedError, match="sudah diisi kabupaten"):
        refuse_bad_content(page)
    assert not ServicePage.objects.live().exists()


def test_a_copy_is_no_second_public_page(client, village, cadre, standard):
    page = ServicePageFactory(village=village, standard=standard, summary="")
    client.force_login(cadre)
    client.post(
        reverse("wagtailadmin_pages:copy", args=[page.pk]),
        {
            "new_title": "SKTM dua",
            "new_slug": "sktm-dua",
            "new_parent_page": page.get_parent().pk,
            "publish_copies": "on",
        },
        follow=True,
    )
    assert list(ServicePage.objects.live()) == [page]


# What the form offers.


def test_only_the_villages_own_places_are_offered_and_taken(client, village, cadre):
    mine = OfficeFactory(village=village, name="Posyandu Mawar")
    foreign = OfficeFactory(village=VillageFactory(), name="Posyandu Jauh")
    client.force_login(cadre)
    index = ServiceIndexPage.objects.child_of(village).get()
    html = words(client.get(reverse("wagtailadmin_pages:add", args=["services", "servicepage", index.pk])))
    assert "Posyandu Mawar" in html
    assert "Posyandu Jauh" not in html
    for place, slug in ((foreign, "asing"), (mine, "sendiri")):
        html = words(create(client, village, slug=slug, summary="Surat.", offices=[{"office": place.pk}]))
        assert "Posyandu Jauh" not in html
    pages = ServicePage.objects.filter(path__startswith=village.path)
    assert [page.slug for page in pages] == ["sendiri"]
    page = pages.get()
    data = service_form(slug="sendiri", title="Diubah", summary="Surat.", offices=[{"office": foreign.pk}])
    client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), data)
    assert newest(page).title == page.title
    assert [row.office for row in newest(page).offices.all()] == [mine]


def test_beside_each_part_of_the_form_stands_what_the_regency_says(client, village, cadre, standard):
    page = ServicePageFactory(village=village, standard=standard, summary="")
    client.force_login(cadre)
    html = words(client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])))
    for said in (
        "Ringkasan: Surat untuk keringanan biaya.",
        "Biaya: Gratis<br>Waktu selesai: Paling lama 1 hari kerja<br>Hasil: belum diketahui",
        "Syarat: Fotokopi KK (Fotokopi, 1 lembar)",
        "Langkah: Serahkan berkas di loket (Di desa)",
    ):
        assert said in html, said
    folded = html.count('class="w-panel collapsed') + html.count("w-panel--nested collapsed")
    alone = ServicePageFactory(village=village)
    plain = words(client.get(reverse("wagtailadmin_pages:edit", args=[alone.pk])))
    assert "Menurut kabupaten" not in plain
    assert "Hanya di desa ini" in plain
    assert folded > plain.count('class="w-panel collapsed') + plain.count("w-panel--nested collapsed")
