"""Everything a reader does, with a keyboard alone; and targets that a thumb meets."""

import pytest

pytestmark = pytest.mark.browser

TARGET = 44  # CSS pixels of buttons, fields, and links that stand alone or in lists
INLINE = 24  # of any other link that is not part of a sentence (WCAG 2.2, 2.5.8)
MOST_STOPS = 120

# Address of the focused element, whether its focus can be seen, and where it stands.
FOCUSED = """() => {
  const it = document.activeElement;
  if (!it || it === document.body) return null;
  const style = getComputedStyle(it), box = it.getBoundingClientRect();
  return {
    name: (it.innerText || it.getAttribute("aria-label") || it.name || it.tagName).trim().slice(0, 60),
    tag: it.tagName,
    outline: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
    inside: box.width > 0 && box.bottom > 0 && box.top < innerHeight
      && box.right > 0 && box.left < innerWidth,
    top: Math.round(box.top + scrollY),
    order: [...document.querySelectorAll("*")].indexOf(it),
  };
}"""

# Links in running text may be as high as their line; everything else is a target of its own.
SMALL_TARGETS = """([large, small]) => {
  const shown = it => it.getClientRects().length && getComputedStyle(it).visibility !== "hidden";
  const inText = it => {
    const block = it.closest("p, dd, td, blockquote, .prose li");
    return block && block.innerText.trim() !== it.innerText.trim();
  };
  const hitBox = it => {
    // A label that holds its field, or a link stretched over its card, is what the thumb meets.
    const label = it.closest("label");
    const box = (label || it).getBoundingClientRect();
    const after = getComputedStyle(it, "::after");
    if (after.content !== "none" && after.position === "absolute") {
      const card = it.offsetParent ? it.offsetParent.getBoundingClientRect() : box;
      return {width: Math.max(box.width, card.width), height: Math.max(box.height, card.height)};
    }
    return box;
  };
  const control = "button, .button, summary, input:not([type=hidden]), textarea, select";
  const listed = "nav, form, ul, ol, main h2, main h3, .actions";
  const wanted = it => inText(it) ? 0 : it.closest(listed) || it.matches(control) ? large : small;
  return [...document.querySelectorAll(`a[href], ${control}`)]
    .filter(it => shown(it) && !it.closest(".skip, .hidden-text"))
    .map(it => ({it, box: hitBox(it), least: wanted(it)}))
    .filter(({box, least}) => box.height < least - 0.5 || box.width < Math.min(least, small) - 0.5)
    .map(({it, box, least}) =>
      `${it.outerHTML.slice(0, 90)} is ${Math.round(box.width)} x ${Math.round(box.height)}, wants ${least}`);
}"""


def addresses(regency) -> dict[str, str]:
    return {name: page.url for name, page in regency.pages().items()} | {
        "search": "/cari/?q=desa",
        "comment form": f"/komentar/tulis/{regency.article.translation_key}/",
        "receipt": "/komentar/bukti/",
        "sign-in": "/akun/login/",
    }


def stops(page) -> list[dict]:
    """Every place that the tab key comes to, in order."""
    found: list[dict] = []
    for _press in range(MOST_STOPS):
        page.keyboard.press("Tab")
        focused = page.evaluate(FOCUSED)
        if focused is None or (found and focused["order"] == found[0]["order"]):
            return found
        found.append(focused)
    return found


def test_the_tab_key_shows_every_stop_in_the_order_of_the_page(regency, new_page):
    # Without the smooth scrolling that would still be under way when the stop is looked at.
    page = new_page(reduced_motion="reduce")
    for name, address in addresses(regency).items():
        page.goto(address)
        if page.evaluate("document.activeElement !== document.body"):
            page.evaluate("document.activeElement.blur()")
        found = stops(page)
        first = ["Langsung ke isi halaman"]
        if name in ("notices", "notice"):  # what somebody else must not see has its way out before all
            first = ["Keluar cepat", "Riwayat tidak ikut terhapus", *first]
        assert [stop["name"] for stop in found[: len(first)]] == first, name
        assert [stop for stop in found if not stop["outline"]] == [], name
        assert [stop for stop in found if not stop["inside"]] == [], name
        order = [stop["order"] for stop in found]
        assert order == sorted(order), name


def test_the_skip_link_leads_past_the_navigation(regency, page):
    page.goto(regency.article.url)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_function("location.hash === '#isi'")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_targets_are_large_enough_for_a_thumb(regency, page):
    small = {}
    for name, address in addresses(regency).items():
        page.goto(address)
        if found := page.evaluate(SMALL_TARGETS, [TARGET, INLINE]):
            small[name] = found
    assert small == {}


def test_a_comment_is_written_and_mended_with_the_keyboard_alone(regency, page):
    page.goto(f"/komentar/tulis/{regency.article.translation_key}/")
    tab_to(page, "name")
    page.keyboard.type("Bu Rahma")
    tab_to_button(page, "Kirim komentar")
    page.keyboard.press("Enter")

    # The text was missing: the summary is where the reader is, and its line leads to the field.
    page.get_by_role("heading", name="Ada masalah").wait_for()
    assert page.evaluate("document.activeElement.querySelector('.error-summary') !== null")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#isian-body"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.name") == "body"
    assert page.evaluate("document.activeElement.getAttribute('aria-invalid')") == "true"
    described = page.evaluate("document.activeElement.getAttribute('aria-describedby').split(' ')")
    assert "isian-body_error" in described
    page.keyboard.type("Terima kasih atas kabarnya.")
    tab_to_button(page, "Kirim komentar")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Komentar terkirim").wait_for()


def tab_to(page, field: str) -> None:
    """Go on with the tab key until the field of that name has the focus."""
    for _press in range(MOST_STOPS):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name") == field:
            return
    raise AssertionError(f"the tab key never came to {field}")


def tab_to_button(page, words: str) -> None:
    for _press in range(MOST_STOPS):
        page.keyboard.press("Tab")
        if (
            page.evaluate("document.activeElement.matches('button') && document.activeElement.innerText")
            == words
        ):
            return
    raise AssertionError(f"the tab key never came to the button {words}")
