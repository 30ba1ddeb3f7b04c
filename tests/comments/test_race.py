"""Case 26, case 28 and case 30: several at the same moment. On PostgreSQL, over several worker processes.

Where one process would prove nothing, the site is served by gunicorn and asked over real connections.
"""

import gzip
import http.client
import re
import socket
import threading
import uuid
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import transaction
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from django.urls import reverse
from django.utils import timezone

from comments import authoring, moderation, posting, reporting
from comments.enums import CommentState, ReportReason, ThreadMode
from comments.models import ModAction, Report, ResidentComment, ResidentSession, Thread
from tests.comments.conftest import form_url
from tests.editorial.test_race import at_once
from tests.factories.comments import ResidentCommentFactory, ThreadFactory
from tests.factories.residents import ResidentFactory, resident_link
from tests.served import LOOPBACK, served

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]

WORKERS = 4
AT_ONCE = 20
FIELD = re.compile(r'name="(csrfmiddlewaretoken|stamp)" value="([^"]+)"')


class Phone:
    """One browser on a connection of its own."""

    def __init__(self, port: int, cookies: dict[str, str] | None = None):
        self.port, self.cookies = port, dict(cookies or {})

    def ask(self, path: str, form: dict[str, Any] | None = None) -> tuple[int, str]:
        """Status and text; cookies are kept, redirects are not followed. ``form``: with files or without."""
        connection = http.client.HTTPConnection(LOOPBACK, self.port, timeout=60)
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        body = None
        if form is not None:
            headers["Content-Type"], body = encoded(form)
        connection.request("GET" if form is None else "POST", path, body, headers)
        answer = connection.getresponse()
        text = answer.read().decode()
        for line in answer.headers.get_all("Set-Cookie") or ():
            for name, morsel in SimpleCookie(line).items():
                self.cookies[name] = morsel.value
        connection.close()
        return answer.status, text

    def opened(self, path: str) -> dict[str, str]:
        """The hidden fields of the form at ``path``."""
        status, text = self.ask(path)
        assert status == 200, (path, status)
        return dict(FIELD.findall(text))

    def copy(self) -> "Phone":
        return Phone(self.port, self.cookies)


def encoded(form: dict[str, Any]) -> tuple[str, str | bytes]:
    """The type and the body of a form as a browser sends it."""
    if all(isinstance(value, str) for value in form.values()):
        return "application/x-www-form-urlencoded", urlencode(form)
    return MULTIPART_CONTENT, encode_multipart(BOUNDARY, form)


def together(*acts) -> list:
    """As ``at_once``, for acts that touch no database here."""
    outcomes, start = [None] * len(acts), threading.Barrier(len(acts))

    def run(number: int, act) -> None:
        start.wait()
        outcomes[number] = act()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


WORDS = {"name": "Nurhayati", "place": "Dusun Mawar", "body": "Kapan jembatan diperbaiki?", "lanjutan": ""}


def test_case_26_twenty_parallel_sendings_of_one_form_are_one_comment_with_one_receipt(article):
    """case 26: four worker processes, one nonce: one row and twenty equal answers."""
    with served(WORKERS) as port:
        phone = Phone(port)
        values = WORDS | phone.opened(form_url(article))
        phones = [phone.copy() for _number in range(AT_ONCE)]
        answers = together(*(lambda one=one: one.ask(form_url(article), values)[0] for one in phones))
        assert Counter(answers) == {303: AT_ONCE}
        codes = {
            re.search(r'class="receipt"[^>]*>\s*([^<\s]+)', one.ask("/komentar/terkirim/")[1])[1]
            for one in phones
        }
    assert len(codes) == 1
    assert ResidentComment.objects.count() == 1
    assert Thread.objects.count() == 1


def test_case_26_twenty_people_at_once_under_a_page_without_a_word_are_twenty_comments(article):
    """case 26: the thread is made once, and nobody's comment is lost by it."""
    with served(WORKERS) as port:
        phones = [Phone(port) for _number in range(AT_ONCE)]
        values = [
            WORDS | phone.opened(form_url(article)) | {"body": f"Usul nomor {number} dari warga."}
            for number, phone in enumerate(phones)
        ]
        answers = together(
            *(
                lambda pair=pair: pair[0].ask(form_url(article), pair[1])[0]
                for pair in zip(phones, values, strict=True)
            )
        )
    assert Counter(answers) == {303: AT_ONCE}
    assert ResidentComment.objects.count() == AT_ONCE
    assert Thread.objects.count() == 1


ATTEMPTS = 5  # of each race, since a race may go well by chance


def waiting_under(article) -> Iterator[ResidentComment]:
    """A comment that waits, for each attempt another."""
    for _attempt in range(ATTEMPTS):
        yield ResidentCommentFactory(thread__page=article, state=CommentState.PENDING)


def again(comment: ResidentComment) -> ResidentComment:
    return ResidentComment.objects.get(pk=comment.pk)


def count_is_right(thread: Thread) -> bool:
    thread.refresh_from_db()
    return thread.n_published == thread.resident_comments.published().count()


def test_case_28_approving_and_refusing_at_once_is_one_decision(article, cadre, second_cadre):
    """case 28: the first wins, the second is told, and the log holds one act."""
    for waiting in waiting_under(article):
        outcomes = at_once(
            lambda one=waiting: moderation.approve(cadre, again(one), version=1),
            lambda one=waiting: moderation.reject(second_cadre, again(one), version=1, reason="rude"),
        )
        assert sum(isinstance(outcome, moderation.AlreadyHandledError) for outcome in outcomes) == 1, outcomes
        assert sum(outcome is None for outcome in outcomes) == 1, outcomes
        assert ModAction.objects.filter(comment=waiting).count() == 1
        assert again(waiting).version == 2
        assert (again(waiting).state == CommentState.PUBLISHED) is (outcomes[0] is None)
        assert count_is_right(waiting.thread)


def test_case_28_approving_while_the_author_withdraws_is_one_of_both(article, cadre):
    """case 28: what was withdrawn is read by nobody, and the count is right."""
    for waiting in waiting_under(article):
        seen, own = again(waiting), again(waiting)
        outcomes = at_once(
            lambda one=seen: moderation.approve(cadre, one, version=1),
            lambda one=own: authoring.withdraw(one, version=1),
        )
        done = [outcome is None for outcome in outcomes]
        assert done.count(True) == 1, outcomes
        expected = moderation.NotDoneError if done[1] else authoring.ChangedMeanwhileError
        assert isinstance(outcomes[done.index(False)], expected), outcomes
        assert again(waiting).state == (CommentState.WITHDRAWN if done[1] else CommentState.PUBLISHED)
        assert count_is_right(waiting.thread)


def test_case_28_withdrawing_twice_at_once_counts_once(article):
    """case 28: a double tap."""
    comment = ResidentCommentFactory(thread__page=article)
    at_once(*(lambda: authoring.withdraw(again(comment), version=1) for _tap in range(4)))
    assert (again(comment).state, again(comment).version) == (CommentState.WITHDRAWN, 2)
    assert count_is_right(comment.thread)


def test_case_28_a_thread_that_closes_while_somebody_posts_takes_it_or_refuses_it(article, village):
    """case 28: whoever holds the row first; nothing is stored by half."""
    thread = ThreadFactory(page=article)

    @transaction.atomic
    def close() -> None:
        rows = Thread.objects.select_for_update().filter(pk=thread.pk)
        rows.get()
        rows.update(mode=ThreadMode.CLOSED)

    def post(number: int):
        return posting.post(
            page=article, village=village, speaker=posting.Speaker(name="A", place=""),
            body=f"Halo {number}", nonce=uuid.uuid4(), held=[],
        )  # fmt: skip

    outcomes = at_once(close, *(lambda number=number: post(number) for number in range(6)))
    refused = [outcome for outcome in outcomes[1:] if isinstance(outcome, posting.ThreadClosedError)]
    taken = [outcome for outcome in outcomes[1:] if isinstance(outcome, ResidentComment)]
    assert len(refused) + len(taken) == 6, outcomes
    assert ResidentComment.objects.count() == len(taken)
    with pytest.raises(posting.ThreadClosedError):
        post(7)


def settled(village, n: int) -> list:
    return [
        ResidentFactory(village=village, verified=True, created_at=timezone.now() - timedelta(days=30))
        for _number in range(n)
    ]


def test_case_30_three_reports_at_once_hide_a_comment_once(article, village):
    """case 30: three verified residents in the same second."""
    comment = ResidentCommentFactory(thread__page=article)
    outcomes = at_once(
        *(
            lambda resident=resident: reporting.report(
                again(comment), reason=ReportReason.RUDE, resident=resident
            )
            for resident in settled(village, 3)
        )
    )
    assert all(isinstance(outcome, Report) for outcome in outcomes), outcomes
    assert again(comment).state == CommentState.HIDDEN
    assert ModAction.objects.filter(comment=comment).count() == 1
    assert count_is_right(comment.thread)


def test_case_30_one_person_who_reports_five_times_at_once_is_one_report(article, village):
    """case 30: a flood by one hand counts once and hides nothing."""
    comment = ResidentCommentFactory(thread__page=article)
    (resident,) = settled(village, 1)
    outcomes = at_once(
        *(
            lambda: reporting.report(again(comment), reason=ReportReason.RUDE, resident=resident)
            for _number in range(5)
        )
    )
    assert not [outcome for outcome in outcomes if isinstance(outcome, Exception)], outcomes
    assert Report.objects.count() == 1
    assert again(comment).state == CommentState.PUBLISHED


def test_case_28_and_30_a_decision_and_the_third_report_at_once_leave_one_truth(article, village, cadre):
    """case 28, case 30: the cadre hides while the third report comes in."""
    comment = ResidentCommentFactory(thread__page=article)
    *first, last = settled(village, 3)
    for resident in first:
        reporting.report(again(comment), reason=ReportReason.RUDE, resident=resident)
    outcomes = at_once(
        lambda: reporting.report(again(comment), reason=ReportReason.RUDE, resident=last),
        lambda: moderation.hide(cadre, again(comment), version=comment.version, reason="rude"),
    )
    failed = [one for one in outcomes if isinstance(one, Exception)]
    assert all(isinstance(one, moderation.NotDoneError) for one in failed), outcomes
    assert again(comment).state == CommentState.HIDDEN
    assert count_is_right(comment.thread)


def test_case_20_one_link_opened_by_two_phones_at_once_lets_one_in(village, cadre):
    """case 20: over worker processes; the other phone is told, and no second session is made."""
    resident = ResidentFactory(village=village)
    _link, token = resident_link(resident, by=cadre)
    address = reverse("comments:open_link", args=[token])
    with served(WORKERS) as port:
        phones = [Phone(port) for _number in range(4)]
        forms = [phone.opened(address) | {"shared": "1", "consent": "on", "adult": "on"} for phone in phones]
        answers = together(
            *(lambda pair=pair: pair[0].ask(address, pair[1])[0] for pair in zip(phones, forms, strict=True))
        )
        inside = [phone for phone in phones if phone.cookies.get("warga")]
    assert Counter(status // 100 for status in answers) == {3: 1, 4: 3}
    assert len(inside) == 1
    assert ResidentSession.objects.count() == 1


def test_case_10_bodies_in_pieces_or_packed_are_refused_and_the_worker_stays_free(article):
    """case 10: a chunked and a gzip body, and one that never comes, through the real server."""
    with served(2) as port:
        phone = Phone(port)
        fields = phone.opened(form_url(article))
        head = f"POST {form_url(article)} HTTP/1.1\r\nHost: {LOOPBACK}\r\n" + (
            f"Cookie: csrftoken={phone.cookies['csrftoken']}\r\n"
            "Content-Type: application/x-www-form-urlencoded\r\n"
        )
        body = urlencode(WORDS | fields).encode()
        chunked = b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body)
        endless = b"".join(b"10000\r\n" + b"a" * 65_536 + b"\r\n" for _piece in range(64))
        for extra, sent in (
            ("Transfer-Encoding: chunked\r\n", chunked),
            ("Transfer-Encoding: chunked\r\n", endless + b"0\r\n\r\n"),
            (f"Content-Encoding: gzip\r\nContent-Length: {len(body)}\r\n", _packed(body)),
            (f"Transfer-Encoding: chunked\r\nContent-Length: {len(body)}\r\n", chunked),
        ):
            assert 400 <= _status(port, head + extra, sent) < 500, extra
        # Bodies that are promised and never come hold no more than the threads of a worker.
        slow = [_half_sent(port, head) for _number in range(3)]
        assert Phone(port).ask(article.get_url())[0] == 200
        for one in slow:
            one.close()
    assert not ResidentComment.objects.exists()


def _packed(body: bytes) -> bytes:
    packed = gzip.compress(body)
    return packed + b" " * max(0, len(body) - len(packed))


def _status(port: int, head: str, body: bytes) -> int:
    with socket.create_connection((LOOPBACK, port), timeout=30) as one:
        try:
            one.sendall(f"{head}Connection: close\r\n\r\n".encode() + body)
        except (BrokenPipeError, ConnectionResetError):
            pass  # refused before the end
        try:
            answer = one.recv(200)
        except ConnectionResetError:
            return 400
        return int(answer.split(b" ")[1]) if answer else 400


def _half_sent(port: int, head: str) -> socket.socket:
    one = socket.create_connection((LOOPBACK, port), timeout=30)
    one.sendall(f"{head}Content-Length: 1000\r\n\r\nname=".encode())
    return one
