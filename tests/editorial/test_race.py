"""Two reviewers at once: the first wins, the second is told who did what, and nothing is done twice."""

import threading

import pytest
from django.db import connections
from django.urls import reverse
from wagtail.models import Page, PageLogEntry, TaskState

from editorial import pen
from editorial.models.review import AlreadyDecidedError
from news.models import NewsArticlePage
from people.models import User
from tests.editorial.forms import article_form
from tests.factories.news import NewsArticlePageFactory
from tests.factories.village_pages import VillageFactory, member
from village_pages.enums import Role


@pytest.fixture
def scene(db):
    """A page of an author's that waits, and two who may decide."""
    village = VillageFactory()
    author = member(Role.CONTRIBUTOR, village)
    one = member(Role.CADRE, village, display_name="Siti Rahma")
    two = member(Role.AMBASSADOR, village, display_name="Bu Nurul")
    page = NewsArticlePageFactory(village=village, owner=author, live=False)
    page.get_workflow().start(page, author)
    return page, one, two


def again(user: User) -> User:
    return User.objects.get(pk=user.pk)


def state_of(page) -> TaskState:
    return TaskState.objects.filter(workflow_state__object_id=str(page.pk)).latest("pk")


def at_once(*acts) -> list:
    """Do all at the same moment, each with a connection of its own; returns what came out, in that order."""
    outcomes = [None] * len(acts)
    start = threading.Barrier(len(acts))

    def run(number: int, act) -> None:
        try:
            start.wait()
            outcomes[number] = act()
        except Exception as error:
            outcomes[number] = error
        finally:
            connections.close_all()

    workers = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return outcomes


@pytest.mark.services
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("actions", [("approve", "approve"), ("approve", "reject"), ("reject", "reject")])
def test_of_two_who_decide_at_once_one_wins_and_the_other_is_told(scene, actions):
    page, *people = scene

    def deciding(person, action):
        def decide():
            state = state_of(page)
            state.task.specific.on_action(state, again(person), action, comment="Kurang.", reason="missing")
            return action

        return decide

    outcomes = at_once(*(deciding(*pair) for pair in zip(people, actions, strict=True)))
    winners = [number for number, outcome in enumerate(outcomes) if isinstance(outcome, str)]
    assert len(winners) == 1, outcomes
    won, lost = winners[0], 1 - winners[0]
    assert isinstance(outcomes[lost], AlreadyDecidedError), outcomes
    done = {"approve": "menyetujui", "reject": "mengembalikan"}[actions[won]]
    assert f"{people[won]} sudah {done} halaman ini" in outcomes[lost].messages[0]
    assert NewsArticlePage.objects.get(pk=page.pk).live is (actions[won] == "approve")
    assert state_of(page).finished_by == people[won]
    decided = PageLogEntry.objects.filter(
        page=page.pk, action__in=["wagtail.workflow.approve", "wagtail.workflow.reject"]
    )
    assert decided.count() == 1


@pytest.mark.services
@pytest.mark.django_db(transaction=True)
def test_of_two_who_begin_to_write_at_once_one_has_the_pen(scene):
    page, one, two = scene
    outcomes = at_once(
        *(lambda person=person: pen.take_first(Page.objects.get(pk=page.pk), person) for person in (one, two))
    )
    assert sorted(outcomes) == [False, True], outcomes
    assert Page.objects.get(pk=page.pk).locked_by == (one, two)[outcomes.index(True)]
    assert PageLogEntry.objects.filter(page=page.pk, action="wagtail.pen_taken").count() == 1


@pytest.mark.parametrize("action", ["approve", "reject"])
def test_who_comes_second_is_told_by_code_by_the_quick_decision_and_in_the_form(client, scene, action):
    page, one, two = scene
    state = state_of(page)
    state.task.specific.on_action(state, one, "reject", comment="Kurang tanggal.", reason="missing")
    told = "Siti Rahma sudah mengembalikan halaman ini"

    with pytest.raises(AlreadyDecidedError, match=told):
        state.task.specific.on_action(state, two, action, comment="Saya juga.", reason="missing")
    client.force_login(again(two))
    quick = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, action, state.pk])
    data = {"comment": "Saya juga.", "reason": "missing"}
    assert told in client.post(quick, data, follow=True).content.decode()
    dialog = client.post(quick, data, headers={"X-Requested-With": "XMLHttpRequest"}).json()
    assert told in client.get(dialog["redirect"]).content.decode()
    form = {
        "action-workflow-action": "1",
        "workflow-action-name": action,
        "workflow-action-extra-data": '{"comment": "Saya juga.", "reason": "missing"}',
    }
    editor = reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert told in client.post(editor, article_form(page, **form), follow=True).content.decode()
    assert state_of(page).finished_by == one


def test_a_stranger_is_not_told_who_decided(client, scene):
    page, one, _two = scene
    state = state_of(page)
    state.task.specific.on_action(state, one, "approve")
    client.force_login(member(Role.CADRE, VillageFactory()))
    quick = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.pk])
    answer = client.post(quick, {"comment": ""}, follow=True)
    assert answer.status_code == 404
    assert "Siti Rahma" not in answer.content.decode()
