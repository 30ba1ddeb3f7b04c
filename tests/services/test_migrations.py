"""The dates that were typed by hand are not lost."""

from datetime import date
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.utils import timezone

from editorial.models import PageCare
from tests.factories.services import ServicePageFactory

MIGRATION = import_module("services.migrations.0002_checking_dates_move_to_the_care_of_pages")


class Apps:
    """Services as they were, with the dates typed by hand, and the care of today."""

    def __init__(self, days: dict):
        rows = SimpleNamespace(iterator=lambda: iter(days.items()))
        found = SimpleNamespace(values_list=lambda *names: rows)
        self.models = {
            "PageCare": PageCare,
            "ServicePage": SimpleNamespace(objects=SimpleNamespace(filter=lambda **conditions: found)),
        }

    def get_model(self, app: str, name: str):
        return self.models[name]


@pytest.mark.django_db
def test_a_typed_date_becomes_the_day_of_checking_unless_somebody_checked_since():
    village_page = ServicePageFactory()
    checked = ServicePageFactory(village=village_page.village)
    new = ServicePageFactory(village=village_page.village)
    now = PageCare.objects.get(page=checked).checked_at
    PageCare.objects.filter(page=village_page).update(checked_at=None)
    PageCare.objects.filter(page=new).delete()
    typed = date(2024, 6, 27)
    MIGRATION.keep_dates(Apps({page.pk: typed for page in (village_page, checked, new)}), None)
    days = {
        care.page_id: timezone.localdate(care.checked_at)
        for care in PageCare.objects.filter(page__depth__gt=4)
    }
    assert days == {village_page.pk: typed, new.pk: typed, checked.pk: timezone.localdate(now)}
