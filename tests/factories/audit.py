"""Acts by the row and by the thousand."""

import factory

from audit.models import Act
from tests.factories.village_pages import VillageFactory


class ActFactory(factory.django.DjangoModelFactory):
    """``ActFactory(village=village)``: a page published there; ``village=None`` for the regency's."""

    class Meta:
        model = Act

    class Params:
        village = factory.SubFactory(VillageFactory)

    verb = "page.publish"
    village_code = factory.LazyAttribute(lambda act: act.village.code if act.village else "")
    village_name = factory.LazyAttribute(lambda act: act.village.full_name if act.village else "")
    actor_key = 1
    actor_name = "Siti Rahma"
    object_type = "wagtailcore.page"
    object_key = factory.Sequence(str)
    object_name = factory.Sequence(lambda n: f"Gotong royong {n}")
    before = "Draf"
    after = "Terbit"


def many_acts(n: int, **fields) -> None:
    """``n`` acts at once, for tests that count queries."""
    Act.objects.bulk_create(ActFactory.build_batch(n, **fields))
