"""An author and the own comment: seeing, changing, withdrawing, appealing. Cases: comments.md 4.8."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.http import Http404, HttpResponse
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from comments import authoring, limits, moderation, ownership, receipts
from comments.enums import (
    CommentKind,
    CommentState,
    HeldCode,
    ReasonCode,
    ReportOutcome,
    ReportReason,
    ResidentStatus,
    ThreadMode,
)
from comments.models import CommentEdit, Report, ResidentComment
from comments.signals import comment_gone, comment_waits
from tests.factories.comments import AnswerFactory, ResidentCommentFactory, recount
from tests.factories.residents import ResidentFactory, signed_in_resident
from village_pages.enums import VillageState
from village_pages.models import VillageAccess

pytestmark = pytest.mark.django_db

WORDS = "Kapan jembatan dusun diperbaiki?"
ACTS = ("own", "edit", "withdraw", "appeal")


def address(comment, act="own") -> str:
    return reverse(f"comments:{act}", args=[comment.public_id])


def holder_of(comment, client: Client | None = None) -> Client:
    """A browser that has just shown the receipt code of ``comment``."""
    client = client or Client()
    carrier = HttpResponse()
    ownership.grant(carrier, comment)
    client.cookies[ownership.COOKIE] = carrier.cookies[ownership.COOKIE].value
    return client


def seen(client, comment, act="own") -> str:
    response = client.get(address(comment, act))
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def act(client, comment, name, version=None, **fields):
    values = {"version": comment.version if version is None else version} | fields
    return client.post(address(comment, name), values)


def again(comment) -> ResidentComment:
    return ResidentComment.objects.for_author().get(pk=comment.pk)


@pytest.fixture
def waiting(article):
    return ResidentCommentFactory(thread__page=article, state=CommentState.PENDING, body=WORDS)


@pytest.fixture
def shown(article):
    return ResidentCommentFactory(thread__page=article, body=WORDS)


@pytest.fixture
def refused(article):
    return ResidentCommentFactory(
        thread__page=article,
        state=CommentState.REJECTED,
        body=WORDS,
        reason_code=ReasonCode.PERSONAL,
        author_note="Hapus nomor itu.",
        may_mend=True,
    )


@pytest.fixture
def resident(village):
    return ResidentFactory(village=village, verified=True)


@pytest.fixture
def trusted(resident, article):
    for _number in range(3):
        ResidentCommentFactory(thread__page=article, kind=CommentKind.RESIDENT, resident=resident)
    return resident


@pytest.fixture
def signals():
    """What was told: "waits" and "gone", with the public ids."""
    told = []

    def on_waits(comment, **kwargs):
        told.append(("waits", comment.public_id, comment.state))

    def on_gone(comment, **kwargs):
        told.append(("gone", comment.public_id, comment.state))

    comment_waits.connect(on_waits)
    comment_gone.connect(on_gone)
    yield told
    comment_waits.disconnect(on_waits)
    comment_gone.disconnect(on_gone)


# Seeing


def test_case_16_the_author_sees_state_reason_note_and_may_mend(refused):
    """case 16: reason in plain words, the cadre's note, and that it may be mended."""
    page = seen(holder_of(refused), refused)
    for words in ("Tidak ditayangkan", "data pribadi orang lain", "Hapus nomor itu.", WORDS, "Perbaiki dan"):
        assert words in page, words
    assert address(refused, "appeal") in page


def test_what_readers_get_hidden_by_reports_says_so_and_nobody_has_decided_yet(shown):
    ResidentComment.objects.update(state=CommentState.HIDDEN, reason_code=ReasonCode.REPORTED)
    page = seen(holder_of(shown), shown)
    assert "Disembunyikan karena dilaporkan." in page
    assert address(shown, "appeal") not in page
    assert act(holder_of(shown), shown, "appeal", text="Ini tidak benar.").status_code == 403


def test_what_a_moderator_covered_is_shown_as_covered(shown):
    ResidentComment.objects.update(body="Telepon 081234567890 saja", masks=[[8, 20]])
    page = seen(holder_of(shown), shown)
    assert "Telepon [data pribadi ditutup] saja" in page
    assert "ditutup kader" in page
    assert "Telepon 081234567890 saja" in page.split("Tulisan lengkap, hanya untuk Anda")[1]


def test_answers_are_new_once(shown, cadre):
    client = holder_of(shown)
    assert "Belum ada jawaban" in seen(client, shown)
    AnswerFactory(parent=shown, author=cadre, body="Hari Sabtu depan.")
    first = seen(client, shown)
    assert "Hari Sabtu depan." in first
    assert "Jawaban resmi: Kader digital" in first
    assert ">Baru<" in first
    assert ">Baru<" not in seen(client, shown)


def test_a_decision_is_new_once_and_ones_own_act_is_not(waiting, cadre):
    client = holder_of(waiting)
    assert ">Baru<" not in seen(client, waiting)
    moderation.approve(cadre, again(waiting), version=1)
    assert ">Baru<" in seen(client, waiting)
    assert ">Baru<" not in seen(client, waiting)
    assert act(client, again(waiting), "withdraw").status_code == 303
    assert ">Baru<" not in seen(client, waiting)


def test_get_and_head_change_nothing_but_when_it_was_seen(waiting):
    client = holder_of(waiting)
    before = ResidentComment.objects.values().get()
    for name in ACTS:
        client.head(address(waiting, name))
    assert ResidentComment.objects.values().get() == before
    for name in ACTS:
        assert client.get(address(waiting, name)).status_code == 200
    after = ResidentComment.objects.values().get()
    assert before | {"author_seen_at": after["author_seen_at"]} == after
    assert after["author_seen_at"] is not None


def test_a_page_that_is_not_public_any_more_is_not_linked(shown, article, cadre):
    AnswerFactory(parent=shown, author=cadre, body="Hari Sabtu depan.")
    article.unpublish()
    page = seen(holder_of(shown), shown)
    # What others said there went with it.
    assert "Hari Sabtu depan." not in page
    assert article.title not in page
    assert article.slug not in page


def test_in_a_closed_village_the_author_sees_the_own_words_and_may_withdraw(shown, village, cadre):
    AnswerFactory(parent=shown, author=cadre, body="Hari Sabtu depan.")
    VillageAccess.objects.filter(village=village).update(state=VillageState.CLOSED)
    client = holder_of(shown)
    page = seen(client, shown)
    assert WORDS in page
    assert "sudah ditutup di situs ini" in page
    assert "Hari Sabtu depan." not in page
    assert address(shown, "edit") not in page
    assert act(client, shown, "edit", body="Lain").status_code == 403
    assert act(client, again(shown), "withdraw").status_code == 303


def test_own_page_costs_the_same_with_many_answers_and_edits_query_count(shown, cadre):
    client = holder_of(shown)
    seen(client, shown)  # kinds of pages are read once a process
    counts = []
    for more in (2, 18):
        for number in range(more):
            AnswerFactory(parent=shown, author=cadre)
            CommentEdit.objects.create(comment=shown, old_body=f"Dulu {number}")
        ResidentComment.objects.filter(pk=shown.pk).update(edited_at=timezone.now())
        with CaptureQueriesContext(connection) as queries:
            seen(client, shown)
        counts.append(len(queries))
    assert counts[0] == counts[1]


# Whose it is


def test_case_17_own_addresses_of_others_are_the_404_of_what_is_not_there(waiting, article, village, cadre):
    """case 17: IDOR sweep of the own addresses: other guest, other resident, cadre, nobody."""
    other_guest = holder_of(ResidentCommentFactory(thread__page=article))
    other_resident, at_desk = Client(), Client()
    signed_in_resident(other_resident, ResidentFactory(village=village, verified=True))
    at_desk.force_login(cadre)
    forged = Client()
    forged.cookies[ownership.COOKIE] = waiting.public_id
    before = list(ResidentComment.objects.order_by("pk").values_list())
    for client in (other_guest, other_resident, at_desk, forged, Client()):
        for name in ACTS:
            missing = reverse(f"comments:{name}", args=["abcdefghjkmn"])
            for response, nothing in (
                (client.get(address(waiting, name)), client.get(missing)),
                (
                    client.post(address(waiting, name), {"version": 1, "body": "Ganti", "text": "Ganti"}),
                    client.post(missing, {"version": 1, "body": "Ganti", "text": "Ganti"}),
                ),
            ):
                assert response.status_code == nothing.status_code
                assert response.status_code in (404, 405)
                assert _bare(response) == _bare(nothing)
                assert WORDS not in response.content.decode()
    assert list(ResidentComment.objects.order_by("pk").values_list()) == before


def _bare(response) -> str:
    return re.sub(r'value="[^"]{64}"', "", response.content.decode())


def test_case_17_the_resident_who_wrote_it_needs_no_code(resident, article):
    """case 17: the own session opens it, and no longer after signing out or a ban."""
    comment = ResidentCommentFactory(
        thread__page=article, kind=CommentKind.RESIDENT, resident=resident, state=CommentState.PENDING
    )
    client = Client()
    signed_in_resident(client, resident)
    assert comment.body in seen(client, comment)
    resident.status = ResidentStatus.BANNED
    resident.save()
    assert client.get(address(comment)).status_code == 404


def test_case_17_a_code_opens_for_fifteen_minutes(waiting):
    """case 17: afterwards the words that were being written come back, to be copied."""
    with time_machine.travel(timezone.now(), tick=False) as clock:
        client = holder_of(waiting)
        clock.shift(timedelta(minutes=14, seconds=59))
        seen(client, waiting)
        clock.shift(2)
        assert client.get(address(waiting)).status_code == 404
        late = act(client, waiting, "edit", body="Tulisan yang lama saya ketik")
        assert late.status_code == 404
        assert "Tulisan yang lama saya ketik" in late.content.decode()
    assert again(waiting).body == WORDS


def test_the_cookie_is_signed_short_and_sent_nowhere_else(waiting):
    carrier = HttpResponse()
    ownership.grant(carrier, waiting)
    cookie = carrier.cookies[ownership.COOKIE]
    assert (cookie["path"], cookie["max-age"], cookie["samesite"]) == ("/komentar/milik/", 900, "Lax")
    assert cookie["httponly"]
    request = RequestFactory().get("/")
    for value in ("", "\x00", "x" * 5000, cookie.value[:-1], waiting.public_id):
        request.COOKIES = {ownership.COOKIE: value}
        with pytest.raises(Http404):
            ownership.owned_comment(request, waiting.public_id)


def test_case_22_selesai_leaves_nothing_behind_on_a_shared_phone(waiting):
    """case 22: no page is kept, and after "Selesai" the address opens nothing."""
    client = holder_of(waiting)
    assert "no-store" in client.get(address(waiting))["Cache-Control"]
    assert client.get(reverse("comments:leave")).status_code == 200
    seen(client, waiting)  # looking at the way out is not going
    left = client.post(reverse("comments:leave"))
    assert (left.status_code, left["Location"]) == (303, reverse("comments:leave"))
    assert client.get(address(waiting)).status_code == 404


def test_case_19_the_code_leads_to_the_own_page_and_a_wrong_one_nowhere(article, client):
    """case 19: unknown, mistyped and over the limit: the same form, no cookie."""
    code = "ABCD-EFGH-JKMN-PQRS"
    comment = ResidentCommentFactory(thread__page=article, receipt_hash=receipts.hash_of(code))
    right = client.post(reverse("comments:receipt"), {"code": code})
    assert (right.status_code, right["Location"]) == (303, address(comment))
    assert ownership.COOKIE in right.cookies
    answers = [
        client.post(reverse("comments:receipt"), {"code": typed})
        for typed in ("0000-0000-0000-0000", "ABCD-EFGH-JKMN-PQRT")
    ]
    assert {answer.status_code for answer in answers} == {422}
    assert not any(ownership.COOKIE in answer.cookies for answer in answers)
    assert "Kirim saja komentar baru" in answers[0].content.decode()
    pages = [re.sub(r'value="[^"]+"', "", answer.content.decode()) for answer in answers]
    assert pages[0] == pages[1]


@pytest.mark.parametrize("name", ["edit", "withdraw", "appeal"])
def test_case_24_no_act_without_a_token_and_the_words_come_back(refused, name):
    """case 24: no token, and a form of another site."""
    client = holder_of(refused, Client(enforce_csrf_checks=True))
    fields = {"version": 1, "body": "Kata yang baru", "text": "Kata yang baru"}
    response = client.post(address(refused, name), fields)
    assert response.status_code == 403
    if name != "withdraw":
        assert "Kata yang baru" in response.content.decode()
    foreign = client.post(address(refused, name), fields, headers={"origin": "https://evil.example"})
    assert foreign.status_code == 403
    assert again(refused).version == 1
    assert client.post(reverse("comments:leave")).status_code == 403


# Changing the words


def test_case_29_edit_while_in_the_queue_at_any_time(waiting, signals):
    """case 29: edit while in queue; the old words are kept, the fold hash follows."""
    with time_machine.travel(timezone.now() + timedelta(days=3), tick=False):
        response = act(holder_of(waiting), waiting, "edit", body="Kapan jembatan dibangun?")
    assert (response.status_code, response["Location"]) == (303, address(waiting))
    now = again(waiting)
    assert (now.body, now.state, now.version) == ("Kapan jembatan dibangun?", CommentState.PENDING, 2)
    assert now.body_fold_hash != waiting.body_fold_hash
    assert now.edited_at is not None
    assert now.held_codes == []
    assert CommentEdit.objects.get().old_body == WORDS
    assert signals == [("waits", waiting.public_id, CommentState.PENDING)]
    page = seen(holder_of(waiting), waiting)
    assert "Kapan jembatan dibangun?" in page
    assert WORDS in page.split("Tulisan sebelumnya")[1]


def test_case_29_an_edit_that_adds_a_link_is_held(waiting):
    """case 29: edit that adds a link, a telephone number; what the sending gave rise to stays."""
    ResidentComment.objects.update(held_codes=[HeldCode.TOO_FAST, HeldCode.DUPLICATE], masks=[[0, 5]])
    act(holder_of(waiting), waiting, "edit", body="Lihat https://murah.example atau 0812 3456 7890")
    now = again(waiting)
    assert set(now.held_codes) == {HeldCode.LINK, HeldCode.PERSONAL, HeldCode.TOO_FAST}
    assert now.masks == []


def test_case_29_within_15_minutes_a_guests_edit_goes_back_to_the_queue(shown, signals):
    """case 29: published, in time: readers see it no more until somebody has read it again."""
    assert act(holder_of(shown), shown, "edit", body="Kapan jembatan dibangun?").status_code == 303
    now = again(shown)
    assert (now.state, now.held_codes) == (CommentState.PENDING, [HeldCode.EDITED])
    assert now.thread.n_published == 0
    assert signals[0][0] == "waits"


def test_case_29_edit_after_15_minutes_is_refused_and_the_words_are_kept(shown):
    """case 29: edit after 15 min."""
    with time_machine.travel(timezone.now() + timedelta(minutes=15, seconds=1), tick=False):
        client = holder_of(shown)
        assert address(shown, "edit") not in seen(client, shown)
        assert "lebih dari 15 menit" in seen(client, shown, "edit")
        response = act(client, shown, "edit", body="Kata yang baru")
    assert response.status_code == 403
    assert "lebih dari 15 menit" in response.content.decode()
    assert "Kata yang baru" in response.content.decode()
    assert again(shown).body == WORDS


def test_case_29_edit_after_an_answer_is_refused(shown, cadre):
    """case 29: after a reply; the answer would stand under other words."""
    AnswerFactory(parent=shown, author=cadre)
    response = act(holder_of(shown), shown, "edit", body="Kata yang baru")
    assert response.status_code == 403
    assert "sudah dijawab" in response.content.decode()
    assert "Kata yang baru" in response.content.decode()
    assert (again(shown).body, again(shown).version) == (WORDS, 1)
    assert not CommentEdit.objects.exists()


def test_case_29_after_rejection_it_is_mended_where_that_was_allowed(refused, signals):
    """case 29: edit after rejection, with and without ``may_mend``; spam and hidden never."""
    client = holder_of(refused)
    assert act(client, refused, "edit", body="Tanpa nomor kali ini.").status_code == 303
    now = again(refused)
    assert (now.state, now.reason_code, now.author_note, now.may_mend) == (
        CommentState.PENDING,
        "",
        "",
        False,
    )
    assert now.held_codes == [HeldCode.EDITED]
    assert signals == [("waits", refused.public_id, CommentState.PENDING)]
    for state in (CommentState.REJECTED, CommentState.SPAM, CommentState.HIDDEN, CommentState.WITHDRAWN):
        ResidentComment.objects.update(state=state, may_mend=False)
        response = act(client, again(refused), "edit", body="Sekali lagi")
        assert response.status_code == 403, state
        assert "Sekali lagi" in response.content.decode()


def resident_comment(resident, article, **fields):
    return ResidentCommentFactory(
        thread__page=article, kind=CommentKind.RESIDENT, resident=resident, body=WORDS, **fields
    )


def test_case_29_a_trusted_residents_edit_stays_public_if_nothing_is_held(trusted, article, signals):
    """case 29: trusted residents; not where a moderator had covered something."""
    client = Client()
    signed_in_resident(client, trusted)
    comment = resident_comment(trusted, article)
    act(client, comment, "edit", body="Kapan jembatan dibangun?")
    assert (again(comment).state, again(comment).held_codes) == (CommentState.PUBLISHED, [])
    assert signals == []
    act(client, again(comment), "edit", body="Telepon 0812 3456 7890")
    assert again(comment).state == CommentState.PENDING
    covered = resident_comment(trusted, article, masks=[[0, 5]])
    act(client, covered, "edit", body="Alamatnya sama")
    assert again(covered).state == CommentState.PENDING


def test_case_16_who_may_not_write_may_not_edit_but_withdraw(trusted, article):
    """case 16: muted: edit refused with the words kept, withdrawing goes."""
    client = Client()
    signed_in_resident(client, trusted)
    comment = resident_comment(trusted, article)
    trusted.status, trusted.muted_until = ResidentStatus.MUTED, timezone.now() + timedelta(days=2)
    trusted.save()
    assert address(comment, "edit") not in seen(client, comment)
    response = act(client, comment, "edit", body="Kata yang baru")
    assert response.status_code == 403
    assert "Kata yang baru" in response.content.decode()
    assert act(client, comment, "withdraw").status_code == 303


@pytest.mark.parametrize("how", ["thread", "village"])
def test_case_28_edit_while_the_thread_closes(waiting, village, how):
    """case 28: closed between form and sending: refused with the words kept."""
    client = holder_of(waiting)
    seen(client, waiting, "edit")
    if how == "thread":
        waiting.thread.mode = ThreadMode.CLOSED
        waiting.thread.save()
    else:
        VillageAccess.objects.filter(village=village).update(state=VillageState.PAUSED)
    response = act(client, waiting, "edit", body="Kata yang baru")
    assert response.status_code == 403
    assert "Kata yang baru" in response.content.decode()
    assert (again(waiting).body, again(waiting).version) == (WORDS, 1)


def test_an_edit_sent_twice_is_one(waiting):
    client = holder_of(waiting)
    for _time in range(2):
        assert act(client, waiting, "edit", body="Kata yang baru", version=1).status_code == 303
    assert CommentEdit.objects.count() == 1


@pytest.mark.parametrize("version", ["", "0", "x", "-1", "9" * 40, "١", None])
def test_case_13_a_version_that_is_none_changes_nothing(waiting, version):
    """case 13: told as a change meanwhile, words kept."""
    fields = {"body": "Kata yang baru"} | ({} if version is None else {"version": version})
    response = holder_of(waiting).post(address(waiting, "edit"), fields)
    assert response.status_code == 409
    assert "Kata yang baru" in response.content.decode()
    assert again(waiting).body == WORDS


@pytest.mark.parametrize("body", ["", "  ", "...", "x" * 2001])
def test_an_edit_passes_the_checks_of_a_new_one(waiting, body):
    response = act(holder_of(waiting), waiting, "edit", body=body)
    assert response.status_code == 422
    assert "Ada masalah" in response.content.decode()
    assert again(waiting).body == WORDS


def test_case_31_edits_count_as_comments_do(waiting, resident, article):
    """case 31: a guest's browser, and a resident by himself; text kept on 429."""
    comment = resident_comment(resident, article, state=CommentState.PENDING)
    client = Client()
    signed_in_resident(client, resident)
    for number in range(limits.POST_RESIDENT.most):
        assert act(client, again(comment), "edit", body=f"Kata {number}").status_code == 303
    response = act(client, again(comment), "edit", body="Sekali lagi saja")
    assert response.status_code == 429
    assert "Sekali lagi saja" in response.content.decode()


# Withdrawing


@pytest.mark.parametrize(
    "state",
    [state for state in CommentState if state not in (CommentState.WITHDRAWN, CommentState.ERASED)],
)
def test_case_16_withdraw_from_every_state(waiting, state, signals):
    """case 16: any state but erased and withdrawn; reports are settled, and who was told is told."""
    ResidentComment.objects.update(state=state)
    recount(waiting.thread)
    Report.objects.create(comment=waiting, reporter_key_hash="x", reason=ReportReason.RUDE)
    client = holder_of(waiting)
    assert "Tarik sekarang" in seen(client, waiting, "withdraw")
    assert act(client, waiting, "withdraw").status_code == 303
    assert again(waiting).state == CommentState.WITHDRAWN
    assert Report.objects.get().outcome == ReportOutcome.GONE
    assert signals == [("gone", waiting.public_id, CommentState.WITHDRAWN)]
    assert "Sudah Anda tarik" in seen(client, waiting)
    assert act(client, again(waiting), "withdraw").status_code == 303  # sent twice
    assert len(signals) == 1


def test_what_was_withdrawn_leaves_a_stub_over_its_answers(shown, cadre, client, article):
    AnswerFactory(parent=shown, author=cadre, body="Hari Sabtu depan.")
    act(holder_of(shown), shown, "withdraw")
    page = client.get(article.get_url()).content.decode()
    assert WORDS not in page
    assert "ditarik penulisnya" in page
    assert "Hari Sabtu depan." in page
    assert again(shown).thread.n_published == 1


def test_case_28_approve_while_the_author_withdraws(waiting, cadre):
    """case 28: whoever is first wins; the other is told, kindly."""
    client = holder_of(waiting)
    moderation.approve(cadre, again(waiting), version=1)
    response = act(client, waiting, "withdraw")  # the version before the approval
    assert response.status_code == 409
    page = response.content.decode()
    assert "baru saja berubah: Sudah tayang." in page
    assert again(waiting).state == CommentState.PUBLISHED
    version = re.search(r'name="version" value="(\d+)"', page)[1]
    assert act(client, waiting, "withdraw", version=version).status_code == 303
    assert again(waiting).state == CommentState.WITHDRAWN


def test_case_28_withdraw_while_a_cadre_approves(waiting, cadre):
    """case 28: the other way round: it is not published."""
    on_screen = again(waiting)
    act(holder_of(waiting), waiting, "withdraw")
    with pytest.raises(moderation.NotDoneError):
        moderation.approve(cadre, on_screen, version=1)
    assert again(waiting).state == CommentState.WITHDRAWN


def test_case_28_edit_while_a_cadre_approves_keeps_the_words(waiting, cadre):
    """case 28: the author's new words come back with the new state."""
    moderation.approve(cadre, again(waiting), version=1)
    response = act(holder_of(waiting), waiting, "edit", body="Kata yang baru")
    assert response.status_code == 409
    assert "Kata yang baru" in response.content.decode()
    assert again(waiting).body == WORDS


# Appealing


@pytest.mark.parametrize("state", [CommentState.REJECTED, CommentState.SPAM, CommentState.HIDDEN])
def test_one_appeal_against_a_decision(refused, state, signals):
    ResidentComment.objects.update(state=state)
    comment, client = again(refused), holder_of(refused)
    assert "bukan yang memutuskan" in seen(client, comment, "appeal")
    assert act(client, comment, "appeal", text="Itu nomor kantor desa.").status_code == 303
    now = again(refused)
    assert (now.state, now.appeal_text, now.version) == (state, "Itu nomor kantor desa.", 2)
    assert now.appealed_at is not None
    assert signals == [("waits", refused.public_id, state)]
    assert "menunggu dibaca orang lain" in seen(client, now)
    assert address(now, "appeal") not in seen(client, now)
    second = act(client, now, "appeal", text="Sekali lagi")
    assert second.status_code == 403
    assert "Sekali lagi" in second.content.decode()
    assert again(refused).appeal_text == "Itu nomor kantor desa."


@pytest.mark.parametrize("state", [CommentState.PENDING, CommentState.PUBLISHED, CommentState.WITHDRAWN])
def test_no_appeal_where_nobody_decided_against_it(refused, state):
    ResidentComment.objects.update(state=state)
    assert act(holder_of(refused), again(refused), "appeal", text="Tolong").status_code == 403
    assert again(refused).appealed_at is None


def test_an_appeal_of_280_letters_and_no_more(refused):
    client = holder_of(refused)
    response = act(client, refused, "appeal", text="x" * 281)
    assert response.status_code == 422
    assert "x" * 281 in response.content.decode()
    assert act(client, refused, "appeal", text="").status_code == 422
    assert act(client, refused, "appeal", text="x" * 280).status_code == 303


def test_mending_or_withdrawing_settles_an_open_appeal(refused):
    authoring.appeal(again(refused), "Itu nomor kantor desa.", version=1)
    authoring.edit(again(refused), "Tanpa nomor.", version=2)
    assert again(refused).appeal_closed_at is not None


def test_case_1_and_2_words_of_the_author_and_the_cadre_are_shown_as_typed(refused):
    """case 1, case 2: on the own pages, escaped."""
    ResidentComment.objects.update(
        body="<script>x</script> {{ 7*7 }}", author_note="<img onerror=x>", shown_name="{% include %}"
    )
    client = holder_of(refused)
    for name in ACTS:
        page = seen(client, refused, name)
        assert "<script>x" not in page
        assert "<img onerror" not in page
    assert "&lt;script&gt;x&lt;/script&gt; {{ 7*7 }}" in seen(client, refused)


# The list of a resident


def test_a_residents_list_newest_first_twenty_at_a_time(resident, article, cadre):
    client = Client()
    signed_in_resident(client, resident)
    comments = [resident_comment(resident, article, published_at=timezone.now()) for _number in range(22)]
    ResidentCommentFactory(thread__page=article, body="Milik orang lain")
    AnswerFactory(parent=comments[-1], author=cadre)
    page = client.get(reverse("comments:mine"))
    assert "no-store" in page["Cache-Control"]
    text = page.content.decode()
    assert text.index(address(comments[-1])) < text.index(address(comments[-2]))
    assert address(comments[1]) not in text
    assert "Milik orang lain" not in text
    assert text.count(">Baru<") == 1
    assert 'rel="next"' in text
    assert address(comments[0]) in client.get(reverse("comments:mine"), {"page": "2"}).content.decode()
    for name in ("phones", "export_mine", "erase_mine", "sign_out"):
        assert reverse(f"comments:{name}") in text
    seen(client, comments[-1])
    assert ">Baru<" not in client.get(reverse("comments:mine")).content.decode()


def test_the_list_costs_the_same_with_two_and_with_twenty_query_count(resident, article, cadre):
    client = Client()
    signed_in_resident(client, resident)
    client.get(reverse("comments:mine"))  # kinds of pages are read once a process
    counts = []
    for more in (2, 18):
        for _number in range(more):
            AnswerFactory(parent=resident_comment(resident, article), author=cadre)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse("comments:mine")).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_who_is_not_signed_in_is_led_to_signing_in(client):
    response = client.get(reverse("comments:mine"))
    assert (response.status_code, response["Location"]) == (303, reverse("comments:sign_in"))


def test_nothing_of_an_author_stands_in_the_log(refused, caplog):
    client = holder_of(refused)
    act(client, refused, "edit", body="Kata rahasia saya")
    act(client, again(refused), "withdraw")
    assert "Kata rahasia saya" not in caplog.text
    assert refused.shown_name not in caplog.text
