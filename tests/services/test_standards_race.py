"""Two at the same moment at one standard. On PostgreSQL."""

import pytest
from django.utils import timezone

from editorial.care import confirm, seal
from editorial.models import PageCare
from services import standards
from services.aspects import Aspect
from services.models import ServiceDifference, ServicePage, ServiceStandard
from tests.editorial.test_race import again, at_once
from tests.factories.services import ServicePageFactory, StandardFactory
from tests.factories.village_pages import VillageFactory, member
from village_pages.enums import Role

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]

ATTEMPTS = 5


def changing(standard, user, **fields):
    """A change from what stands there now."""
    shown = ServiceStandard.objects.get(pk=standard.pk)
    seen = standards.as_seen(shown)
    for name, value in fields.items():
        setattr(shown, name, value)
    return lambda: standards.change(shown, by=again(user), seen=seen)


def test_of_two_changes_at_once_one_is_written_and_the_other_told():
    VillageFactory()
    one, two = member(Role.OFFICER), member(Role.OFFICER)
    for attempt in range(ATTEMPTS):
        standard = StandardFactory()
        outcomes = at_once(
            changing(standard, one, duration=f"{attempt} hari"), changing(standard, two, notes="Bawa map.")
        )
        refused = [one for one in outcomes if isinstance(one, standards.ChangedMeanwhileError)]
        assert len(refused) == 1, outcomes
        stored = ServiceStandard.objects.get(pk=standard.pk)
        assert bool(stored.duration) != bool(stored.notes)


def test_still_right_said_while_the_regency_changes_it_leaves_the_check_open():
    """Whoever comes first: the cadre has not seen the regency's new words."""
    village = VillageFactory()
    officer, cadre = member(Role.OFFICER), member(Role.CADRE, village)
    for attempt in range(ATTEMPTS):
        standard = StandardFactory(fee_kind="free")
        page = ServicePageFactory(
            village=village,
            standard=standard,
            rows={"differences": [ServiceDifference(aspect=Aspect.FEE, reason="Perdes 3.")]},
        )
        word = seal(ServicePage.objects.get(pk=page.pk), again(cadre))
        at_once(
            changing(standard, officer, fee_note=f"Loket {attempt}"), lambda word=word: confirm(cadre, [word])
        )
        assert PageCare.objects.get(page=page.pk).check_due_at <= timezone.now()
