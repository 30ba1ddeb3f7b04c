"""Residents ask, propose and report: the form, what it refuses, and that no word is ever lost."""

import html
import uuid
from datetime import timedelta

import pytest
import time_machine
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from comments import authoring, erasing, exporting, posting
from comments.enums import CommentKind, CommentState, HeldCode, ThreadMode, TopicKind, TopicState
from comments.models import CommentRules, CommunitySpacePage, ResidentComment, Topic, TopicSupport
from comments.topics.proposing import TopicWords, propose
from core.enums import Pillar
from safety.enums import HelpKind
from safety.models import HelpContact
from tests.comments.conftest import form_url
from tests.comments.topic_forms import WORDS, Proposer, hidden, propose_url
from tests.factories.comments import AnswerFactory, ResidentCommentFactory, ThreadFactory
from tests.factories.residents import ResidentFactory, signed_in_resident
from tests.factories.topics import TopicFactory, many_topics, space_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("patient")]


@pytest.fixture
def space(village) -> CommunitySpacePage:
    return space_of(village)


@pytest.fixture
def proposer(db) -> Proposer:
    return Proposer()


@pytest.fixture
def resident(village):
    return ResidentFactory(village=village, verified=True, display_name="Siti Aminah")


def kept_words(response, **other) -> None:
    """Every word and every choice stands in the form that came back."""
    page = response.content.decode()
    for name, value in (WORDS | other).items():
        if not value:
            continue
        if name in ("kind", "pillar"):
            mark = f'name="{name}" value="{value}"'
            assert "checked" in page[page.index(mark) : page.index(mark) + 160], name
        else:
            assert html.escape(str(value)) in page, name


def test_somebody_who_wants_the_bridge_mended_reports_it_and_follows_it_by_code(proposer, space, village):
    response = proposer.send(space, body="Papannya patah.\r\n\r\n\r\n\r\n\r\nTolong.")

    assert response.status_code == 303
    assert response["Location"] == reverse("comments:sent")
    topic = Topic.objects.select_related("comment").get()
    comment = topic.comment
    assert (topic.title, topic.kind, topic.pillar) == (WORDS["title"], TopicKind.REPORT, Pillar.MOBILITY)
    assert (topic.state, topic.village_id) == (TopicState.RECEIVED, village.pk)
    assert (comment.state, comment.depth, comment.thread.page_id) == (CommentState.PENDING, 0, space.pk)
    assert comment.held_codes == []
    receipt = proposer.client.get(response["Location"]).content.decode()
    assert "Laporan Anda terkirim" in receipt
    assert "Kode bukti Anda" in receipt


@pytest.mark.parametrize(
    ("query", "kind"), [("?jenis=tanya", "ask"), ("?jenis=usul", "propose"), ("?jenis=lapor", "report")]
)
def test_a_link_can_choose_the_kind(proposer, space, query, kind):
    page = proposer.client.get(propose_url(space) + query).content.decode()
    assert page.count(" checked") == 1
    mark = f'name="kind" value="{kind}"'
    assert "checked" in page[page.index(mark) : page.index(mark) + 160]


@pytest.mark.parametrize("query", ["", "?jenis=opened", "?jenis=%00", "?jenis=tanya&jenis=x"])
def test_no_other_kind_is_chosen_by_a_link(proposer, space, query):
    assert " checked" not in proposer.client.get(propose_url(space) + query).content.decode()


def test_the_form_says_what_happens_next_and_what_does_not_belong_here(proposer, space):
    page = proposer.client.get(propose_url(space)).content.decode()
    for words in (
        "biasanya dalam dua hari",
        "tidak dilanjutkan dengan alasannya",
        "kode bukti",
        "Jangan ceritakan kekerasan",
        "nomor telepon",
    ):
        assert words in page
    assert 'accept="image/*"' in page
    assert "multipart/form-data" in page


def test_the_form_is_nobodys_copy_and_only_of_a_community_space(proposer, space, article, client):
    response = proposer.client.get(propose_url(space))
    assert "no-store" in response["Cache-Control"]
    assert client.get(propose_url(article)).status_code == 404
    assert client.get(reverse("comments:propose", args=[uuid.uuid4()])).status_code == 404


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"kind": ""}, "kind"),
        ({"kind": "opened"}, "kind"),
        ({"title": ""}, "title"),
        ({"title": "..."}, "title"),
        ({"title": "a" * 81}, "title"),
        ({"body": ""}, "body"),
        ({"body": "a" * 2001}, "body"),
        ({"pillar": ""}, "pillar"),
        ({"pillar": "roads"}, "pillar"),
        ({"name": ""}, "name"),
        ({"name": "Kader"}, "name"),
        ({"place": "Kantor Desa"}, "place"),
        ({"alt": "a" * 151}, "alt"),
    ],
)
def test_each_error_leads_to_its_field_and_keeps_every_word(proposer, space, fields, field):
    response = proposer.send(space, **fields)
    page = response.content.decode()

    assert response.status_code == 422
    assert f'href="#isian-{field}"' in page
    assert f'id="isian-{field}"' in page
    assert "Ada masalah" in page[page.index("<title>") : page.index("</title>")]
    kept_words(
        response, **{name: "" if name in ("kind", "pillar") else value for name, value in fields.items()}
    )
    assert not ResidentComment.objects.exists()


def test_mended_after_an_error_it_is_one_topic(proposer, space):
    opened = proposer.form(space)
    assert proposer.send(space, title="", **opened).status_code == 422
    assert proposer.send(space, **opened).status_code == 303
    assert Topic.objects.count() == 1


def test_the_same_form_sent_twice_is_one_topic_with_one_receipt(proposer, space):
    opened = proposer.form(space)
    codes = set()
    for _time in range(2):
        assert proposer.send(space, **opened).status_code == 303
        page = proposer.client.get(reverse("comments:sent")).content.decode()
        codes.add(page[page.index('class="receipt"') :].split(">", 1)[1].split("<", 1)[0])
    assert Topic.objects.count() == 1
    assert len(codes) == 1


def test_another_title_from_the_same_form_is_asked_about(proposer, space):
    opened = proposer.form(space)
    proposer.send(space, **opened)
    response = proposer.send(space, title="Lampu jalan mati", **opened)
    assert response.status_code == 422
    kept_words(response, title="Lampu jalan mati")
    assert proposer.send(space, title="Lampu jalan mati", **hidden(response)).status_code == 303
    assert set(Topic.objects.values_list("title", flat=True)) == {WORDS["title"], "Lampu jalan mati"}


def test_without_a_good_token_nothing_is_stored_and_all_is_kept(proposer, space):
    response = proposer.send(space, csrfmiddlewaretoken="a" * 64, stamp=proposer.form(space)["stamp"])
    assert response.status_code == 403
    kept_words(response)
    assert proposer.send(space, **hidden(response)).status_code == 303


def test_a_form_that_was_open_for_two_days_comes_back(proposer, space):
    with time_machine.travel(timezone.now() - timedelta(days=2)):
        opened = proposer.form(space)
    response = proposer.send(space, **opened)
    assert response.status_code == 422
    kept_words(response)
    assert proposer.send(space, **hidden(response)).status_code == 303


def test_too_many_from_one_browser_are_asked_to_wait(proposer, space):
    for number in range(3):
        assert proposer.send(space, title=f"Lampu jalan nomor {number} mati").status_code == 303
    response = proposer.send(space)
    assert response.status_code == 429
    assert int(response["Retry-After"]) > 0
    kept_words(response)


@pytest.mark.parametrize("where", ["thread", "village"])
def test_a_space_that_closed_meanwhile_gives_the_words_back_to_be_copied(proposer, space, village, where):
    opened = proposer.form(space)
    if where == "thread":
        ThreadFactory(page=space, mode=ThreadMode.CLOSED)
    else:
        village.access.state = "paused"
        village.access.save()
    response = proposer.send(space, **opened)
    page = response.content.decode()
    assert response.status_code == 403
    assert WORDS["title"] in page
    assert WORDS["body"] in page
    assert "Kirim</button>" not in page
    assert not ResidentComment.objects.exists()


def test_a_space_that_went_meanwhile_gives_the_words_back_to_be_copied(proposer, space):
    opened = proposer.form(space)
    space.unpublish()
    response = proposer.send(space, **opened)
    assert response.status_code == 404
    assert WORDS["title"] in response.content.decode()
    assert WORDS["body"] in response.content.decode()


def test_a_database_that_does_not_answer_costs_no_word(proposer, space, monkeypatch):
    opened = proposer.form(space)

    def broken(*args, **kwargs):
        raise OperationalError("no")

    monkeypatch.setattr("comments.topics.proposing.posting.post", broken)
    response = proposer.send(space, **opened)
    assert response.status_code == 503
    kept_words(response)

    monkeypatch.setattr("comments.views.proposing.page_or_404", broken)
    response = proposer.send(space, **opened)
    assert response.status_code == 503
    assert WORDS["title"] in response.content.decode()
    assert WORDS["body"] in response.content.decode()


# --- Who reads it first ---


def test_a_topic_is_reviewed_first_also_of_who_is_trusted(proposer, space, resident, article, village):
    for _number in range(3):
        ResidentCommentFactory(thread__page=article, kind=CommentKind.RESIDENT, resident=resident)
    CommentRules.objects.create(village=village, mode=ThreadMode.POST)
    signed_in_resident(proposer.client, resident)
    response = proposer.send(space, name=None, place=None)
    assert response.status_code == 303
    topic = Topic.objects.get()
    assert topic.comment.state == CommentState.PENDING
    assert (topic.comment.resident, topic.comment.shown_name) == (resident, "Siti Aminah")


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"title": "Pak Budi menutup parit"}, HeldCode.PERSON),
        ({"body": "Tolong tegur Bu Ningsih di RT 02."}, HeldCode.PERSON),
        ({"title": "Hubungi 0812 3456 7890"}, HeldCode.PERSONAL),
        ({"title": "Lihat www.contoh.com"}, HeldCode.LINK),
    ],
)
def test_title_and_words_are_both_looked_at(proposer, space, fields, code):
    proposer.send(space, **fields)
    assert ResidentComment.objects.get().held_codes == [code]


def test_a_name_under_a_topic_is_held_and_elsewhere_it_is_not(guest, space, village, article):
    topic = TopicFactory(village=village)
    address = f"{form_url(space)}?balas={topic.comment.public_id}"
    opened = hidden(guest.client.get(address))
    sent = {"name": "Nurhayati", "body": "Itu ulah Pak Budi.", **opened}
    assert guest.client.post(address, sent).status_code == 303
    assert ResidentComment.objects.get(parent=topic.comment).held_codes == [HeldCode.PERSON]
    guest.send(article, body="Terima kasih Pak Budi.")
    assert ResidentComment.objects.get(thread__page=article).held_codes == []


def test_hidden_characters_do_not_get_into_a_title(proposer, space):
    proposer.send(space, title="Lampu\u202e jalan\x00\u200b\n mati")
    assert Topic.objects.get().title == "Lampu jalan mati"


# --- No place for an account of violence ---


@pytest.fixture
def help_line(db):
    return HelpContact.objects.create(
        kind=HelpKind.VIOLENCE, name="SAPA 129", phone="129", is_sure=True, checked_on=timezone.localdate()
    )


def test_an_account_of_violence_is_not_taken_and_help_is_named(proposer, space, help_line):
    opened = proposer.form(space)
    account = "Suami saya sering memukul saya."
    response = proposer.send(space, body=account, **opened)
    page = response.content.decode()
    assert response.status_code == 422
    assert page.index("SAPA 129") < page.index("<form method")
    assert 'name="not_violence"' in page
    kept_words(response, body=account)
    assert not ResidentComment.objects.exists()

    assert proposer.send(space, body=account, not_violence="on", **opened).status_code == 303
    assert ResidentComment.objects.get().held_codes == [HeldCode.VIOLENCE]


def test_help_is_named_whatever_else_is_wrong_with_the_form(proposer, space, help_line):
    page = proposer.send(space, body="Suami saya sering memukul saya.", kind="").content.decode()
    assert "SAPA 129" in page
    assert 'name="not_violence"' in page


def test_nobody_is_asked_about_violence_without_cause(proposer, space, help_line):
    page = proposer.send(space, kind="").content.decode()
    assert "SAPA 129" not in page
    assert "not_violence" not in page


def test_the_same_under_a_news_article(guest, article, help_line):
    opened = guest.form(article)
    response = guest.send(article, body="Anak itu dipukuli tadi malam.", **opened)
    assert response.status_code == 422
    assert "SAPA 129" in response.content.decode()
    assert "Anak itu dipukuli tadi malam." in response.content.decode()
    sent = guest.send(article, body="Anak itu dipukuli tadi malam.", not_violence="on", **opened)
    assert sent.status_code == 303
    assert ResidentComment.objects.get().held_codes == [HeldCode.VIOLENCE]


def test_words_that_are_changed_are_asked_about_too(client, village, resident, help_line):
    topic = TopicFactory(village=village, resident=resident, published=False)
    owned(client, topic)
    address = reverse("comments:edit", args=[topic.comment.public_id])
    sent = {"title": topic.title, "body": "Anak itu dipukuli."} | edit_fields(client.get(address))
    response = client.post(address, sent)
    assert response.status_code == 422
    page = response.content.decode()
    assert "SAPA 129" in page
    assert "Anak itu dipukuli." in page
    assert client.post(address, sent | {"not_violence": "on"}).status_code == 303
    assert HeldCode.VIOLENCE in ResidentComment.objects.get(pk=topic.pk).held_codes


# --- In a space all that is said belongs to a topic ---


def test_a_comment_without_a_topic_is_not_written_in_a_space(guest, space):
    response = guest.client.get(form_url(space))
    assert response.status_code == 302
    assert response["Location"] == propose_url(space)


def test_a_comment_without_a_topic_is_not_stored_in_a_space(space, village, article):
    values = {"village": village, "speaker": posting.Speaker("Nurhayati", ""), "held": []}
    with pytest.raises(posting.NoTopicError):
        posting.post(page=space, body="Halo", nonce=uuid.uuid4(), **values)
    words = TopicWords(kind=TopicKind.ASK, pillar=Pillar.LIVING, title="Halo", body="Halo")
    with pytest.raises(posting.NoTopicError):
        propose(space=article, words=words, nonce=uuid.uuid4(), **values)
    assert not ResidentComment.objects.exists()


@pytest.mark.parametrize("change", ["closed", "hidden", "withdrawn"])
def test_below_a_topic_that_ended_nothing_more_is_taken(guest, space, village, change):
    topic = TopicFactory(village=village)
    answer = AnswerFactory(parent=topic.comment)
    addresses = [f"{form_url(space)}?balas={one.public_id}" for one in (topic.comment, answer)]
    forms = [hidden(guest.client.get(address)) for address in addresses]
    if change == "closed":
        ResidentComment.objects.filter(pk=topic.pk).update(answers_close_at=timezone.now())
    else:
        ResidentComment.objects.filter(pk=topic.pk).update(state=change)

    for address, opened in zip(addresses, forms, strict=True):
        sent = {"name": "Nurhayati", "body": "Belum selesai!", **opened}
        response = guest.client.post(address, sent)
        assert response.status_code == 403, change
        assert "Belum selesai!" in response.content.decode()
        before = guest.client.get(address).content.decode()
        assert "tidak menerima jawaban" in before
        assert "Kirim komentar</button>" not in before
    assert ResidentComment.objects.count() == 2


def test_a_topic_that_ends_at_the_last_moment_takes_no_answer(space, village):
    topic = TopicFactory(village=village)
    ResidentComment.objects.filter(pk=topic.pk).update(answers_close_at=timezone.now())
    with pytest.raises(posting.ThreadClosedError):
        posting.post(
            page=space,
            village=village,
            speaker=posting.Speaker("Nurhayati", ""),
            body="Belum selesai!",
            nonce=uuid.uuid4(),
            held=[],
            parent=topic.comment,
        )


def test_until_it_closes_people_may_say_that_it_is_not_done(guest, space, village):
    topic = TopicFactory(village=village, state=TopicState.DONE)
    address = f"{form_url(space)}?balas={topic.comment.public_id}"
    sent = {"name": "Nurhayati", "body": "Belum selesai!", **hidden(guest.client.get(address))}
    assert guest.client.post(address, sent).status_code == 303


# --- What the author can do with it ---


def owned(client, topic) -> str:
    """The address of the own page, opened with the code."""
    comment = topic.comment
    signed_in_resident(client, comment.resident)
    return reverse("comments:own", args=[comment.public_id])


def edit_fields(response) -> dict[str, str]:
    page = response.content.decode()
    version = page[page.index('name="version"') :].split('value="', 1)[1].split('"', 1)[0]
    return {"version": version}


def test_the_own_page_shows_the_topic_its_photo_and_what_became_of_it(client, village, resident, cadre):
    topic = TopicFactory(village=village, resident=resident, state=TopicState.WORKED_ON, by=cadre)
    page = client.get(owned(client, topic)).content.decode()
    assert topic.title in page
    assert "Dikerjakan" in page
    assert "Kami tinjau bersama kepala dusun." in page
    assert topic.title in client.get(reverse("comments:mine")).content.decode()


def test_a_refused_topic_is_mended_title_and_all_and_waits_again(client, village, resident):
    topic = TopicFactory(village=village, resident=resident, published=False, title="Pak Budi menutup parit")
    ResidentComment.objects.filter(pk=topic.pk).update(state=CommentState.REJECTED, may_mend=True)
    owned(client, topic)
    address = reverse("comments:edit", args=[topic.comment.public_id])
    opened = client.get(address)
    assert "Pak Budi menutup parit" in opened.content.decode()
    wrong = client.post(address, {"title": "", "body": "Airnya meluap.", **edit_fields(opened)})
    assert wrong.status_code == 422
    assert "Airnya meluap." in wrong.content.decode()

    sent = {"title": "Parit tertutup", "body": "Airnya meluap.", **edit_fields(opened)}
    assert client.post(address, sent).status_code == 303
    topic.refresh_from_db()
    comment = ResidentComment.objects.get(pk=topic.pk)
    assert (topic.title, comment.body, comment.state) == (
        "Parit tertutup",
        "Airnya meluap.",
        CommentState.PENDING,
    )
    assert comment.edits.get().old_title == "Pak Budi menutup parit"
    assert "Pak Budi menutup parit" in client.get(owned(client, topic)).content.decode()


def test_a_title_alone_can_be_changed_and_is_looked_at_anew(village, resident):
    topic = TopicFactory(village=village, resident=resident)
    comment = ResidentComment.objects.for_author().get(pk=topic.pk)
    authoring.edit(comment, comment.body, version=comment.version, title="Bu Ningsih menutup jalan")
    comment.refresh_from_db()
    assert comment.state == CommentState.PENDING
    assert HeldCode.PERSON in comment.held_codes


def test_an_export_tells_the_topic_too(village, resident):
    topic = TopicFactory(village=village, resident=resident)
    data = exporting.of_resident(resident)
    told = data["comments"][0]["topic"]
    assert (told["title"], told["kind_text"], told["state_text"]) == (topic.title, "Tanya", "Diterima")
    assert topic.title in exporting.as_html(data)
    assert topic.title in exporting.as_json(data)


def test_an_erasure_takes_title_and_supports_with_it(village, resident):
    topic = TopicFactory(village=village, resident=resident)
    other = TopicFactory(village=village, n_supports=2)
    TopicSupport.objects.create(topic=other, resident=resident, supporter_key_hash="a")
    TopicSupport.objects.create(topic=other, supporter_key_hash="b")
    erasing.erase_resident(resident)
    topic.refresh_from_db()
    other.refresh_from_db()
    assert topic.title == ""
    assert other.n_supports == 1
    assert other.supports.get().supporter_key_hash == "b"


# --- Load ---


def test_the_form_asks_as_many_queries_whatever_the_space_holds(proposer, space, village):
    proposer.form(space)
    counts = []
    for more in (2, 60):
        many_topics(village, more)
        with CaptureQueriesContext(connection) as queries:
            proposer.form(space)
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert counts[0] <= 12
