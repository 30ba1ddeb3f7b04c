"""What is written down stays as it was written, whichever way Django offers to change it."""

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from audit.log import record
from audit.models import Act
from comments import moderation
from comments.enums import CommentState
from comments.models import ModAction, ResidentComment
from tests.factories.comments import ResidentCommentFactory
from tests.factories.news import NewsArticlePageFactory
from tests.factories.village_pages import VillageFactory, member
from village_pages.enums import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def act():
    return record("village.paused", name="Desa Pematang Rahim")


@pytest.mark.parametrize(
    "change",
    [
        lambda act: act.save(),
        lambda act: act.delete(),
        lambda act: Act.objects.update(verb="lain"),
        lambda act: Act.objects.all().delete(),
        lambda act: Act._base_manager.filter(pk=act.pk).update(verb="lain"),
        lambda act: Act._base_manager.filter(pk=act.pk).delete(),
        lambda act: Act.objects.bulk_update([act], ["verb"]),
        lambda act: Act.objects.update_or_create(pk=act.pk, defaults={"verb": "lain"}),
        lambda act: Act.objects.bulk_create(
            [Act(pk=act.pk, verb="lain")],
            update_conflicts=True,
            update_fields=["verb"],
            unique_fields=["id"],
        ),
    ],
)
def test_no_code_changes_or_deletes_an_act(act, change):
    with pytest.raises(TypeError, match="append-only"):
        change(act)
    assert Act.objects.get(pk=act.pk).verb == "village.paused"


def test_the_database_itself_refuses_to_change_an_act(act):
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE audit_act SET verb = %s WHERE id = %s", ["lain", act.pk])
    assert Act.objects.get(pk=act.pk).verb == "village.paused"


def test_a_moderators_act_outlives_the_comment_and_is_as_firm():
    village = VillageFactory()
    comment = ResidentCommentFactory(
        thread__page=NewsArticlePageFactory(village=village), state=CommentState.PENDING
    )
    moderation.approve(member(Role.CADRE, village), comment, version=comment.version)
    written = ModAction.objects.get()
    for change in (
        lambda: ModAction._base_manager.filter(pk=written.pk).update(action="x"),
        lambda: ModAction._base_manager.filter(pk=written.pk).delete(),
    ):
        with pytest.raises(TypeError, match="append-only"):
            change()
    # A new one does not take the place of an old one; here no trigger would stop it.
    with pytest.raises(IntegrityError), transaction.atomic():
        ModAction(pk=written.pk, at=written.at, action="x").save()
    ResidentComment.objects.get().delete()
    kept = ModAction.objects.get()
    assert (kept.comment, kept.action) == (None, written.action)
