"""One stylesheet, written into every page, and allowed there by its hash alone."""

import base64
import hashlib

import pytest

from core import stylesheet
from core.stylesheet import minified, stylesheet_hash


def test_the_browser_gets_all_four_files_in_their_order(settings, tmp_path):
    folder = tmp_path / "static" / "css"
    folder.mkdir(parents=True)
    for name in stylesheet.FILES:
        (folder / name).write_text(f".{name.removesuffix('.css')} {{ color: red; }}\n")
    settings.BASE_DIR, settings.DEBUG = tmp_path, True

    assert stylesheet.stylesheet() == (
        ".tokens{color:red}.base{color:red}.components{color:red}.pages{color:red}"
    )


def test_while_developing_a_change_is_seen_at_once(settings, tmp_path):
    folder = tmp_path / "static" / "css"
    folder.mkdir(parents=True)
    for name in stylesheet.FILES:
        (folder / name).write_text("")
    settings.BASE_DIR, settings.DEBUG = tmp_path, True
    before = stylesheet_hash()

    (folder / "pages.css").write_text("p { margin: 0 }")

    assert stylesheet.stylesheet() == "p{margin:0}"
    assert stylesheet_hash() != before


def test_the_policy_allows_exactly_what_stands_in_the_page():
    text = stylesheet.stylesheet()

    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()

    assert stylesheet_hash() == f"'sha256-{digest}'"
    assert text


def test_a_stylesheet_that_would_end_its_element_is_refused(settings, tmp_path):
    folder = tmp_path / "static" / "css"
    folder.mkdir(parents=True)
    for name in stylesheet.FILES:
        (folder / name).write_text('a::after { content: "</style>" }')
    settings.BASE_DIR, settings.DEBUG = tmp_path, True

    with pytest.raises(ValueError, match="style"):
        stylesheet.stylesheet()


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ("a {\n  color : red ;\n}\n", "a{color :red}"),
        ("/* why */ a { b: c } /* and */", "a{b:c}"),
        ("a /* x */ b { c: d }", "a b{c:d}"),
        ("a/**/.b { c: d }", "a/**/.b{c:d}"),
        ("nav a:hover, nav :focus { c: d; }", "nav a:hover,nav :focus{c:d}"),
        ("ul > li + li { c: d; }", "ul>li + li{c:d}"),
        ("a { width: calc( 100% - (2 * 1rem) ); }", "a{width:calc(100% - (2 * 1rem))}"),
        (
            "@media (min-width: 40em) and (hover) { a { b: c } }",
            "@media (min-width:40em) and (hover){a{b:c}}",
        ),
        (
            'a::before { content: "  /* not a comment */ ;} "; }',
            'a::before{content:"  /* not a comment */ ;} "}',
        ),
        (r"""a { content: 'it\'s  ;' }""", r"""a{content:'it\'s  ;'}"""),
        (
            "a { background: url( data:image/png;base64,AA//BB== ) }",
            "a{background:url( data:image/png;base64,AA//BB== )}",
        ),
        ("a { margin: 0 -1px 0 auto !important; }", "a{margin:0 -1px 0 auto !important}"),
        ("a { font: 1rem/1.5 system-ui , sans-serif }", "a{font:1rem/1.5 system-ui,sans-serif}"),
        (":root { --empty:; --a: 1px }", ":root{--empty:;--a:1px}"),
    ],
)
def test_squeezing_takes_blanks_and_never_meaning(written, sent):
    assert minified(written) == sent


def test_squeezing_twice_changes_nothing():
    once = stylesheet.stylesheet()

    assert minified(once) == once
