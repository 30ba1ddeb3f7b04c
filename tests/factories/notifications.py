"""Messages to people of the staff."""

import factory

from notifications.models import Notification
from tests.factories.people import UserFactory


class NotificationFactory(factory.django.DjangoModelFactory):
    """Unread and not mailed; ``village=None`` makes it the regency's matter."""

    class Meta:
        model = Notification

    recipient = factory.SubFactory(UserFactory)
    village = None
    kind = "review.waiting"
    headline = factory.Sequence(lambda n: f"“Panen raya {n}” menunggu diperiksa")
    url = "/admin/"
