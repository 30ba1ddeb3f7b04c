"""Whatever somebody types, asks or forges: no crash, no change of meaning, nothing stored that was refused.

Names and texts by themselves are in ``test_words.py``; here they go through the addresses and the codes.
"""

import string
import unicodedata
import uuid
from urllib.parse import quote

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from comments import receipts, stamps
from comments.forms import checked_place
from comments.models import ResidentComment
from comments.models.comment import is_public_id
from comments.names import MAX_NAME
from comments.text import masked
from tests.comments.conftest import form_url
from tests.comments.doors import stored
from tests.factories.comments import ResidentCommentFactory

FEW = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
# Every code point, lone surrogates too.
ANYTHING = st.text(alphabet=st.characters(), max_size=60)
LETTERS = string.ascii_letters + "éñü"


@FEW
@given(ANYTHING)
@example("\ud800")
@example("\x00")
def test_a_place_is_kept_as_it_is_read_or_refused_in_words(raw):
    """case 5, case 8: cleaning is done once and for all."""
    try:
        place = checked_place(raw)
    except ValidationError:
        return
    assert len(place) <= MAX_NAME
    assert checked_place(place) == place
    assert unicodedata.is_normalized("NFC", place)


@FEW
@given(st.uuids(), st.integers(0, 3), st.sampled_from(["-", " ", "", "."]))
def test_a_code_is_found_however_it_is_written_down(nonce, how, between):
    """case 19: groups, case and look-alike letters change nothing."""
    code = receipts.code_for(nonce)
    typed = between.join(code.split("-"))
    typed = [typed, typed.lower(), f" {typed} ", typed.replace("0", "O").replace("1", "l")][how]
    assert receipts.normalised(typed) == code.replace("-", "")


@FEW
@given(ANYTHING)
def test_what_cannot_be_a_code_is_none_and_what_is_one_stays_one(typed):
    """case 13, case 19: nothing that is typed crashes."""
    code = receipts.normalised(typed)
    assert code is None or receipts.normalised(code) == code


@FEW
@given(value=ANYTHING, key=st.uuids())
def test_no_made_up_stamp_is_ours(value, key):
    """case 32: and a stamp of ours is good under its own page only."""
    assert stamps.read(value, key) is None
    ours = stamps.issue(key)
    assert stamps.read(ours, key) is not None
    assert stamps.read(ours, uuid.uuid5(key, "lain")) is None
    assert stamps.read(ours + value, key) is None or value == ""


@FEW
@given(
    body=st.text(min_size=1, max_size=80),
    cuts=st.lists(st.integers(0, 80), min_size=0, max_size=6, unique=True),
)
def test_what_is_covered_is_covered_and_the_rest_stays(body, cuts):
    """case 33: masks take away exactly what they name."""
    cuts = sorted(cut for cut in cuts if cut <= len(body))
    masks = [list(pair) for pair in zip(cuts[::2], cuts[1::2], strict=False)]
    shown = masked(body, masks)
    at = 0
    for start, end in [*masks, [len(body), len(body)]]:
        assert body[at:start] in shown
        at = end
    assert shown.count("[data pribadi ditutup]") >= len(masks)
    assert masked(body, []) == body


@pytest.mark.django_db
@FEW
@given(asked=st.text(max_size=60))
@example("%")
@example("\x00")
def test_any_id_and_any_cursor_is_answered_and_stores_nothing(article, asked):
    """case 13, case 15: as a part of the path, as a cursor, as an order, as what is answered."""
    if not ResidentComment.objects.exists():
        ResidentCommentFactory(thread__page=article)
    before = stored()
    client = Client()
    part = quote(asked.encode("utf-8", "replace"), safe="")
    further = reverse("comments:further", args=[article.translation_key])
    for address in (
        f"/komentar/{part}/",
        f"/komentar/lapor/{part}/",
        f"/komentar/milik/{part}/",
        f"/komentar/tulis/{part}/",
        f"/komentar/halaman/{part}/",
        f"{further}?sesudah={part}&urut={part}",
        f"{further}?{part}={part}",
        f"{form_url(article)}?balas={part}",
    ):
        assert client.get(address).status_code < 500, address
    if not is_public_id(asked):
        answer = client.get(f"{further}?sesudah={part}")
        assert answer.status_code in (200, 302, 404)
    assert stored() == before


@pytest.mark.django_db
@FEW
@given(words=st.text(alphabet=LETTERS + " .,\n", min_size=1, max_size=200))
def test_plain_words_reach_the_row_as_they_were_typed_or_not_at_all(article, patient, unlimited, words):
    """case 9: nothing is cut, added or turned; refused means no row."""
    before = ResidentComment.objects.count()
    answer = Client().post(
        form_url(article),
        {"name": "Siti", "body": words, "stamp": stamps.issue(article.translation_key)},
    )
    assert answer.status_code in (303, 422)
    assert ResidentComment.objects.count() == before + (answer.status_code == 303)
    if answer.status_code == 303:
        kept = ResidentComment.objects.latest("pk").body
        assert kept.split() == words.split()
