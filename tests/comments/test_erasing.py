"""Erasure: the words are nowhere any more, the thread keeps its shape, and what was cut is finished."""

from datetime import timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.search.backends import get_search_backend

from audit.models import Act
from comments import erasing, exporting, ownership, receipts, reporting
from comments.enums import CommentKind, CommentState, ReasonCode, ReportOutcome, ReportReason
from comments.models import (
    CommentEdit,
    LimitCounter,
    ModAction,
    Report,
    Resident,
    ResidentComment,
    ResidentLink,
    ResidentSession,
    Thread,
)
from comments.residents import pins
from comments.signals import comment_gone
from core.caching import forget
from notifications.models import Notification
from tests.comments.stored import places_of
from tests.factories.comments import AnswerFactory, ResidentCommentFactory, recount, thread_with
from tests.factories.residents import PIN, ResidentFactory, resident_link, signed_in_resident

# Stands in everything that the person wrote, or that was written about it.
WORD = "xqmelatizy"
NAME = "xqnurhayatizy"


@pytest.fixture
def resident(village):
    return ResidentFactory(
        village=village,
        verified=True,
        display_name=NAME,
        phone_hash=f"hash-{WORD}",
        phone_ending="789",
        pin_hash=f"pin-{WORD}",
        consent_version="1",
        consented_at=timezone.now(),
        created_at=timezone.now() - timedelta(days=30),
    )


def full_comment(article, resident=None, **fields) -> ResidentComment:
    """One comment with everything that can hang on it."""
    values = {
        "thread__page": article,
        "body": f"Kata {WORD} di sini",
        "shown_name": NAME,
        "shown_place": f"Dusun {WORD}",
        "kind": CommentKind.RESIDENT if resident else CommentKind.GUEST,
        "resident": resident,
        "receipt_hash": f"hash-{WORD}-{ResidentComment.objects.count()}",
        "author_note": f"Catatan {WORD}",
        "appealed_at": timezone.now(),
        "appeal_text": f"Keberatan {WORD}",
        "masks": [[0, 4]],
    }
    comment = ResidentCommentFactory(**values | fields)
    CommentEdit.objects.create(comment=comment, old_body=f"Dulu {WORD}")
    Report.objects.create(
        comment=comment, reporter_key_hash="1" * 64, reason=ReportReason.RUDE, text=f"Ia menulis {WORD}"
    )
    return comment


def told_of(comment, person) -> None:
    Notification.objects.create(
        recipient=person,
        kind="comment.waiting",
        headline="Komentar menunggu",
        url=reverse("comment_moderation:item", args=[comment.public_id]),
    )


def test_a_comment_goes_with_everything_that_hangs_on_it(article, cadre):
    comment = full_comment(article)
    answer = AnswerFactory(parent=comment, author=cadre, body="Terima kasih, Bu.")
    told_of(comment, cadre)
    counters = LimitCounter.objects.create(key="k" * 64, window_start=timezone.now(), n=3)
    gone = []
    comment_gone.connect(lambda comment, **kwargs: gone.append(comment.pk), weak=False, dispatch_uid="test")
    try:
        assert erasing.erase_comment(comment)
        assert not erasing.erase_comment(comment)
    finally:
        comment_gone.disconnect(dispatch_uid="test")

    assert places_of(WORD) == places_of(NAME) == []
    comment.refresh_from_db()
    assert (comment.state, comment.receipt_hash, comment.body_fold_hash) == (CommentState.ERASED, None, "")
    assert gone == [comment.pk]
    assert not Notification.objects.exists()
    report = comment.reports.get()
    assert (report.outcome, report.text) == (ReportOutcome.GONE, "")
    assert LimitCounter.objects.get(pk=counters.pk).n == 3
    answer.refresh_from_db()
    assert answer.body == "Terima kasih, Bu."
    assert Thread.objects.get().n_published == 1
    html = Client().get(article.get_url()).content.decode()
    assert "Komentar ini dihapus pada" in html
    assert "Terima kasih, Bu." in html


def test_the_log_keeps_that_it_was_and_not_what(article, cadre):
    comment = full_comment(article)
    erasing.erase_comment(comment, by=cadre, reason="Diminta langsung oleh orangnya")
    act = Act.objects.filter(verb="comment.erase").get()
    assert act.object_key == str(comment.pk)
    assert act.after == CommentState.ERASED.label
    assert ModAction.objects.get(comment=comment).actor == cadre


def test_what_the_office_said_is_not_erased_as_somebodys_own(article, cadre):
    answer = AnswerFactory(parent=ResidentCommentFactory(thread__page=article), author=cadre)
    with pytest.raises(ValueError):
        erasing.erase_comment(answer)


def test_a_guest_erases_by_receipt(article, django_capture_on_commit_callbacks):
    comment = full_comment(article)
    client = _with_receipt(comment)
    url = reverse("comments:erase", args=[comment.public_id])
    page = client.get(url)
    assert page.status_code == 200
    assert "Yang tetap ada" in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    assert Client().get(url).status_code == Client().post(url, {"sure": "on"}).status_code == 404
    assert client.post(url).status_code == 422  # the tick is missing
    assert ResidentComment.objects.get().state == CommentState.PUBLISHED

    answer = client.post(url, {"sure": "on"})
    assert answer.status_code == 303
    assert "dihapus" in client.get(answer["Location"]).content.decode()
    assert places_of(WORD) == []
    assert client.get(url).status_code == 404
    assert receipts.find("ABCD-EFGH-JKMN-PQRS") is None


def _with_receipt(comment) -> Client:
    response, client = HttpResponse(), Client()
    ownership.grant(response, comment)
    client.cookies[ownership.COOKIE] = response.cookies[ownership.COOKIE].value
    return client


def a_full_life(resident, article, cadre, n=500) -> None:
    """Case 37: ``n`` comments in all states, with edits, reports, decisions, notices, links and sessions."""
    thread = thread_with(n, page=article, body=lambda i: f"Kata {WORD} nomor {i}")
    rows = ResidentComment.objects.filter(thread=thread)
    rows.update(resident=resident, kind=CommentKind.RESIDENT, shown_name=NAME, author_note=f"Catatan {WORD}")
    pks = list(rows.order_by("pk").values_list("pk", flat=True))
    for i, state in enumerate(CommentState):
        if state != CommentState.ERASED:
            rows.filter(pk__in=pks[i * 10 : i * 10 + 5]).update(state=state, reason_code=ReasonCode.RUDE)
    recount(thread)
    CommentEdit.objects.bulk_create(CommentEdit(comment_id=pk, old_body=f"Dulu {WORD}") for pk in pks)
    Report.objects.bulk_create(
        Report(comment_id=pk, reporter_key_hash="1" * 64, reason=ReportReason.RUDE, text=f"Laporan {WORD}")
        for pk in pks
    )
    for comment in rows.filter(state=CommentState.PUBLISHED)[:3]:
        AnswerFactory(parent=comment, author=cadre, body="Terima kasih.")
        told_of(comment, cadre)
    other = ResidentCommentFactory(thread__page=article, body="Tulisan tetangga")
    reporting.report(other, reason=ReportReason.RUDE, text=f"Saya {WORD}", resident=resident)
    resident_link(resident)


def everything_gone(resident) -> bool:
    resident.refresh_from_db()
    row = (resident.card_number, resident.display_name, resident.phone_ending, resident.verified_at)
    return (
        places_of(WORD) == places_of(NAME) == []
        and row == (None, "", "", None)
        and resident.erased_at is not None
        and not ResidentSession.objects.exists()
        and not ResidentLink.objects.exists()
        and not ResidentComment.objects.filter(resident__isnull=False).exists()
        and not Report.objects.filter(reporter__isnull=False).exists()
    )


def test_a_resident_with_500_comments_is_gone_everywhere(resident, article, village, cadre):
    """Case 37: erasure and export of a resident with 500 comments, edits, reports, notices."""
    a_full_life(resident, article, cadre)
    client = Client()
    signed_in_resident(client, resident)
    before = exporting.of_resident(resident)
    assert len(before["comments"]) == 500
    assert len(before["reports"]) == 1
    url = reverse("comments:erase_mine")
    pins.keep(resident, PIN)
    page = client.get(url).content.decode()
    assert "500" in page
    assert "Yang tetap ada" in page
    assert client.post(url).status_code == 422
    assert Resident.objects.get().erasure_asked_at is None

    answer = client.post(url, {"sure": "on", "pin": PIN})
    assert answer.status_code == 303
    assert answer["Location"] == reverse("comments:erased")
    assert everything_gone(resident)
    assert client.get(url).status_code == 302  # signed out
    after = exporting.of_resident(resident)
    assert (after["comments"], after["reports"], after["consents"], after["profile"]["name"]) == (
        [],
        [],
        [],
        "",
    )
    assert ResidentComment.objects.filter(state=CommentState.ERASED).count() == 500
    assert (
        ResidentComment.objects.filter(kind=CommentKind.OFFICIAL, state=CommentState.PUBLISHED).count() == 3
    )
    assert Thread.objects.get().n_published == 4  # three answers and the neighbour
    assert not Notification.objects.filter(url__contains="/komentar/").exists()
    act = Act.objects.filter(verb="resident.erase").get()
    assert NAME not in f"{act.object_name}{act.reason}"


def test_a_phone_that_lies_open_erases_nothing_without_the_pin(village):
    """Wrong tries count like those to sign in: after five the right one waits too."""
    resident = ResidentFactory(village=village, pin=PIN)
    client, url = Client(), reverse("comments:erase_mine")
    signed_in_resident(client, resident)
    answer = client.post(url, {"sure": "on"})
    assert answer.status_code == 422
    assert "Tulis PIN Anda." in answer.content.decode()
    for pin in (*["140982"] * 5, PIN):
        answer = client.post(url, {"sure": "on", "pin": pin})
        page = answer.content.decode()
        assert answer.status_code == 422
        assert list(answer.context["form"].errors) == ["pin"]
        assert "PIN ini tidak cocok" in page
        assert "checked" in page  # what was said stays, the PIN does not
        assert pin not in page
    assert Resident.objects.get().erasure_asked_at is None
    with time_machine.travel(timezone.now() + timedelta(minutes=1, seconds=5)):
        assert client.post(url, {"sure": "on", "pin": PIN}).status_code == 303
    assert Resident.objects.get().erased_at is not None


def test_who_has_no_pin_is_asked_none(village):
    client, url = Client(), reverse("comments:erase_mine")
    signed_in_resident(client, ResidentFactory(village=village))
    assert 'name="pin"' not in client.get(url).content.decode()
    assert client.post(url, {"sure": "on"}).status_code == 303


def test_cut_in_the_middle_it_is_finished_by_the_clock(resident, article, cadre, monkeypatch):
    """Case 37: a job broken midway resumes."""
    a_full_life(resident, article, cadre, n=120)
    signed_in_resident(Client(), resident)
    whole, calls = erasing._erase_around, []

    def breaks_in_the_second(comments):
        calls.append(1)
        if len(calls) == 2:
            raise ConnectionError("The power is gone.")
        whole(comments)

    monkeypatch.setattr(erasing, "_erase_around", breaks_in_the_second)
    with pytest.raises(ConnectionError):
        erasing.erase_resident(resident)
    # The first batch is done whole, the second not at all; nobody signs in, and nothing can be written.
    assert ResidentComment.objects.filter(state=CommentState.ERASED).count() == erasing.BATCH
    resident.refresh_from_db()
    assert not resident.may_sign_in
    assert resident.erased_at is None
    assert not ResidentSession.objects.exists()
    assert not ResidentLink.objects.exists()

    monkeypatch.undo()
    call_command("run_due")
    assert everything_gone(resident)
    erased = list(ResidentComment.objects.filter(state=CommentState.ERASED).values_list("version", flat=True))
    assert len(erased) == 120
    assert set(erased) == {2}
    assert Act.objects.filter(verb="resident.erase").count() == 1


def test_what_came_in_while_erasing_is_erased_too(resident, article):
    erasing.erase_resident(resident)
    full_comment(article, resident)
    assert places_of(WORD)
    call_command("run_due")
    assert places_of(WORD) == places_of(NAME) == []
    assert erasing.finish_due() == 0


def test_readers_caches_feeds_and_search_forget_at_once(
    resident, article, village, settings, django_capture_on_commit_callbacks
):
    """Case 35, of erasure: page, list, own address, feeds and search, with the page cache on."""
    settings.PAGE_CACHE_ENABLED = True
    forget()
    with django_capture_on_commit_callbacks(execute=True):
        comment = full_comment(article, resident)
        ResidentCommentFactory(thread__page=article, body="Tulisan tetangga")
    reader = Client()
    addresses = [
        article.get_url(),
        f"{village.get_url()}ruang-komunitas/",
        village.get_url(),
        reverse("comments:further", args=[article.translation_key]),
        comment.get_absolute_url(),
        *_feeds(article, village),
    ]
    before = [reader.get(address) for address in addresses]
    shown = [WORD in response.content.decode() for response in before]
    assert shown[0]
    assert shown[3]
    assert shown[4]
    assert all(WORD in response.content.decode() for response in before[5:])
    assert WORD in reader.get(addresses[0]).content.decode()  # now from the cache
    with django_capture_on_commit_callbacks(execute=True):
        erasing.erase_resident(resident)
    for address in addresses:
        text = reader.get(address).content.decode()
        assert not [word for word in (WORD, NAME) if word in text], address
    assert reader.get(comment.get_absolute_url()).status_code == 404
    assert "Tulisan tetangga" in reader.get(article.get_url()).content.decode()
    assert f"/{comment.public_id}/" not in reader.get("/cari/", {"q": WORD}).content.decode()


def _feeds(article, village) -> list[str]:
    from django.urls import NoReverseMatch

    try:
        return [reverse("comments:page_feed", args=[article.translation_key])]
    except NoReverseMatch:
        return []


def test_comments_are_never_indexed(article, resident):
    """Nothing of a comment or a resident is in the search, before or after."""
    full_comment(article, resident)
    call_command("update_index", verbosity=0)
    backend = get_search_backend()
    for model in (ResidentComment, Resident, Report, CommentEdit):
        assert not hasattr(model, "search_fields")
    assert list(backend.search(WORD, type(article))) == []
    assert not [place for place in places_of(WORD) if "index" in place or "wagtailsearch" in place]


def test_a_cadre_erases_at_the_persons_request(resident, article, cadre, other_cadre, contributor):
    full_comment(article, resident)
    url = reverse("resident_erase", args=[resident.pk])
    client, asked = Client(), {"reason": "guardian", "sure": "on"}
    for person, status in ((other_cadre, 404), (contributor, 403)):
        client.force_login(person)
        assert client.get(url).status_code == client.post(url, asked).status_code == status
    client.force_login(cadre)
    assert client.get(url).status_code == 200
    client.post(url, {"sure": "on"})
    client.post(url, {"reason": "guardian"})
    assert places_of(WORD)
    assert client.post(url, asked).status_code == 302
    assert places_of(WORD) == []
    assert places_of(NAME) == []
    act = Act.objects.filter(verb="resident.erase").get()
    assert (act.actor_key, act.reason) == (cadre.pk, "Diminta orang tua, wali, atau pendampingnya")
    assert client.get(url).status_code == 404


def test_a_cadre_erases_one_comment_but_not_what_is_said_about_the_cadre(article, cadre, other_cadre):
    asked = {"reason": "in_person", "sure": "on"}
    comment, about = full_comment(article), full_comment(article, about_cadre=True)
    answer = AnswerFactory(parent=comment, author=None)
    client = Client()
    url = reverse("comment_erase", args=[comment.public_id])
    client.force_login(other_cadre)
    assert client.post(url, asked).status_code == 404
    client.force_login(cadre)
    for other in (about, answer):
        assert client.post(reverse("comment_erase", args=[other.public_id]), asked).status_code == 404
    assert client.get(url).status_code == 200
    assert client.post(url, {"reason": "in_person"}).status_code == 200
    comment.refresh_from_db()
    assert comment.state == CommentState.PUBLISHED
    assert client.post(url, asked).status_code == 302
    comment.refresh_from_db()
    assert comment.state == CommentState.ERASED
    assert ModAction.objects.get(comment=comment).actor == cadre


def test_erased_twice_at_once_counts_once(article):
    comment = full_comment(article)
    stale = ResidentComment.objects.get(pk=comment.pk)
    erasing.erase_comment(comment)
    erasing.erase_comment(stale)
    assert Thread.objects.get().n_published == 0


def test_what_nobody_sees_goes_by_itself_and_what_is_public_stays(article):
    for state in (*erasing.KEPT, CommentState.PUBLISHED):
        full_comment(article, state=state)
    begun = timezone.now()
    for kept in sorted(set(erasing.KEPT.values())):
        due = {state for state, time in erasing.KEPT.items() if time == kept}
        rows = ResidentComment.objects.filter(state__in=due)
        with time_machine.travel(begun + kept - timedelta(hours=1)):
            call_command("run_due")
            assert rows.count() == len(due), due
        with time_machine.travel(begun + kept + timedelta(hours=1)):
            call_command("run_due")
            assert not rows.exists(), due
    left = ResidentComment.objects.exclude(state=CommentState.ERASED)
    assert {comment.state for comment in left} == {CommentState.PUBLISHED}
