"""Bad input at every address of comments and residents: cases 1 to 5, 7 and 10 to 13 of the design.

The addresses and their forms are found by ``doors``; one browser here holds all rights at once (a cadre's
session, a resident's, and a shown receipt), so that nothing is refused before it is read.
"""

import json
import uuid
from dataclasses import dataclass
from urllib.parse import quote
from xml.etree import ElementTree

import pytest
from django.core import signing
from django.db import transaction
from django.test import Client
from django.urls import reverse

from comments import ownership, stamps
from comments.enums import CommentKind, CommentState, HeldCode, ReportReason
from comments.models import Report, Resident, ResidentComment
from comments.receipts import code_for, hash_of
from tests.comments.conftest import article_in, form_url
from tests.comments.doors import Harm, address_with, doors, forms_of, parts_of, stored
from tests.factories.comments import AnswerFactory, ResidentCommentFactory
from tests.factories.residents import ResidentFactory, signed_in_resident
from tests.walls.addresses import Address

pytestmark = [
    pytest.mark.django_db,
    # A door may refuse what it is given: that is what these tests look for, and no news in the log.
    pytest.mark.filterwarnings("ignore::UserWarning"),
]

MARK = "PETIK77"
HOSTILE = (
    f"<script>{MARK}()</script>",
    f'"><img src=x onerror={MARK}()>',
    f"'><svg/onload={MARK}()>",
    f"javascript:{MARK}()",
    f"</textarea></title></script><script>{MARK}()</script>",
    f"]]>--><script>{MARK}()</script><!--",
    f"{{{{ 7*7 }}}} {{% include 'x' %}} %s %(name)s {{0}} {MARK}",
    f"&lt;b&gt; &amp; \\u003cscript\\u003e{MARK}",
)
BAD_IDS = ("-1", "0", "1000000000", "9" * 40, "abc", "1.5", "١٢", str(uuid.UUID(int=7)), "%", "a\x00b", "'")
STATES = (CommentState.PUBLISHED, CommentState.PENDING, CommentState.REJECTED, CommentState.HIDDEN)


# Some doors are buttons that need no field (signing out): what may not change is what people said.
WORDS = ("ResidentComment", "CommentEdit", "Report", "Thread", "CommentRules", "WatchedWord")


def words_stored() -> dict[str, list[dict]]:
    return {name: rows for name, rows in stored().items() if name in WORDS}


def knock(world, address: str, body: bytes | str, kind: str):
    """Send ``body`` as it is, look at the rows, and undo what was done; returns the answer."""
    before, cookies = words_stored(), world.client.cookies.copy()
    with transaction.atomic():
        answer = world.client.generic("POST", address, body, content_type=kind)
        assert words_stored() == before, address
        transaction.set_rollback(True)
    world.client.cookies = cookies
    return answer


@dataclass
class World:
    """One village with comments in every state, all by one resident, and a browser that may do everything."""

    article: object
    comments: dict[str, ResidentComment]
    resident: Resident
    client: Client

    @property
    def values(self) -> dict[str, object]:
        """What stands for each part of an address."""
        shown = self.comments[CommentState.PUBLISHED]
        return {
            "page_key": self.article.translation_key,
            "public_id": shown.public_id,
            "page_id": self.article.pk,
            "village_id": shown.village_id,
            "resident_id": self.resident.pk,
            "token": "a" * 43,
        }

    def addresses(self, address: Address) -> list[str]:
        """``address`` filled with good values, once for each comment where it names one."""
        parts = parts_of(address)
        ids = [one.public_id for one in self.comments.values()] if "public_id" in parts else [""]
        given = {part: self.values.get(part, 1) for part in parts}
        return [address_with(address, given | ({"public_id": one} if one else {})) for one in ids]


def written(words: str, **fields) -> ResidentComment:
    """A comment as if ``words`` had got into every column that holds somebody's words."""
    return ResidentCommentFactory(
        body=words,
        shown_name=words[:60],
        shown_place=words[:60],
        author_note=words,
        appeal_text=words,
        **fields,
    )


def the_world(article, cadre, words: str = "Terima kasih.") -> World:
    resident = ResidentFactory(village=article.village, display_name=words[:60], verified=True)
    comments = {
        state: written(
            words,
            thread__page=article,
            kind=CommentKind.RESIDENT,
            resident=resident,
            state=state,
            may_mend=True,
            held_codes=[HeldCode.LINK],
            reason_code="other" if state != CommentState.PUBLISHED else "",
        )
        for state in STATES
    }
    for comment in comments.values():
        Report.objects.create(
            comment=comment, reporter_key_hash="a" * 64, reason=ReportReason.OTHER, text=words
        )
    AnswerFactory(parent=comments[CommentState.PUBLISHED], author=cadre, body=words, shown_name=words[:60])
    client = Client()
    client.force_login(cadre)
    signed_in_resident(client, resident)
    shown = comments[CommentState.PUBLISHED].public_id
    client.cookies[ownership.COOKIE] = signing.dumps(shown, salt=ownership.COOKIE)
    return World(article, comments, resident, client)


@pytest.fixture
def world(article, cadre, patient, unlimited) -> World:
    return the_world(article, cadre)


def readable(world: World) -> list[str]:
    """Where somebody's words may be read: public pages, own pages, the moderators' screens, files."""
    village = world.article.village.get_url()
    queue = reverse("comment_moderation:index")
    shelves = ("menunggu", "tayang", "dilaporkan", "ditahan", "ditolak", "disembunyikan")
    return [
        world.article.get_url(),
        village,
        f"{village}ruang-komunitas/",
        f"{village}ruang-komunitas/feed/",
        f"/cari/?q={MARK}",
        "/admin/",
        *(f"{queue}?keadaan={shelf}" for shelf in shelves),
        *(one for address in doors() for one in world.addresses(address)),
    ]


def harmless(address: str, answer) -> int:
    """Assert that what is hostile in ``answer`` can do nothing; returns how often it stands there."""
    content = answer.content if not answer.streaming else b"".join(answer.streaming_content)
    text = content.decode()
    kind = answer.get("Content-Type", "").split(";")[0]
    if kind.endswith("xml"):
        root = ElementTree.fromstring(text)
        assert not [one for one in root.iter() if MARK in one.tag or MARK in str(one.attrib)], address
        # HTML inside a feed is read by a browser once more.
        for one in root.iter():
            if one.get("type") == "html" or one.tag.endswith("description"):
                assert Harm(one.text or "", MARK).found == [], address
        return text.count(MARK)
    if kind == "application/json":
        return json.dumps(json.loads(text)).count(MARK)
    if kind == "text/html":
        assert Harm(text, MARK).found == [], address
        assert "49 {" not in text, address
    return text.count(MARK)


@pytest.mark.parametrize("words", HOSTILE, ids=range(len(HOSTILE)))
def test_case_01_and_02_words_do_nothing_wherever_they_are_read(article, cadre, patient, unlimited, words):
    """case 1, case 2: name, place, text, answer, note, report and appeal, on every page, feed and file."""
    cadre.display_name = words[:60]
    cadre.save()
    world = the_world(article, cadre, words)
    seen = dict.fromkeys(readable(world), 0)
    for address in seen:
        answer = world.client.get(address)
        assert answer.status_code < 500, address
        if answer.status_code == 200:
            seen[address] = harmless(address, answer)
    assert seen[article.get_url()] >= 3  # name, place and text: the test does look at them
    assert seen[f"{reverse('comment_moderation:index')}?keadaan=menunggu"] >= 3
    assert seen[reverse("comment_moderation:item", args=[world.comments["rejected"].public_id])] >= 3
    assert seen[world.comments["published"].get_absolute_url()] >= 3


@pytest.mark.parametrize(
    "words",
    [
        f"{HOSTILE[4]}{HOSTILE[6]} 0812-3456-7890",
        "Za\u0301" + "\u0335" * 500 + "\U0001f468\u200d\U0001f469\u200d\U0001f467" * 400,
        "a\n" * 2000,
        "w" * 2000,
        "9" * 40,
        "\u202edibalik \u2066terbuka \U000e0041 \u200ba\x00b",
    ],
    ids=["script", "stacks", "lines", "word", "digits", "invisible"],
)
def test_every_form_takes_any_words_without_a_crash(world, words):
    """case 1, case 3, case 5, case 7: in each field that takes words, sent by each button of each form."""
    sent = 0
    for address in doors():
        for one in world.addresses(address)[:2]:  # a published comment, and one that waits
            for form in forms_of(world.client, one):
                for data in form.filled(words):
                    with transaction.atomic():
                        cookies = world.client.cookies.copy()
                        answer = world.client.post(form.action, data)
                        assert answer.status_code < 500, (form.action, data)
                        if answer.get("Content-Type", "").startswith("text/html"):
                            assert Harm(answer.content.decode(), MARK).found == [], form.action
                        assert kept_clean()
                        world.client.cookies = cookies
                        transaction.set_rollback(True)
                    sent += 1
    assert sent >= 10


def kept_clean() -> bool:
    """No row holds a control character, and none holds too much; whatever was sent."""
    return all(
        "\x00" not in f"{one.body}{one.shown_name}{one.shown_place}{one.author_note}{one.appeal_text}"
        and "\u202e" not in one.body
        and len(one.body) <= 2000
        for one in ResidentComment.objects.all()
    )


# --- Case 3 and 4: bytes that are no text ---


def test_case_03_nul_in_path_query_key_and_cookie(world):
    """case 3: on every address, also in the value and in the key of a query."""
    before = stored()
    cookies = "; ".join(f'{name}="a\\000b"' for name in ("warga", "milik", "komentar_bukti", "csrftoken"))
    for address in doors():
        for one in world.addresses(address)[:1]:
            for query in ("sesudah=%00", "%00=1", "urut=a%00b&balas=%00&keadaan=%00&page=%00&desa=%00&q=%00"):
                assert world.client.get(f"{one}?{query}").status_code < 500, one
            for raw in (cookies, 'warga=a\x00b; milik=\x00:\x00; komentar_bukti="\x00"'):
                assert Client().get(one, headers={"Cookie": raw}).status_code < 500, one
        for part in parts_of(address):
            path = address_with(
                address, {**dict.fromkeys(parts_of(address), 1), **world.values, part: "a\x00b"}
            )
            assert world.client.get(path).status_code in (302, 400, 404), path
    assert stored() == before


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        (
            "application/x-www-form-urlencoded",
            b"name=%ED%A0%80&body=%ED%BF%BF%FF&code=%C0%80&text=%F5&pin=%FE",
        ),
        (
            "application/x-www-form-urlencoded",
            b"name=\xff\xfe&body=\xed\xa0\x80&code=\xc0&text=\x80&pin=\x00",
        ),
        ("application/x-www-form-urlencoded; charset=utf-16", b"name=A&body=b&code=c&text=d&pin=1"),
        ("application/x-www-form-urlencoded; charset=tidak-ada", b"name=A&body=b&code=c&text=d&pin=1"),
        ("multipart/form-data; boundary=x; charset=utf-7", b""),
        ("multipart/form-data; boundary=x; charset=utf-16", b""),
        ("multipart/form-data; boundary=x; charset=tidak-ada", b""),
        ("multipart/form-data; boundary=", b"--"),
        ("multipart/form-data", b"name=A"),
    ],
)
def test_case_04_bytes_that_are_no_text_are_no_crash_and_no_row(world, kind, body):
    """case 4: lone surrogates, broken UTF-8 and a wrong charset, at every door."""
    if not body:
        body = b'--x\r\nContent-Disposition: form-data; name="body"\r\n\r\n+2AA-\xff\xd8\x00\r\n--x--\r\n'
    for address in doors():
        for one in world.addresses(address)[:1]:
            assert knock(world, one, body, kind).status_code < 500, one


# --- Case 5: the direction of what stands around ---

BLOCKS = ("<bdi", "<p", "<blockquote", "<textarea", "<div", "<pre")
TURNS = ("\u202a", "\u202b", "\u202d", "\u202e", "\u2066", "\u2067", "\u2068")


@pytest.mark.parametrize("turn", TURNS, ids=ascii)
def test_case_05_an_open_turn_ends_with_the_words(guest, article, cadre, patient, turn):
    """case 5: names lose it; a text stands in a block or a <bdi> of its own, wherever it is shown."""
    assert (
        guest.send(article, name=f"Si{turn}ti", place=f"Mawar{turn}", body=f"Awal {turn}akhir").status_code
        == 303
    )
    comment = ResidentComment.objects.get()
    assert (comment.shown_name, comment.shown_place) == ("Siti", "Mawar")
    ResidentComment.objects.update(state=CommentState.PUBLISHED)
    client = Client()
    client.force_login(cadre)
    for state in (CommentState.PUBLISHED, CommentState.PENDING):
        ResidentComment.objects.update(state=state)
        for address in (
            article.get_url(),
            reverse("comment_moderation:item", args=[comment.public_id]),
            "/admin/",
        ):
            page = client.get(address).content.decode()
            assert "\u202e" not in page
            for before in page.split("akhir")[:-1]:
                tag, text_begins, _rest = before[before.rindex("<") :].partition(">")
                # A label of a button, read out by itself, does not stand among other words.
                assert not text_begins or tag.startswith(BLOCKS), (address, tag)


# --- Case 10 to 12: bodies and fields ---


def test_case_10_three_megabytes_are_refused_at_every_door(world):
    """case 10: by all forms, whichever way they are sent."""
    before = stored()
    for address in doors():
        if not address.route.startswith("komentar/"):
            continue
        for one in world.addresses(address)[:1]:
            for field in ("body", "code", "text"):
                for kind in ("form", "multipart"):
                    data = {field: "a" * 3_000_000, "name": "A"}
                    answer = (
                        world.client.post(one, data)
                        if kind == "multipart"
                        else world.client.post(
                            one,
                            f"{field}={'a' * 3_000_000}",
                            content_type="application/x-www-form-urlencoded",
                        )
                    )
                    assert answer.status_code in (400, 403, 404, 405, 413, 422), (one, answer.status_code)
    assert stored() == before


@pytest.mark.parametrize("number", [1_001, 10_001])
def test_case_10_a_thousand_fields_are_no_crash(guest, article, patient, number):
    """case 10: fields that nobody asked for are not looked at; ten thousand are refused."""
    opened = guest.form(article)
    extra = {f"isian{n}": "x" for n in range(number)}
    answer = guest.send(article, **opened, **extra)
    assert answer.status_code == (303 if number < 10_000 else 413)
    assert ResidentComment.objects.count() == (number < 10_000)


@pytest.mark.parametrize(
    "fields",
    [
        {"body[]": "Halo", "name[]": "A"},
        {"body[0]": "Halo", "body.text": "Halo"},
        {"Body": "Halo", "NAME": "A"},
    ],
)
def test_case_11_fields_in_another_spelling_are_no_fields(guest, article, patient, fields):
    """case 11: ``body[]`` is not ``body``; nothing is stored without the true ones."""
    answer = guest.send(article, **{**guest.form(article), "body": None, "name": None}, **fields)
    assert answer.status_code == 422
    assert not ResidentComment.objects.exists()


def test_case_11_of_a_field_sent_twice_one_counts(guest, article, patient):
    """case 11: repeated fields are one comment with one text, never a list."""
    opened = guest.form(article)
    answer = guest.client.post(
        form_url(article),
        {**opened, "name": ["Siti", "Nurhayati"], "body": ["Pertama", "Kedua"], "lanjutan": ["", ""]},
    )
    assert answer.status_code == 303
    assert ResidentComment.objects.get().body in ("Pertama", "Kedua")


EVERY_COLUMN = {
    "state": "published", "kind": "official", "is_official": "1", "author": "1", "author_id": "1",
    "resident": "5", "resident_id": "5", "village": "9", "village_id": "9", "thread": "1", "thread_id": "1",
    "version": "9", "held_codes": "[]", "held": "", "depth": "1", "parent": "1", "parent_id": "1",
    "root": "1",
    "published_at": "2020-01-01", "created_at": "2020-01-01", "edited_at": "2020-01-01", "masks": "[[0,5]]",
    "may_mend": "1", "reason_code": "rude", "author_note": "x", "appealed_at": "2020-01-01",
    "submit_nonce": str(uuid.UUID(int=1)), "receipt_hash": "a" * 64, "public_id": "abcdefghjkmn",
    "verified_at": "2020-01-01", "is_verified": "1", "status": "active", "card_number": "10000000",
    "shown_name": "Kader", "shown_place": "Kantor desa", "display_name": "Kader", "id": "1", "pk": "1",
}  # fmt: skip


def test_case_11_no_column_can_be_set_by_a_field(guest, article, cadre, patient):
    """case 11: mass assignment, with the name of every column that there is."""
    columns = {field.name for field in ResidentComment._meta.concrete_fields}
    given = {"name", "place", "body", "about_cadre"}  # what a writer may say
    assert columns - given <= EVERY_COLUMN.keys() | {
        "body_fold_hash", "state_changed_at", "appeal_text", "appeal_closed_at", "author_seen_at",
        "answers_close_at",
    }  # fmt: skip
    assert guest.send(article, **EVERY_COLUMN).status_code == 303
    comment = ResidentComment.objects.get()
    for name, value in EVERY_COLUMN.items():
        if name in columns - {"id", "held_codes", "version"}:
            assert str(getattr(comment, name)) != value, name
    assert (comment.state, comment.kind, comment.version) == (CommentState.PENDING, CommentKind.GUEST, 1)
    assert (comment.resident, comment.author, comment.masks) == (None, None, [])


@pytest.mark.parametrize(
    "kind", ["application/json", "text/plain", "text/xml", "application/octet-stream", ""]
)
def test_case_12_other_kinds_of_content_change_nothing_at_any_door(world, kind):
    """case 12: JSON, plain text and XML at every address."""
    body = json.dumps({"name": "A", "body": "b", "action": "approve", "code": "c", "reason": "rude"})
    for address in doors():
        for one in world.addresses(address)[:2]:
            assert knock(world, one, body, kind).status_code < 500, one


def test_case_12_a_file_is_kept_nowhere(world, settings, tmp_path):
    """case 12: multipart with a file, at every address."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    body = (
        b'--x\r\nContent-Disposition: form-data; name="body"; filename="../../a.php"\r\n'
        b"Content-Type: image/png\r\n\r\n<?php ?>\r\n--x--\r\n"
    )
    for address in doors():
        for one in world.addresses(address)[:1]:
            assert knock(world, one, body, "multipart/form-data; boundary=x").status_code < 500, one
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


# --- Case 13: ids ---


@pytest.mark.parametrize("bad", BAD_IDS, ids=ascii)
def test_case_13_ids_that_are_none_are_not_found_at_any_door_and_save_nothing(world, bad):
    """case 13: in each part of each address, read and sent."""
    before = stored()
    tried = 0
    for address in doors():
        parts = parts_of(address)
        for part in parts:
            path = address_with(address, {**dict.fromkeys(parts, 1), **world.values, part: bad})
            for answer in (world.client.get(path), world.client.post(path, {"body": "b", "name": "A"})):
                # A link that nobody gave out says so in words.
                expected = (400, 404, 405, 410, 422) + ((200,) if part == "token" else ())
                assert answer.status_code in expected, (path, answer.status_code)
            tried += 1
    assert tried >= 4
    assert stored() == before


def test_case_13_the_key_of_another_kind_opens_nothing(world, other_article, village):
    """case 13: uuids that exist but mean something else: a page without comments, a resident."""
    before = stored()
    for key in (village.translation_key, world.resident.pk, other_article.get_parent().translation_key):
        for name in ("write", "further"):
            address = reverse(f"comments:{name}", args=[key])
            assert world.client.get(address).status_code == 404
            assert world.client.post(address, {"name": "A", "body": "b"}).status_code in (404, 405)
    assert stored() == before


@pytest.mark.parametrize("bad", [*BAD_IDS, ""], ids=ascii)
def test_case_13_and_14_what_is_answered_is_of_this_page_or_nothing(world, guest, other_village, bad):
    """case 13, case 14: ``?balas=`` with odd ids and with a comment of another page."""
    foreign = ResidentCommentFactory(thread__page=article_in(other_village, title="Lain"))
    before = ResidentComment.objects.count()
    hidden = world.comments[CommentState.HIDDEN]
    for asked in (bad, foreign.public_id, hidden.public_id):
        address = f"{form_url(world.article)}?balas={quote(asked)}"
        assert guest.client.get(address).status_code in (200, 400, 404)
        answer = guest.client.post(
            address,
            {
                "name": "Siti",
                "body": f"Halo {uuid.uuid4()}",
                "balas": asked,
                "parent": asked,
                "stamp": stamps.issue(world.article.translation_key),
            },
        )
        assert answer.status_code < 500
        new = ResidentComment.objects.count() - before
        assert new == (answer.status_code == 303)
        for comment in ResidentComment.objects.filter(kind=CommentKind.GUEST).exclude(pk=foreign.pk):
            assert comment.parent is None or (
                comment.parent.thread_id == comment.thread_id and comment.parent.is_shown
            )
        before += new


def test_case_13_a_receipt_code_of_odd_signs_is_not_found(guest, article):
    """case 13: what is typed where a code belongs."""
    nonce = uuid.uuid4()
    ResidentCommentFactory(thread__page=article, submit_nonce=nonce, receipt_hash=hash_of(code_for(nonce)))
    for typed in (*BAD_IDS, *HOSTILE, "٠" * 16, "０" * 16, "\u202e" + code_for(nonce)[::-1], " " * 50):
        page = guest.client.get(reverse("comments:receipt")).content.decode()
        token = page.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
        answer = guest.client.post(reverse("comments:receipt"), {"code": typed, "csrfmiddlewaretoken": token})
        assert answer.status_code in (422, 429), typed
        assert Harm(answer.content.decode(), MARK).found == []
