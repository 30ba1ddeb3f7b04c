"""Staff accounts."""

import factory

from people.models import User

PASSWORD = "sandi-untuk-uji"


class UserFactory(factory.django.DjangoModelFactory):
    """An account without any role; its password is ``PASSWORD``."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"petugas{n}")
    display_name = factory.Sequence(lambda n: f"Petugas {n}")
    password = factory.django.Password(PASSWORD)
