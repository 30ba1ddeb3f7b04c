"""Sent back with a reason: the author reads it on the page and on the desk until it is sent in again."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from editorial.enums import SendBackReason
from editorial.models import ReviewRound, VillageReviewTask
from tests.editorial.test_review import decide, desk_of, edit_url, submitted

pytestmark = pytest.mark.django_db


def returned_panel(client, user, page) -> str:
    client.force_login(user)
    found = BeautifulSoup(client.get(edit_url(page)).content, "html.parser").select_one(".review__returned")
    return " ".join(found.get_text(" ").split()) if found else ""


def test_the_author_reads_who_when_why_on_the_page_until_it_is_sent_in_again(
    client, village, contributor, cadre
):
    page = submitted(village, contributor, title="Panen raya")
    assert returned_panel(client, contributor, page) == ""
    decide(client, cadre, page, "reject", "Tulis tanggalnya.")
    said = returned_panel(client, contributor, page)
    reason = str(SendBackReason.MISSING.label)
    for words in ("Siti Rahma", "WIB", reason, "Tulis tanggalnya."):
        assert words in said, words
    desk = desk_of(client, contributor)
    assert f"{reason}: Tulis tanggalnya." in desk
    page.refresh_from_db()
    page.current_workflow_state.resume(user=contributor)
    assert returned_panel(client, contributor, page) == ""


def test_wagtails_own_modal_asks_for_both_parts(client, village, contributor, cadre):
    page = submitted(village, contributor)
    client.force_login(cadre)
    address = reverse(
        "wagtailadmin_pages:collect_workflow_action_data",
        args=[page.pk, "reject", page.current_workflow_task_state.pk],
    )
    modal = client.get(address).json()["html"]
    assert 'name="reason"' in modal
    assert 'name="comment"' in modal
    answer = client.post(address, {"comment": "Kurang."}, headers={"X-Requested-With": "XMLHttpRequest"})
    assert answer.json()["step"] == "action"
    answer = client.post(
        address, {"comment": "Kurang.", "reason": "fact"}, headers={"X-Requested-With": "XMLHttpRequest"}
    )
    assert answer.json()["step"] == "success"


@pytest.mark.parametrize(
    ("given", "kept"),
    [({"reason": "privacy"}, SendBackReason.PRIVACY), ({}, SendBackReason.OTHER), ({"reason": "x"}, "other")],
)
def test_a_reason_that_is_not_on_the_list_is_kept_as_another(village, contributor, cadre, given, kept):
    page = submitted(village, contributor)
    VillageReviewTask.objects.get().on_action(
        page.current_workflow_task_state, cadre, "reject", comment="Kurang.", **given
    )
    assert ReviewRound.objects.get(page=page).reason == kept
