"""The life of a page, a picture and a document, read from the log."""

import json
from datetime import timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.log_actions import LogContext, log, registry
from wagtail.models import PageLogEntry

from audit.models import Act
from news.models import NewsArticlePage, NewsIndexPage
from people.models import User
from tests.editorial.forms import article_form
from tests.editorial.test_review import decide
from tests.factories.news import NewsArticlePageFactory
from tests.factories.village_pages import VillageFactory, member, regency_information
from village_pages.enums import Role

pytestmark = pytest.mark.django_db


def told(about=None) -> list[tuple[str, str, str, str, str]]:
    """The log in the order of the acts: who, what, from which state to which, why."""
    acts = Act.objects.order_by("pk")
    if about is not None:
        acts = acts.filter(object_key=str(about.pk), object_type="wagtailcore.page")
    return [(act.actor_name, act.verb, act.before, act.after, act.reason) for act in acts]


def sign_in(client, user) -> None:
    client.force_login(User.objects.get(pk=user.pk))


def edit(client, user, page, **fields):
    sign_in(client, user)
    answer = client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), article_form(page, **fields))
    assert answer.status_code == 302, answer.status_code
    return answer


def written(client, user, village, **fields) -> NewsArticlePage:
    """An article that ``user`` began in the editor."""
    sign_in(client, user)
    index = NewsIndexPage.objects.child_of(village).get()
    client.post(
        reverse("wagtailadmin_pages:add", args=["news", "newsarticlepage", index.pk]), article_form(**fields)
    )
    return NewsArticlePage.objects.latest("pk")


def test_the_life_of_a_page(client, village, contributor, cadre):
    page = written(client, contributor, village)
    edit(client, contributor, page, **{"action-submit": "1"})
    decide(client, cadre, page, "reject", "Tulis tanggalnya.")
    edit(client, contributor, page, summary="Panen 20 November.", **{"action-submit": "1"})
    decide(client, cadre, page, "approve", "Sudah baik.")
    sign_in(client, cadre)
    client.post(reverse("wagtailadmin_pages:unpublish", args=[page.pk]))
    administrator = member(Role.ADMINISTRATOR, display_name="Bu Admin")
    sign_in(client, administrator)
    client.post(reverse("wagtailadmin_pages:delete", args=[page.pk]))
    assert not NewsArticlePage.objects.filter(pk=page.pk).exists()

    assert told(page) == [
        ("Dewi", "page.create", "", "Draf", ""),
        ("Dewi", "page.workflow.start", "Draf", "Diperiksa", ""),
        ("Siti Rahma", "page.workflow.reject", "Diperiksa", "Dikembalikan", "Tulis tanggalnya."),
        ("Dewi", "page.edit", "Dikembalikan", "Dikembalikan", ""),
        ("Dewi", "page.workflow.resume", "Dikembalikan", "Diperiksa", ""),
        ("Siti Rahma", "page.workflow.approve", "Diperiksa", "Tayang", "Sudah baik."),
        ("Siti Rahma", "page.unpublish", "Tayang", "Ditarik", ""),
        ("Bu Admin", "page.delete", "Ditarik", "Dihapus", ""),
    ]
    last = Act.objects.latest("pk")
    assert (last.village_code, last.village_name) == ("15.07.09.2002", "Desa Pematang Rahim")
    assert last.object_name == "Panen raya"


def test_what_a_cadre_changes_on_a_page_that_readers_see(client, village, cadre):
    page = NewsArticlePageFactory(village=village, title="Panen raya", slug="panen-raya")
    so_far = len(told(page))
    edit(client, cadre, page, summary="Diperbaiki.")
    edit(client, cadre, page, title="Panen padi", **{"action-publish": "1"})
    assert told(page)[so_far:] == [
        ("Siti Rahma", "page.edit", "Tayang", "Tayang dengan perubahan", ""),
        ("Siti Rahma", "page.rename", "Panen raya", "Panen padi", ""),
        ("Siti Rahma", "page.publish", "Tayang dengan perubahan", "Tayang", ""),
    ]
    assert Act.objects.latest("pk").object_name == "Panen padi"


def test_changes_to_a_page_that_readers_see_go_through_review(client, village, contributor, cadre):
    page = NewsArticlePageFactory(village=village, owner=contributor)
    so_far = len(told(page))
    edit(client, contributor, page, summary="Diperbaiki.", **{"action-submit": "1"})
    decide(client, cadre, page, "reject", "Kurang tanggal.")
    edit(client, contributor, page, summary="Diperbaiki lagi.", **{"action-submit": "1"})
    decide(client, cadre, page, "approve")
    changed, reviewed = "Tayang dengan perubahan", "Tayang, perubahan diperiksa"
    returned = "Tayang, perubahan dikembalikan"
    assert told(page)[so_far:] == [
        ("Dewi", "page.edit", "Tayang", changed, ""),
        ("Dewi", "page.workflow.start", changed, reviewed, ""),
        ("Siti Rahma", "page.workflow.reject", reviewed, returned, "Kurang tanggal."),
        ("Dewi", "page.edit", returned, returned, ""),
        ("Dewi", "page.workflow.resume", returned, reviewed, ""),
        ("Siti Rahma", "page.workflow.approve", reviewed, "Tayang", ""),
    ]


def test_publishing_past_the_review_ends_it_first(client, village, contributor, cadre):
    page = written(client, contributor, village, **{"action-submit": "1"})
    edit(client, cadre, page, **{"action-publish": "1"})
    assert told(page)[-3:] == [
        ("Siti Rahma", "page.edit", "Diperiksa", "Diperiksa", ""),
        ("Siti Rahma", "page.workflow.cancel", "Diperiksa", "Draf", ""),
        ("Siti Rahma", "page.publish", "Draf", "Tayang", ""),
    ]


def test_a_new_title_that_is_approved_is_told_and_the_publishing_once(client, village, contributor, cadre):
    page = NewsArticlePageFactory(village=village, owner=contributor, title="Panen", slug="panen-raya")
    edit(client, contributor, page, title="Panen raya", **{"action-submit": "1"})
    decide(client, cadre, page, "approve")
    assert [verb for _who, verb, *_rest in told(page)[-2:]] == ["page.workflow.approve", "page.rename"]
    edit(client, cadre, page, title="Panen raya", summary="Lagi.", **{"action-publish": "1"})
    assert told(page)[-1][1:4] == ("page.publish", "Tayang dengan perubahan", "Tayang")


def test_a_page_for_later(client, village, contributor, cadre):
    tomorrow = timezone.localtime() + timedelta(days=1)
    page = NewsArticlePageFactory(village=village, owner=contributor, live=False)
    page.go_live_at = tomorrow
    page.save_revision(user=contributor)
    page.get_workflow().start(page, contributor)
    decide(client, cadre, page, "approve")
    with time_machine.travel(tomorrow + timedelta(minutes=5)):
        call_command("publish_scheduled")
    assert told(page)[-2:] == [
        ("Siti Rahma", "page.workflow.approve", "Diperiksa", "Dijadwalkan", ""),
        ("", "page.publish.scheduled", "Dijadwalkan", "Tayang", ""),
    ]


def test_the_editor_saves_every_few_seconds_and_the_log_tells_of_one_change(
    client, village, contributor, cadre
):
    page = NewsArticlePageFactory(village=village, owner=contributor, live=False)
    begin = timezone.now() + timedelta(hours=1)
    entries = PageLogEntry.objects.filter(page_id=page.pk, action="wagtail.edit")

    def autosaved(user, at, times=5):
        sign_in(client, user)
        for second in range(times):
            with time_machine.travel(at + timedelta(seconds=5 * second)):
                answer = client.post(
                    reverse("wagtailadmin_pages:edit", args=[page.pk]),
                    article_form(page, summary=f"Kata ke-{second}."),
                    headers={"Accept": "application/json"},
                )
                assert json.loads(answer.content)["success"]

    def changes():
        return [(who, verb) for who, verb, *_rest in told(page) if verb == "page.edit"]

    autosaved(contributor, begin)
    assert entries.count() == 5
    assert changes() == [("Dewi", "page.edit")]
    autosaved(contributor, begin + timedelta(minutes=20))
    assert len(changes()) == 1
    autosaved(cadre, begin + timedelta(minutes=21))
    autosaved(contributor, begin + timedelta(minutes=22))
    assert changes() == [("Dewi", "page.edit"), ("Siti Rahma", "page.edit"), ("Dewi", "page.edit")]
    autosaved(contributor, begin + timedelta(minutes=60))
    assert len(changes()) == 4


def test_what_was_begun_just_now_is_not_told_as_changed_too(client, village, contributor):
    page = written(client, contributor, village)
    edit(client, contributor, page, summary="Selesai.")
    assert [verb for _who, verb, *_rest in told(page)] == ["page.create"]


def test_opening_a_village_is_one_act(db):
    village = VillageFactory(code="15.07.09.2002", title="Pematang Rahim")
    assert [(act.verb, act.village_code) for act in Act.objects.all()] == [("village.opened", village.code)]
    assert Act.objects.get().object_name == "Desa Pematang Rahim"


def test_each_page_of_a_deleted_branch_is_told_with_its_title_and_village(village):
    page = NewsArticlePageFactory(village=village, title="Panen raya")
    index = page.get_parent()
    with LogContext(user=member(Role.ADMINISTRATOR, display_name="Admin")):
        index.delete()
    deleted = Act.objects.filter(verb="page.delete")
    assert {act.object_name for act in deleted} == {"Panen raya", index.title}
    assert {(act.village_code, act.actor_name) for act in deleted} == {("15.07.09.2002", "Admin")}


def test_a_deleted_village_or_person_leaves_the_log(village, contributor):
    NewsArticlePageFactory(village=village, title="Panen raya", owner=contributor)
    so_far = Act.objects.filter(village_code=village.code).count()
    village.delete()
    contributor.delete()
    acts = Act.objects.filter(village_code="15.07.09.2002", village_name="Desa Pematang Rahim")
    assert acts.count() > so_far
    assert acts.filter(actor_name="Dewi").exists()


def test_every_action_of_wagtail_joins_a_new_one_too(village, cadre):
    page = NewsArticlePageFactory(village=village)
    registry.scan_for_actions()
    registry.register_action("wagtail.polish", "Poles", "Dipoles")
    try:
        so_far = Act.objects.count()
        for action in ("wagtail.lock", "wagtail.unlock", "wagtail.polish"):
            log(instance=page, action=action, user=cadre)
        told_now = told(page)[-3:]
    finally:
        del registry.formatters["wagtail.polish"]
        registry.choices.pop()
    assert Act.objects.count() == so_far + 3
    assert told_now == [
        ("Siti Rahma", "page.lock", "", "", ""),
        ("Siti Rahma", "page.unlock", "", "", ""),
        ("Siti Rahma", "page.polish", "", "", ""),
    ]


def test_a_lock_between_two_states_hides_neither(client, village, cadre):
    page = NewsArticlePageFactory(village=village)
    log(instance=page, action="wagtail.lock", user=cadre)
    sign_in(client, cadre)
    client.post(reverse("wagtailadmin_pages:unpublish", args=[page.pk]))
    assert told(page)[-1] == ("Siti Rahma", "page.unpublish", "Tayang", "Ditarik", "")


def test_a_page_older_than_the_log_begins_where_it_stands(client, village, contributor, cadre):
    live = NewsArticlePageFactory(village=village)
    waiting = NewsArticlePageFactory(village=village, owner=contributor, live=False)
    waiting.get_workflow().start(waiting, contributor)
    Act.objects.all()._raw_delete("default")
    edit(client, cadre, live, summary="Diperbaiki.")
    assert told(live) == [("Siti Rahma", "page.edit", "Tayang", "Tayang dengan perubahan", "")]
    decide(client, cadre, waiting, "reject", "Kurang tanggal.")
    assert told(waiting) == [
        ("Siti Rahma", "page.workflow.reject", "Diperiksa", "Dikembalikan", "Kurang tanggal.")
    ]


def test_pages_of_the_regency_belong_to_no_village(officer):
    page = regency_information(title="Tentang program")
    assert told(page)[-1][1] == "page.publish"
    assert Act.objects.latest("pk").village_code == ""


def test_publishing_costs_three_queries_more_for_each_act(village, cadre):
    """n+1: the log asks for the page's last acts and its village, and writes."""
    from django.db import connection
    from django.db.models.signals import post_save
    from django.test.utils import CaptureQueriesContext

    from audit.receivers import page_history_grew

    def cost(page) -> int:
        revision = page.save_revision(user=cadre)
        with CaptureQueriesContext(connection) as queries:
            revision.publish(user=cadre)
        return len(queries)

    pages = [NewsArticlePageFactory(village=village, live=False) for _number in range(3)]
    cost(pages[0])  # what is asked only once
    with_log = cost(pages[1])
    post_save.disconnect(page_history_grew, sender=PageLogEntry)
    try:
        without = cost(pages[2])
    finally:
        post_save.connect(page_history_grew, sender=PageLogEntry)
    assert with_log - without == 3


def test_a_copy_is_told_as_one(client, village, cadre):
    page = NewsArticlePageFactory(village=village, title="Panen raya")
    sign_in(client, cadre)
    client.post(
        reverse("wagtailadmin_pages:copy", args=[page.pk]),
        {"new_title": "Panen kedua", "new_slug": "panen-kedua", "new_parent_page": page.get_parent().pk},
    )
    copy = NewsArticlePage.objects.get(slug="panen-kedua")
    assert told(copy)[-1] == ("Siti Rahma", "page.copy", "Draf", "Draf", "")
    assert not copy.live
