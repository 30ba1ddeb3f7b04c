"""axe on every public page type and on the screens that cadres use; nothing wider than a narrow phone."""

import pytest

from comments.enums import CommentState
from comments.models import ResidentComment
from tests.browser.community import fill_community
from tests.browser.conftest import sign_in

pytestmark = pytest.mark.browser

NARROW, PHONE, DESK = 320, 360, 1280

# Rules that Wagtail's own frame of the admin breaks and our templates cannot mend. None today (Wagtail 7.4);
# one that comes with a later version is named here with its reason.
WAGTAILS_OWN: tuple[str, ...] = ()


def public_addresses(regency) -> dict[str, str]:
    """Every public page type, and what readers come to from there."""
    key, standard = regency.article.translation_key, f"/layanan/{regency.service.standard.slug}/"
    comment = ResidentComment.objects.filter(thread__page_id=regency.article.pk, depth=0).first()
    return {name: page.url for name, page in regency.pages().items()} | {
        "news of all villages": "/berita/",
        "filtered news without a hit": f"{regency.news.url}?bulan=1999-01",
        "slip": f"{regency.service.url}lembar/",
        "slip for a roll": f"{regency.service.url}struk/",
        "a service over all villages": standard,
        "a service from a village": f"{standard}?desa={regency.village.slug}",
        "services found": "/layanan/?q=surat",
        "services of a life event": "/layanan/?peristiwa=hilang",
        "services of a village found": f"{regency.village.url}layanan/?q=surat",
        "services that nobody has": f"{regency.village.url}layanan/?q=qwxyz",
        "service by an old slip": f"{regency.service.url}?lembar=A20260703{'A' * 64}",
        "search": "/cari/?q=desa",
        "search without a hit": "/cari/?q=qwxyz",
        "not found": "/tidak-ada/",
        "comment form": f"/komentar/tulis/{key}/",
        "further comments": f"/komentar/halaman/{key}/",
        "one comment": comment.get_absolute_url(),
        "receipt": "/komentar/bukti/",
        "sent": "/komentar/terkirim/",
        "sign-in": "/akun/login/",
    }


def test_axe_finds_nothing_on_any_public_page_at_360_px(regency, page, axe):
    found = {}
    for name, address in public_addresses(regency).items():
        page.goto(address)
        if violations := axe(page):
            found[name] = violations
    assert found == {}


def test_axe_finds_nothing_in_forms_with_errors(regency, page, axe):
    found = {}
    for name, address in (
        ("comment form", f"/komentar/tulis/{regency.article.translation_key}/"),
        ("receipt", "/komentar/bukti/"),
        ("sign-in", "/akun/login/"),
    ):
        page.goto(address)
        page.locator("main form button[type=submit]").click()
        page.get_by_role("heading", name="Ada masalah").wait_for()
        if violations := axe(page):
            found[name] = violations
    assert found == {}


@pytest.mark.parametrize(
    ("width", "options"),
    [
        pytest.param(NARROW, {}, id="320 px"),
        pytest.param(DESK, {}, id="1280 px"),
        pytest.param(PHONE, {"color_scheme": "dark"}, id="dark"),
        pytest.param(PHONE, {"forced_colors": "active"}, id="high contrast"),
    ],
)
def test_axe_finds_nothing_at_other_widths_and_colours(regency, new_page, axe, width, options):
    page = new_page(width=width, **options)
    found = {}
    addresses = public_addresses(regency)
    for name in (
        "home",
        "village",
        "news",
        "article",
        "service",
        "notice",
        "search",
        "comment form",
        "sign-in",
    ):
        page.goto(addresses[name])
        if violations := axe(page):
            found[name] = violations
    assert found == {}


@pytest.mark.parametrize(
    ("width", "options"),
    [
        pytest.param(NARROW, {}, id="320 px"),
        pytest.param(DESK, {}, id="1280 px"),
        pytest.param(PHONE, {"color_scheme": "dark"}, id="dark"),
        pytest.param(PHONE, {"forced_colors": "active"}, id="high contrast"),
    ],
)
def test_axe_finds_nothing_where_residents_ask_in_public_and_in_private(
    regency, new_page, axe, width, options
):
    """Pages, forms, forms with errors, and a conversation; none of them wider than the screen."""
    community, page, found = fill_community(regency), new_page(width=width, **options), {}

    def look(name: str) -> None:
        wide = page.evaluate("document.documentElement.scrollWidth")
        problems = axe(page) + ([f"{wide} px wide"] if wide > width else [])
        if problems:
            found[name] = problems

    for name, address in (community.readable | community.forms).items():
        page.goto(address)
        look(name)
    for name in ("form for topics", "private form", "code of a conversation"):
        page.goto(community.forms[name])
        page.locator("main form button[type=submit]").last.click()
        page.get_by_role("heading", name="Ada masalah").wait_for()
        look(f"{name} with errors")
    page.get_by_label("Kode").fill(community.code)
    page.get_by_role("button", name="Buka").click()
    page.get_by_text("Apakah boleh membawa anak?").wait_for()
    look("conversation")
    assert found == {}


def test_nothing_is_wider_than_320_px(regency, new_page):
    page = new_page(width=NARROW)
    wide = {}
    for name, address in public_addresses(regency).items():
        page.goto(address)
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > NARROW:
            wide[name] = width
    assert wide == {}


def test_axe_finds_nothing_of_ours_on_the_screens_of_a_cadre(regency, people, page, axe):
    waiting = ResidentComment.objects.filter(thread__page_id=regency.article.pk, depth=0)[:3]
    ResidentComment.objects.filter(pk__in=[comment.pk for comment in waiting]).update(
        state=CommentState.PENDING
    )
    sign_in(page, "cadre-uji")
    found = {}
    for name, address in (
        ("desk", "/admin/"),
        ("problems found", "/admin/masalah/"),
        ("problems of a page", f"/admin/masalah/{regency.article.pk}/"),
        ("waiting comments", "/admin/komentar/"),
        ("shown comments", "/admin/komentar/?keadaan=tayang"),
        ("one comment", f"/admin/komentar/{waiting[0].public_id}/"),
    ):
        page.goto(address)
        page.wait_for_load_state("networkidle")
        if violations := axe(page, rules_off=WAGTAILS_OWN):
            found[name] = violations
    assert found == {}
