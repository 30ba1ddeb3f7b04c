"""Promises of docs/design.md that can be counted without a browser."""

import gzip
import re
from pathlib import Path

import pytest

from core.stylesheet import FILES, minified

ROOT = Path(__file__).resolve().parents[1]
CSS = {name: (ROOT / "static" / "css" / name).read_text(encoding="utf-8") for name in FILES}
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))

# Words on grounds, and lines of controls on grounds, with the contrast WCAG 2.2 asks (1.4.3, 1.4.11).
WORDS = [
    *(
        (word, ground)
        for word in ("ink", "muted", "river")
        for ground in ("paper", "card", "soft", "mint", "sun", "rose")
    ),
    *(("clay", ground) for ground in ("paper", "card", "rose")),
    ("on-river", "river"),
    ("on-head", "head"),
    ("on-gold", "gold"),
]
# Passkeys do not exist without one, and every page that includes them has another way too; "Keluar cepat" is
# a plain link without its own, which the policy allows by its hash.
WITH_SCRIPT = ("mfa/webauthn/script.html", "components/quick_exit.html")
LINES = [("edge", ground) for ground in ("paper", "card", "soft", "mint")]


def scheme(name: str) -> dict[str, str]:
    """Colours of the light or dark scheme: what dark does not name stays as in light."""
    light, dark = re.split(r"@media \(prefers-color-scheme: dark\)", CSS["tokens.css"])
    colours = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6});", light))
    if name == "dark":
        colours |= re.findall(r"--([\w-]+): (#[0-9a-f]{3,6});", dark)
    return colours


def luminance(colour: str) -> float:
    digits = colour.lstrip("#")
    digits = digits if len(digits) == 6 else "".join(digit * 2 for digit in digits)
    channels = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    brighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("name", ["light", "dark"])
def test_words_and_lines_of_controls_stand_out_in_both_schemes(name):
    colours = scheme(name)
    weak = [
        (front, ground, round(contrast(colours[front], colours[ground]), 2))
        for pairs, least in ((WORDS, 4.5), (LINES, 3))
        for front, ground in pairs
        if contrast(colours[front], colours[ground]) < least
    ]
    assert not weak


def test_the_whole_stylesheet_weighs_at_most_six_kilobytes():
    css = minified("\n".join(CSS.values()))
    assert len(gzip.compress(css.encode(), 9)) <= 6 * 1024


def test_the_stylesheet_asks_for_nothing_and_loads_no_font():
    css = "".join(CSS.values())
    assert "url(" not in css
    assert "@import" not in css
    assert "@font-face" not in css


def test_colours_are_written_in_the_tokens_only():
    strays = {name: re.findall(r"#[0-9a-f]{3,8}\b", css) for name, css in CSS.items() if name != "tokens.css"}
    assert not any(strays.values()), strays


def test_every_class_of_the_stylesheet_is_used_or_documented():
    used = "".join(path.read_text(encoding="utf-8") for path in TEMPLATES)
    documented = (ROOT / "docs" / "design.md").read_text(encoding="utf-8")
    classes = {found for css in CSS.values() for found in re.findall(r"\.([a-z][a-z_-]+)", css)}
    unused = sorted(name for name in classes if name not in used and f".{name}" not in documented)
    assert not unused


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT / "templates")))
def test_templates_hold_no_script_no_inline_style_and_no_handler(path):
    text = path.read_text(encoding="utf-8")
    if path.relative_to(ROOT / "templates").as_posix() not in WITH_SCRIPT:
        assert "<script" not in text
    assert not re.search(r"\sstyle=", text)
    assert not re.search(r"\son[a-z]+=", text)
