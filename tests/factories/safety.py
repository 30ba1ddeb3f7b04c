"""Help lines and offices."""

import factory
from django.utils import timezone

from safety.enums import HelpKind
from safety.models import HelpContact


class HelpContactFactory(factory.django.DjangoModelFactory):
    """``HelpContactFactory(is_sure=False)``: one that readers do not see yet."""

    class Meta:
        model = HelpContact

    kind = HelpKind.VIOLENCE
    name = factory.Sequence(lambda n: f"Kantor bantuan {n}")
    phone = "074160123"
    is_sure = True
    checked_on = factory.Maybe("is_sure", factory.LazyFunction(timezone.localdate), None)
