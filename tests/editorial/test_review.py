"""From draft to reader: submitted, sent back with a reason, mended, approved."""

import json

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from wagtail.models import TaskState, WorkflowState

from editorial.models import VillageReviewTask
from editorial.models.review import REASON_MISSING, REASON_UNCHOSEN
from news.models import NewsArticlePage, NewsIndexPage
from people.models import User
from tests.editorial.forms import article_form
from tests.factories.inclusion import InclusionNoticePageFactory
from tests.factories.news import NewsArticlePageFactory
from tests.factories.services import ServicePageFactory
from tests.factories.village_pages import InformationPageFactory, member, regency_information
from village_pages.enums import Role
from village_pages.rights import dismiss

pytestmark = pytest.mark.django_db

HOME = "wagtailadmin_home"


def edit_url(page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def desk_of(client, user: User) -> str:
    client.force_login(User.objects.get(pk=user.pk))
    answer = client.get(reverse(HOME))
    assert answer.status_code == 200
    return answer.content.decode()


def submitted(village, author, **fields) -> NewsArticlePage:
    page = NewsArticlePageFactory(village=village, owner=author, live=False, **fields)
    page.get_workflow().start(page, author)
    return NewsArticlePage.objects.get(pk=page.pk)


def decide(client, user, page, action: str, comment: str = "", **headers):
    client.force_login(User.objects.get(pk=user.pk))
    state = TaskState.objects.filter(workflow_state__object_id=str(page.pk)).latest("pk")
    return client.post(
        reverse("wagtailadmin_pages:workflow_action", args=[page.pk, action, state.pk]),
        {"comment": comment, "reason": "missing"},
        headers={"X-Requested-With": "XMLHttpRequest"},
    )


def status_of(page) -> str:
    return WorkflowState.objects.filter(object_id=str(page.pk)).latest("pk").status


@pytest.mark.parametrize("role", [Role.CADRE, Role.AMBASSADOR])
def test_from_draft_to_reader_by_way_of_a_reason(client, village, contributor, role):
    reviewer = member(role, village, username="pemeriksa")
    index = NewsIndexPage.objects.child_of(village).get()

    # The contributor writes and submits.
    client.force_login(contributor)
    client.post(
        reverse("wagtailadmin_pages:add", args=["news", "newsarticlepage", index.pk]),
        article_form(title="Panen raya", **{"action-submit": "1"}),
    )
    page = NewsArticlePage.objects.get(slug="panen-raya")
    assert not page.live
    assert page.owner == contributor
    assert page.workflow_in_progress

    # The reviewer finds it on the desk and sends it back.
    assert "Panen raya" in desk_of(client, reviewer)
    refused = decide(client, reviewer, page, "reject", "   ")
    assert str(REASON_MISSING) in json.loads(refused.content)["html"]
    assert status_of(page) == WorkflowState.STATUS_IN_PROGRESS
    decide(client, reviewer, page, "reject", "Tulis tanggalnya, dan siapa yang hadir.")
    assert status_of(page) == WorkflowState.STATUS_NEEDS_CHANGES
    assert "Panen raya" not in desk_of(client, reviewer)

    # The author reads why, mends and submits again.
    assert "Tulis tanggalnya, dan siapa yang hadir." in desk_of(client, contributor)
    client.post(
        edit_url(page),
        article_form(page, summary="Panen 20 November, dihadiri warga.", **{"action-submit": "1"}),
    )
    assert status_of(page) == WorkflowState.STATUS_IN_PROGRESS
    assert "Tulis tanggalnya" not in desk_of(client, contributor)

    # The reviewer approves, and readers have it.
    decide(client, reviewer, page, "approve")
    page = NewsArticlePage.objects.get(pk=page.pk)
    assert page.live
    assert page.summary == "Panen 20 November, dihadiri warga."
    client.logout()
    assert client.get(page.url).status_code == 200


def test_sending_back_without_a_reason_is_refused_in_the_edit_form_too(client, village, contributor, cadre):
    page = submitted(village, contributor)
    client.force_login(cadre)
    for extra in ("", "{}", '{"comment": "  "}', "[]", "not json"):
        answer = client.post(
            edit_url(page),
            article_form(
                page,
                **{
                    "action-workflow-action": "1",
                    "workflow-action-name": "reject",
                    "workflow-action-extra-data": extra,
                },
            ),
            follow=True,
        )
        assert str(REASON_MISSING) in answer.content.decode(), extra
        assert status_of(page) == WorkflowState.STATUS_IN_PROGRESS
    client.post(
        edit_url(page),
        article_form(
            page,
            **{
                "action-workflow-action": "1",
                "workflow-action-name": "reject",
                "workflow-action-extra-data": '{"reason": "missing", "comment": "Kurang tanggal."}',
            },
        ),
    )
    assert status_of(page) == WorkflowState.STATUS_NEEDS_CHANGES


def decided_in_the_form(client, page, **data) -> str:
    form = article_form(page, title="Kata yang diketik", **{"action-workflow-action": "1"} | data)
    answer = client.post(edit_url(page), form, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


LONG = json.dumps({"comment": "x" * 1001, "reason": "missing"})


@pytest.mark.parametrize(
    ("action", "extra", "words"),
    [
        (None, "{}", "Tekan lagi tombolnya"),
        ("a\x00b", "{}", "Tekan lagi tombolnya"),
        ("publish", "{}", "Tekan lagi tombolnya"),
        ("approve", LONG, "1000"),
        ("approve", '{"comment": "a\\u0000b"}', "ull"),
        ("reject", LONG, "1000"),
        ("reject", '{"comment": "Kurang.", "reason": "x"}', "x"),
        ("reject", '{"comment": "Kurang."}', str(REASON_UNCHOSEN)),
        ("reject", "[" * 100_000, str(REASON_MISSING)),
    ],
)
def test_a_decision_that_cannot_be_read_is_not_taken_and_nothing_typed_is_lost(
    client, village, contributor, cadre, action, extra, words
):
    page = submitted(village, contributor)
    client.force_login(cadre)
    data = {"workflow-action-extra-data": extra} | ({"workflow-action-name": action} if action else {})
    assert words in decided_in_the_form(client, page, **data)
    page = NewsArticlePage.objects.get(pk=page.pk)
    assert (page.live, page.workflow_in_progress) == (False, True)
    assert page.get_latest_revision_as_object().title == "Kata yang diketik"
    assert page.locked_by == cadre, "whoever saved has the pen"


@pytest.mark.parametrize(
    ("extra", "told"),
    [
        ("no JSON", ""),
        ("[]", ""),
        ('{"user": 1, "comment": "Bagus."}', "Bagus."),
        ('{"comment": {"a": 1}}', ""),
        ('{"comment": "Bagus\\ud800."}', "Bagus."),
    ],
)
def test_of_what_comes_with_an_approval_only_the_remark_counts(
    client, village, contributor, cadre, extra, told
):
    page = submitted(village, contributor)
    client.force_login(cadre)
    data = {"workflow-action-name": "approve", "workflow-action-extra-data": extra}
    decided_in_the_form(client, page, **data)
    state = TaskState.objects.get(workflow_state__object_id=str(page.pk))
    assert (state.status, state.finished_by, state.comment) == (TaskState.STATUS_APPROVED, cadre, told)


def test_no_code_sends_back_without_a_reason(village, contributor, cadre):
    page = submitted(village, contributor)
    task = VillageReviewTask.objects.get()
    with pytest.raises(ValidationError):
        task.on_action(page.current_workflow_task_state, cadre, "reject", comment=" ")
    assert status_of(page) == WorkflowState.STATUS_IN_PROGRESS


def test_a_page_in_review_is_closed_to_its_author_and_open_to_reviewers(client, village, contributor, cadre):
    page = submitted(village, contributor, title="Kata pertama")
    client.force_login(contributor)
    client.post(edit_url(page), article_form(page, title="Diubah diam-diam"))
    assert NewsArticlePage.objects.get(pk=page.pk).get_latest_revision_as_object().title == "Kata pertama"

    client.force_login(cadre)
    client.post(edit_url(page), article_form(page, title="Diperbaiki kader"))
    assert NewsArticlePage.objects.get(pk=page.pk).get_latest_revision_as_object().title == "Diperbaiki kader"


def test_what_a_reviewer_mends_and_approves_in_one_go_is_what_readers_get(
    client, village, contributor, cadre
):
    page = submitted(village, contributor, title="Kata pertma")
    client.force_login(cadre)
    client.post(
        edit_url(page),
        article_form(
            page, title="Kata pertama", **{"action-workflow-action": "1", "workflow-action-name": "approve"}
        ),
    )
    page = NewsArticlePage.objects.get(pk=page.pk)
    assert (page.live, page.title) == (True, "Kata pertama")
    assert not page.workflow_in_progress


@pytest.mark.parametrize("second", ["approve", "reject"])
@pytest.mark.parametrize("first", ["approve", "reject"])
def test_of_two_reviewers_at_once_the_second_is_told_and_nothing_breaks(
    client, village, contributor, cadre, first, second
):
    other = member(Role.AMBASSADOR, village)
    page = submitted(village, contributor)
    stale_form = {
        "action-workflow-action": "1",
        "workflow-action-name": second,
        "workflow-action-extra-data": '{"reason": "fact", "comment": "Saya juga."}',
    }
    assert decide(client, cadre, page, first, "Kurang tanggal.").status_code == 200
    before = status_of(page)

    by_button = decide(client, other, page, second, "Saya juga.")
    assert by_button.status_code in (200, 302)
    by_form = client.post(edit_url(page), article_form(page, **stale_form), follow=True)
    assert by_form.status_code == 200
    assert "Siti Rahma sudah me" in by_form.content.decode(), "and by whom"
    assert status_of(page) == before


def test_a_decision_on_an_earlier_submission_is_not_taken_for_the_new_one(
    client, village, contributor, cadre
):
    page = submitted(village, contributor)
    old_state = page.current_workflow_task_state
    decide(client, cadre, page, "reject", "Kurang tanggal.")
    WorkflowState.objects.get(object_id=str(page.pk)).resume(user=contributor)
    client.force_login(cadre)
    answer = client.post(
        reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", old_state.pk]),
        {"comment": ""},
    )
    assert answer.status_code in (302, 403)
    assert not NewsArticlePage.objects.get(pk=page.pk).live


def test_the_desk_shows_each_person_only_what_concerns_them(
    client, village, contributor, cadre, foreign_cadre, officer
):
    submitted(village, contributor, title="Panen raya")
    submitted_by_nobody = NewsArticlePageFactory(
        village=village, owner=contributor, live=False, title="Setengah jadi"
    )
    assert submitted_by_nobody.pk
    assert "Panen raya" in desk_of(client, cadre)
    for person in (foreign_cadre, officer):
        assert "Panen raya" not in desk_of(client, person), person
    author = desk_of(client, contributor)
    assert "Setengah jadi" in author
    assert "Menunggu diperiksa" not in author
    assert "Setengah jadi" not in desk_of(client, cadre)


def test_a_dismissed_cadre_finds_an_empty_desk_and_cannot_decide(client, village, contributor, cadre):
    page = submitted(village, contributor, title="Panen raya")
    dismiss(cadre.memberships.get())
    client.force_login(User.objects.get(pk=cadre.pk))
    assert "Panen raya" not in client.get(reverse(HOME)).content.decode()
    decide(client, cadre, page, "approve")
    assert not NewsArticlePage.objects.get(pk=page.pk).live


def test_pages_of_the_regency_are_reviewed_by_the_officer(client, officer, cadre):
    page = regency_information(live=False, title="Tentang program")
    page.get_workflow().start(page, officer)
    assert "Tentang program" in desk_of(client, officer)
    assert "Tentang program" not in desk_of(client, cadre)
    decide(client, cadre, page, "approve")
    page.refresh_from_db()
    assert not page.live
    decide(client, officer, page, "approve")
    page.refresh_from_db()
    assert page.live


@pytest.mark.parametrize(
    "factory",
    [NewsArticlePageFactory, ServicePageFactory, InclusionNoticePageFactory, InformationPageFactory],
)
def test_every_kind_of_page_of_a_village_goes_through_the_same_review(factory, village, contributor, cadre):
    page = factory(village=village, owner=contributor, live=False)
    page.get_workflow().start(page, contributor)
    assert page.current_workflow_task == VillageReviewTask.objects.get()
    page.current_workflow_task.on_action(page.current_workflow_task_state, cadre, "approve")
    page.refresh_from_db()
    assert page.live


def test_the_desk_query_count(client, village, contributor, cadre, django_assert_max_num_queries):
    """No n+1: two pages that wait cost as many queries as ten."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def count(user) -> int:
        client.force_login(User.objects.get(pk=user.pk))
        client.get(reverse(HOME))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(reverse(HOME))
        return len(queries)

    def grow(n: int) -> None:
        for _ in range(n):
            page = submitted(village, contributor)
            back = submitted(village, contributor)
            back.current_workflow_task_state.specific.reject(user=cadre, comment="Kurang.")
            NewsArticlePageFactory(village=village, owner=contributor, live=False)
            assert page.workflow_in_progress

    grow(2)
    few = [count(cadre), count(contributor)]
    grow(6)
    assert [count(cadre), count(contributor)] == few
