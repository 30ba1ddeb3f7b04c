"""A guest comments: the form, its checks, and what comes of sending. Cases: comments.md 4.8."""

import html
import io
import re
import threading
import time
from urllib.parse import quote, urlencode

import pytest
import time_machine
from django.core import signing
from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, OperationalError, connection, connections, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from comments import consent, limits, posting, stamps
from comments.enums import CommentKind, CommentState, HeldCode, ThreadMode
from comments.models import LimitCounter, ResidentComment, Thread
from comments.text import MAX_RAW
from offices.models import OfficeContact
from tests.comments.conftest import Guest, article_in, form_url
from tests.factories.comments import AnswerFactory, ResidentCommentFactory, ThreadFactory
from tests.factories.inclusion import InclusionNoticePageFactory
from tests.factories.village_pages import regency_information

pytestmark = pytest.mark.django_db


def only() -> ResidentComment:
    return ResidentComment.objects.get()


def test_a_comment_of_a_guest_waits_for_review_and_gives_a_receipt(guest, article, village):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        opened = guest.form(article)
        clock.shift(30)
        response = guest.send(article, **opened)
    assert response.status_code == 303
    assert response["Location"] == reverse("comments:sent")
    comment = only()
    assert (comment.shown_name, comment.shown_place, comment.body) == (
        "Nurhayati",
        "Dusun Mawar",
        "Kapan kegiatan berikutnya?",
    )
    assert comment.state == CommentState.PENDING
    assert comment.kind == CommentKind.GUEST
    assert comment.held_codes == []
    assert (comment.thread.page_id, comment.village_id) == (article.pk, village.pk)
    assert comment.thread.n_published == 0
    receipt = guest.client.get(response["Location"]).content.decode()
    assert "Komentar terkirim" in receipt
    assert "Pematang Rahim" in receipt


def test_the_form_is_nobodys_copy(guest, article):
    response = guest.client.get(form_url(article))
    assert "no-store" in response["Cache-Control"]
    assert response["X-Robots-Tag"] == "noindex"
    assert not hasattr(response, "cache_scopes")
    assert "sessionid" not in response.cookies


def test_errors_are_told_on_top_with_links_and_no_word_is_lost(guest, article):
    response = guest.send(article, name="Kader", place="Dusun <Satu>", body="a" * 2001)
    page = response.content.decode()
    assert response.status_code == 422
    assert "<title>" in page
    assert "Ada masalah" in page[page.index("<title>") : page.index("</title>")]
    assert 'href="#isian-name"' in page
    assert 'href="#isian-body"' in page
    assert "a" * 2001 in page
    assert html.escape("Dusun <Satu>") in page
    assert 'value="Kader"' in page
    assert not ResidentComment.objects.exists()


def test_a_form_mended_after_an_error_is_one_comment(guest, article, patient):
    opened = guest.form(article)
    assert guest.send(article, body="", **opened).status_code == 422
    assert guest.send(article, **opened).status_code == 303
    assert ResidentComment.objects.count() == 1


HOSTILE = ["<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "javascript:alert(1)"]


@pytest.mark.parametrize("words", HOSTILE)
def test_case_01_markup_is_shown_as_it_was_typed(guest, article, client, words, patient):
    guest.send(article, body=f"Lihat {words}", place="")
    ResidentComment.objects.update(state=CommentState.PUBLISHED, shown_name=words, shown_place=words)
    comment = only()
    for address in (article.get_url(), comment.get_absolute_url()):
        page = client.get(address).content.decode()
        assert page.count(html.escape(words)) >= 3
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert f'href="{words}' not in page


@pytest.mark.parametrize("words", HOSTILE)
def test_case_01_a_name_of_markup_is_refused_and_escaped(guest, article, words):
    page = guest.send(article, name=words, place=words).content.decode()
    assert html.escape(words) in page
    assert words not in page or "<" not in words
    assert not ResidentComment.objects.exists()


@pytest.mark.parametrize("words", ["{{ 7*7 }}", "{% include 'x' %}", "%s %(name)s", "{0} {name}"])
def test_case_02_template_marks_are_words(guest, article, client, words, patient):
    guest.send(article, body=words)
    ResidentComment.objects.update(state=CommentState.PUBLISHED)
    assert html.escape(words) in client.get(article.get_url()).content.decode()


@pytest.mark.parametrize("field", ["name", "place", "body", "lanjutan", "stamp", "csrfmiddlewaretoken"])
def test_case_03_nul_in_a_field_is_no_crash(guest, article, field, patient):
    response = guest.send(article, **{**guest.form(article), field: "a\x00b"})
    assert response.status_code in (303, 403, 422)
    for comment in ResidentComment.objects.all():
        assert "\x00" not in comment.shown_name + comment.shown_place + comment.body


def test_case_03_nul_in_paths_queries_and_cookies_is_no_crash(client, article):
    further = reverse("comments:further", args=[article.translation_key])
    client.cookies["komentar_bukti"] = "a%00b"
    for address in (
        f"{further}?sesudah=%00",
        "/komentar/%00/",
        "/komentar/tulis/%00/",
        "/komentar/terkirim/",
    ):
        assert client.get(address).status_code in (200, 400, 404)


def test_case_04_bytes_that_are_no_utf8_are_no_crash(article, patient):
    response = Client().generic(
        "POST",
        form_url(article),
        b"name=\xff\xfe&body=\xed\xa0\x80abc&stamp=" + stamps.issue(article.translation_key).encode(),
        content_type="application/x-www-form-urlencoded; charset=utf-16-nonsense",
    )
    assert response.status_code in (303, 400, 415, 422)


@pytest.mark.parametrize("length", [2000, 2001])
def test_case_09_two_thousand_characters_fit_and_nothing_is_cut(guest, article, length, patient):
    body = "😀" * length
    response = guest.send(article, body=body)
    if length == 2000:
        assert response.status_code == 303
        assert only().body == body
    else:
        assert response.status_code == 422
        assert not ResidentComment.objects.exists()


@pytest.mark.parametrize("name", ["write", "receipt"])
def test_case_10_a_large_body_is_refused_before_a_byte_of_it_is_read(client, article, name):
    address = form_url(article) if name == "write" else reverse("comments:receipt")

    class Untouched:
        def read(self, *args):
            pytest.fail("the body was read")

        readline = read

    for kind in ("multipart/form-data; boundary=x", "application/x-www-form-urlencoded"):
        response = Client(enforce_csrf_checks=True).post(
            address, b"", content_type=kind, CONTENT_LENGTH="3000000", **{"wsgi.input": Untouched()}
        )
        assert response.status_code == 413
        assert "terlalu besar" in response.content.decode()
        assert "no-store" in response["Cache-Control"]


def test_the_longest_text_that_is_read_at_all_is_not_too_large(guest, article):
    response = guest.client.post(
        form_url(article),
        urlencode({**guest.form(article), "name": "A", "body": "😀" * MAX_RAW}),
        content_type="application/x-www-form-urlencoded",
    )
    assert response.status_code == 422
    assert "😀" * MAX_RAW in response.content.decode()


def test_a_receipt_is_still_asked_for_with_a_token_only(article):
    assert (
        Client(enforce_csrf_checks=True).post(reverse("comments:receipt"), {"code": "A"}).status_code == 403
    )


def test_case_10_a_body_of_three_megabytes_is_refused(guest, article):
    opened = guest.form(article)
    response = guest.send(article, body="a" * 3_000_000, **opened)
    assert response.status_code in (400, 413, 422)
    assert not ResidentComment.objects.exists()


def test_case_11_fields_that_the_form_does_not_have_change_nothing(
    guest, article, other_village, cadre, patient
):
    response = guest.send(
        article, state="published", kind="official", is_official="1", author=str(cadre.pk),
        village=str(other_village.pk), resident="5", depth="1", parent="1", version="9", held_codes="[]",
    )  # fmt: skip
    assert response.status_code == 303
    comment = only()
    assert (comment.state, comment.kind, comment.author, comment.depth) == ("pending", "guest", None, 0)
    assert comment.village_id != other_village.pk


@pytest.mark.parametrize("missing", ["name", "body", "stamp"])
def test_case_11_a_missing_field_is_an_error_and_not_a_crash(guest, article, missing):
    assert guest.send(article, **{**guest.form(article), missing: None}).status_code == 422
    assert not ResidentComment.objects.exists()


def test_case_12_other_kinds_of_content_are_refused(guest, article):
    opened = guest.form(article)
    for content_type in ("application/json", "text/plain", "application/octet-stream"):
        response = guest.client.post(form_url(article), b'{"body": "x"}', content_type=content_type)
        assert response.status_code == 400
    upload = io.BytesIO(b"x" * 100)
    upload.name = "foto.jpg"
    response = guest.client.post(form_url(article), {**opened, "name": "A", "body": "b", "berkas": upload})
    assert response.status_code == 400
    assert not ResidentComment.objects.exists()


@pytest.mark.parametrize(
    "key", ["-1", "0", "1000000000", "9" * 40, "abc", "1.5", "١٢", "00000000-0000-0000-0000-000000000000"]
)
def test_case_13_odd_ids_are_not_found_and_save_nothing(client, article, key):
    for address in (f"/komentar/tulis/{key}/", f"/komentar/halaman/{key}/", f"/komentar/{key}/"):
        assert client.get(address).status_code == 404
        assert client.post(address, {"name": "A", "body": "b"}).status_code in (404, 405)
    assert not Thread.objects.exists()


@given(key=st.text(max_size=50))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_case_13_any_id_and_cursor_is_answered(client, article, key):
    for address in (
        reverse("comments:further", args=[article.translation_key]),
        reverse("comments:receipt"),
        "/komentar/",
    ):
        assert client.get(address, {"sesudah": key, "page": key}).status_code in (200, 302, 404)
    assert not ResidentComment.objects.exists()


@given(
    name=st.text(max_size=80),
    place=st.text(max_size=80),
    body=st.text(max_size=300),
    trap=st.text(max_size=5),
)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_words_are_taken_or_refused_and_never_half(article, unlimited, name, place, body, trap):
    before = ResidentComment.objects.count()
    response = Client().post(
        form_url(article),
        {
            "name": name,
            "place": place,
            "body": body,
            "lanjutan": trap,
            "stamp": stamps.issue(article.translation_key),
        },
    )
    assert response.status_code in (303, 422)
    assert ResidentComment.objects.count() == before + (response.status_code == 303)


def test_case_14_an_answer_under_another_page_is_impossible(article, other_article):
    parent = ResidentCommentFactory(thread__page=other_article)
    thread = ThreadFactory(page=article)
    reply = ResidentComment(
        thread=thread, village=thread.village, parent=parent, root=parent, depth=1, shown_name="A", body="b"
    )
    with pytest.raises(ValidationError):
        reply.clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        reply.save()
    # Past save() too, and for a row that stood right before.
    with pytest.raises(IntegrityError), transaction.atomic():
        ResidentComment.objects.bulk_create([reply])
    right = AnswerFactory(parent=ResidentCommentFactory(thread=thread), author=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        ResidentComment.objects.filter(pk=right.pk).update(parent=parent, root=parent)


def test_case_14_an_answer_to_itself_or_below_an_answer_is_impossible(article):
    answer = AnswerFactory(parent=ResidentCommentFactory(thread__page=article), author=None)
    for values in ({"parent": answer}, {"root": answer}):
        with pytest.raises(IntegrityError), transaction.atomic():
            ResidentComment.objects.filter(pk=answer.pk).update(**values)
    below = ResidentCommentFactory.build(
        thread=answer.thread, village=answer.village, parent=answer, root=answer, depth=1
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        below.save()


def test_case_17_pages_that_readers_cannot_see_have_no_form(client, article):
    article.unpublish()
    assert client.get(form_url(article)).status_code == 404
    assert client.get(reverse("comments:further", args=[article.translation_key])).status_code == 404


def test_pages_of_other_kinds_have_no_form(client, village):
    assert client.get(form_url(village)).status_code == 404


def test_case_24_without_a_token_nothing_is_stored_and_the_words_come_back(article):
    response = Guest().send(
        article,
        body="Tulisan yang panjang",
        stamp=stamps.issue(article.translation_key),
        csrfmiddlewaretoken="salah",
    )
    assert response.status_code == 403
    assert "Tulisan yang panjang" in response.content.decode()
    assert not ResidentComment.objects.exists()


def test_case_24_a_form_sent_by_another_site_gets_nothing_back(guest, article):
    opened = guest.form(article)
    response = guest.client.post(
        form_url(article),
        {**opened, "name": "A", "body": "Beli di sini"},
        headers={"Origin": "https://lain.example"},
    )
    assert response.status_code == 403
    assert "Beli di sini" not in response.content.decode()
    assert not ResidentComment.objects.exists()


def test_case_26_the_same_form_sent_twice_is_one_comment_with_one_receipt(guest, article, patient):
    opened = guest.form(article)
    codes = set()
    for _attempt in range(3):
        response = guest.send(article, **opened)
        assert response.status_code == 303
        page = guest.client.get(response["Location"]).content.decode()
        codes.add(page[page.index('class="receipt"') :][:120])
    assert len(codes) == 1
    assert ResidentComment.objects.count() == 1


def test_case_26_the_loser_of_a_race_gets_the_row_of_the_winner(article, village):
    """The unique key decides, not a look before: both passed the look."""
    words = {"speaker": posting.Speaker("A", ""), "body": "Halo semua", "held": []}
    nonce = stamps.read(stamps.issue(article.translation_key), article.translation_key).nonce
    first = posting.post(page=article, village=village, nonce=nonce, **words)
    second = posting.post(page=article, village=village, nonce=nonce, **words)
    assert first.pk == second.pk
    assert ResidentComment.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_case_26_parallel_posts_of_one_form_make_one_row(article, village):
    nonce = stamps.read(stamps.issue(article.translation_key), article.translation_key).nonce
    answers, errors = [], []

    def post():
        try:
            comment = posting.post(
                page=article,
                village=village,
                speaker=posting.Speaker("A", ""),
                body="Halo semua",
                nonce=nonce,
                held=[],
            )
            answers.append(comment.pk)
        except Exception as error:  # any failure is the finding of this test
            errors.append(error)
        finally:
            connections.close_all()

    workers = [threading.Thread(target=post) for _ in range(8)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert errors == []
    assert len(set(answers)) == 1
    assert len(answers) == 8
    assert ResidentComment.objects.count() == 1


@pytest.mark.parametrize(
    "error", [OperationalError("database is locked"), IntegrityError("no"), DataError("no")]
)
def test_a_database_that_cannot_store_gives_the_form_back_with_its_words(
    guest, article, patient, monkeypatch, error
):
    def breaks(*args):
        raise error

    opened = guest.form(article)
    with monkeypatch.context() as broken:
        broken.setattr(posting, "thread_for", breaks)
        response = guest.send(article, body="Tulisan yang panjang", **opened)
    page = response.content.decode()
    assert response.status_code == 503
    assert int(response["Retry-After"]) > 0
    assert "sedang sibuk" in page
    assert 'value="Nurhayati"' in page
    assert "Tulisan yang panjang</textarea>" in page
    assert "no-store" in response["Cache-Control"]
    assert not ResidentComment.objects.exists()
    # The same form can be sent again, and is still one comment.
    assert guest.send(article, body="Tulisan yang panjang", **opened).status_code == 303


def test_a_database_that_is_gone_gives_the_words_back_as_they_are(guest, article, patient, monkeypatch):
    def breaks(*args, **kwargs):
        raise OperationalError("server closed the connection")

    opened = guest.form(article)
    monkeypatch.setattr("comments.views.writing.surroundings", breaks)
    monkeypatch.setattr(posting, "thread_for", breaks)
    response = guest.send(article, body="Tulisan <b>panjang</b>", **opened)
    assert response.status_code == 503
    assert response["Content-Type"].startswith("text/plain")
    assert "sedang sibuk" in response.content.decode()
    assert "Tulisan <b>panjang</b>" in response.content.decode()


def test_other_words_in_a_form_already_sent_are_asked_about(guest, article, patient):
    opened = guest.form(article)
    guest.send(article, **opened)
    response = guest.send(article, body="Satu lagi, tentang jalan.", **opened)
    assert response.status_code == 422
    assert "Satu lagi, tentang jalan." in response.content.decode()
    fresh = guest.send(article, body="Satu lagi, tentang jalan.")
    assert fresh.status_code == 303
    assert ResidentComment.objects.count() == 2


def test_case_27_the_same_text_again_is_held_but_not_from_somebody_else(
    guest, article, other_article, patient, unlimited
):
    guest.send(article, body="Mohon jalan diperbaiki.")
    guest.send(other_article, body="mohon JALAN diperbaiki")
    guest.send(article, name="Sulaiman", body="Mohon jalan diperbaiki.")
    held = [comment.held_codes for comment in ResidentComment.objects.order_by("pk")]
    assert held == [[], [HeldCode.DUPLICATE], []]


def test_case_28_a_page_closed_while_the_form_was_open_keeps_the_words(guest, article, patient):
    opened = guest.form(article)
    article.comments_open = False
    article.save_revision().publish()
    response = guest.send(article, body="Sudah saya tulis panjang", **opened)
    assert response.status_code == 403
    assert "Sudah saya tulis panjang" in response.content.decode()
    assert not ResidentComment.objects.exists()


def test_case_28_a_thread_closed_at_the_last_moment_takes_nothing(article, village):
    ThreadFactory(page=article, mode=ThreadMode.CLOSED)
    with pytest.raises(posting.ThreadClosedError):
        posting.post(
            page=article,
            village=village,
            speaker=posting.Speaker("A", ""),
            body="b",
            nonce=stamps.read(stamps.issue(article.translation_key), article.translation_key).nonce,
            held=[],
        )
    assert not ResidentComment.objects.exists()


def test_a_closed_page_says_so_and_offers_no_field(client, article):
    article.comments_open = False
    article.save_revision().publish()
    page = client.get(form_url(article)).content.decode()
    assert "Komentar untuk halaman ini ditutup." in page
    assert "<textarea" not in page


def test_a_page_that_closed_by_time_says_so_and_leads_to_who_can_be_asked(client, article, village):
    OfficeContact.objects.create(
        office=village.offices.get(is_main=True), role="Kepala urusan umum", phone="0800-000-0000"
    )
    article.first_published_at = timezone.now() - timezone.timedelta(days=61)
    article.save()
    page = client.get(form_url(article)).content.decode()
    assert "Masa berkomentar untuk halaman ini sudah lewat." in page
    assert "Kepala urusan umum" in page
    assert f'href="{village.get_url()}layanan/"' in page
    assert "<textarea" not in page


def test_a_page_whose_questions_are_private_says_so(guest, village):
    notice = InclusionNoticePageFactory(village=village)
    page = guest.client.get(form_url(notice)).content.decode()
    assert "tidak ditampilkan kepada umum" in page
    assert "<textarea" not in page
    response = guest.client.post(
        form_url(notice),
        {
            "csrfmiddlewaretoken": guest.form(article_in(village))["csrfmiddlewaretoken"],
            "stamp": stamps.issue(notice.translation_key),
            "name": "Ani",
            "body": "Tulisan panjang",
        },
    )
    assert response.status_code == 403
    assert "Tulisan panjang</textarea>" in response.content.decode()
    assert not ResidentComment.objects.exists()


def test_the_form_says_what_comes_next_and_what_is_kept(client, article, village):
    regency_information(title="Privasi", slug="privasi")
    page = client.get(form_url(article)).content.decode()
    assert f'value="{village.title}"' in page
    assert "Yang membaca: duta digital, bukan kader." in page
    assert "Kader Pematang Rahim membaca tulisan Anda dulu, baru tayang." in page
    assert str(consent.current().short) in page
    assert re.search(r'href="[^"]*/privasi/">Apa yang disimpan', page)
    assert f'href="{reverse("comments:sign_in")}?next={quote(form_url(article), safe="")}"' in page
    assert "terbit" not in page.lower()


def test_what_is_about_the_cadre_says_who_reads_it(guest, article, patient):
    response = guest.send(article, about_cadre="on")
    assert only().about_cadre
    assert "Duta digital akan membacanya" in guest.client.get(response["Location"]).content.decode()


def test_a_receipt_is_noted_and_the_back_button_shows_nothing(guest, article, patient):
    response = guest.send(article)
    page = guest.client.get(response["Location"]).content.decode()
    assert 'class="receipt"' in page
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]
    again = guest.client.post(response["Location"], {"csrfmiddlewaretoken": token}, follow=True)
    assert again.status_code == 200
    assert 'class="receipt"' not in again.content.decode()
    assert "no-store" in again["Cache-Control"]


def test_trouble_in_the_database_puts_no_word_of_the_writer_in_the_log(
    guest, article, patient, monkeypatch, caplog
):
    def breaks(*args):
        raise IntegrityError("Failing row contains (Nurhayati, Tulisan rahasia)")

    opened = guest.form(article)
    monkeypatch.setattr(posting, "thread_for", breaks)
    assert guest.send(article, body="Tulisan rahasia", **opened).status_code == 503
    assert "could not be stored: IntegrityError" in caplog.text
    assert "rahasia" not in caplog.text
    assert "Nurhayati" not in caplog.text


def test_case_31_one_device_is_stopped_with_its_words_kept(guest, article, patient):
    for number in range(limits.POST_DEVICE.most):
        assert guest.send(article, body=f"Komentar ke-{number}").status_code == 303
    response = guest.send(article, body="Satu lagi yang panjang")
    assert response.status_code == 429
    assert "Satu lagi yang panjang" in response.content.decode()
    assert "sesudah pukul" in response.content.decode()
    assert 0 < int(response["Retry-After"]) <= limits.POST_DEVICE.seconds
    assert ResidentComment.objects.count() == limits.POST_DEVICE.most


def test_case_31_forty_neighbours_behind_one_address_all_pass(article, patient):
    with time_machine.travel(timezone.now().replace(minute=5), tick=False):
        answers = [
            Guest().send(article, name=f"Warga {n}", body=f"Usul nomor {n}").status_code for n in range(40)
        ]
    assert answers == [303] * 40


def test_case_31_a_new_window_counts_anew_and_a_clock_set_back_is_no_crash(db):
    now = timezone.now().replace(minute=5, second=0)
    assert [limits.hit(limits.POST_DEVICE, "a", now).n for _ in range(3)] == [1, 2, 3]
    later = now + timezone.timedelta(seconds=limits.POST_DEVICE.seconds)
    assert limits.hit(limits.POST_DEVICE, "a", later).n == 1
    assert limits.hit(limits.POST_DEVICE, "a", now).n == 4


def test_case_31_without_counters_a_comment_is_held_and_not_lost(guest, article, patient, monkeypatch):
    monkeypatch.setattr(limits, "hit", lambda *args, **kwargs: None)
    assert guest.send(article).status_code == 303
    assert only().held_codes == [HeldCode.NO_LIMITS]


def test_a_flood_on_the_whole_site_is_held(guest, article, patient, monkeypatch):
    monkeypatch.setattr(limits, "POST_SITE", limits.Limit("post-site", 0, 3600))
    guest.send(article)
    assert only().held_codes == [HeldCode.FLOOD]


def test_counters_keep_no_address_and_go_after_a_day(guest, article, patient):
    guest.send(article)
    keys = list(LimitCounter.objects.values_list("key", flat=True))
    assert keys
    assert not any("127" in key and "." in key for key in keys)
    assert limits.forget_old() == 0
    with time_machine.travel(timezone.now() + timezone.timedelta(days=1, hours=1)):
        assert limits.forget_old() == len(keys)
    assert not LimitCounter.objects.exists()


def test_case_32_too_fast_is_held(guest, article):
    guest.send(article)
    assert only().held_codes == [HeldCode.TOO_FAST]


def test_case_32_a_form_open_for_a_day_comes_back_with_its_words_and_can_be_sent(guest, article, patient):
    opened = guest.form(article)
    with time_machine.travel(time.time() + stamps.MAX_SECONDS + 60):
        response = guest.send(article, body="Kemarin saya tulis", **opened)
        assert response.status_code == 422
        page = response.content.decode()
        assert "Kemarin saya tulis" in page
        assert opened["stamp"] not in page
        assert not ResidentComment.objects.exists()
        assert guest.send(article, body="Kemarin saya tulis").status_code == 303


@pytest.mark.parametrize("stamp", ["", "palsu", "a:b:c", "eyJ9:xx"])
def test_case_32_a_made_up_stamp_is_refused_with_the_words_kept(guest, article, stamp):
    response = guest.send(article, **{**guest.form(article), "stamp": stamp}, body="Tetap ada")
    assert response.status_code == 422
    assert "Tetap ada" in response.content.decode()
    assert not ResidentComment.objects.exists()


def test_case_32_a_stamp_of_another_page_or_of_the_future_is_refused(guest, article, other_article):
    opened = guest.form(article)
    foreign = stamps.issue(other_article.translation_key)
    future = signing.Signer(salt="comments.form").sign_object(
        {"p": article.translation_key.hex, "n": "0" * 32, "t": int(time.time()) + 3600}
    )
    for stamp in (foreign, future):
        assert guest.send(article, **{**opened, "stamp": stamp}).status_code == 422
    assert not ResidentComment.objects.exists()


def test_case_32_a_trap_filled_in_by_a_browser_is_held_and_not_lost(guest, article, patient):
    assert guest.send(article, lanjutan="https://iklan.example").status_code == 303
    assert only().held_codes == [HeldCode.HONEYPOT]


@pytest.mark.parametrize(
    ("body", "code"),
    [("Lihat www.contoh.example", HeldCode.LINK), ("Hubungi 0812-3456-7890", HeldCode.PERSONAL)],
)
def test_case_33_links_and_numbers_are_held_for_a_close_look(guest, article, patient, body, code):
    guest.send(article, body=body)
    assert only().held_codes == [code]
    assert only().state == CommentState.PENDING


def test_case_38_a_made_up_forwarding_header_does_not_change_the_limit_key(rf):
    plain = limits.address_of(rf.get("/", REMOTE_ADDR="10.1.2.3"))
    for header in ("8.8.8.8", "8.8.8.8, 9.9.9.9", "::1", "junk"):
        assert (
            limits.address_of(rf.get("/", REMOTE_ADDR="10.1.2.3", headers={"X-Forwarded-For": header}))
            == plain
        )
    assert limits.address_of(rf.get("/", REMOTE_ADDR="10.1.2.200")) == plain
    assert limits.address_of(rf.get("/", REMOTE_ADDR="2001:db8:1:2::3")) == "2001:db8:1::/48"
    assert limits.address_of(rf.get("/", REMOTE_ADDR="junk")) == "?"


def test_the_database_refuses_what_the_code_should_never_write(article):
    comment = ResidentCommentFactory(thread__page=article)
    broken = [
        {"body": "a" * 2001},
        {"depth": 1},
        {"kind": "kader"},
        {"state": "live"},
    ]
    for values in broken:
        with pytest.raises(IntegrityError), transaction.atomic():
            ResidentComment.objects.filter(pk=comment.pk).update(**values)
    assert connection.is_usable()
