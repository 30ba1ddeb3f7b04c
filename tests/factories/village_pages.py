"""Villages with everything that opening gives them, pages below them, and people with a role."""

import factory
import wagtail_factories
from django.contrib.auth.models import Group
from django.utils import timezone
from wagtail.models import Collection, Page
from wagtail.signal_handlers import disable_reference_index_auto_update

from offices.reading import ensure_main_office
from people.models import User
from tests.factories.offices import fill_office
from tests.factories.people import UserFactory, with_second_factor
from village_pages.enums import REGENCY_ROLES
from village_pages.models import InformationPage, Membership, VillageAccess, VillagePage
from village_pages.opening import ensure_home, open_village
from village_pages.rights import appoint


class VillageFactory(factory.django.DjangoModelFactory):
    """``VillageFactory(code="15.07.09.2002", title="Pematang Rahim")``: opened by the project's own code.

    Home page, workflow, groups, collection and sections exist afterwards. The same code gives the same
    village again. Fields that opening does not know are written and published on top; ``office_address``,
    ``office_hours`` and ``contacts`` (unsaved rows) are those of its own office.
    """

    class Meta:
        model = VillagePage

    code = factory.Sequence(lambda n: f"15.07.{n // 9000 + 20:02d}.{n % 9000 + 1000:04d}")
    title = factory.Sequence(lambda n: f"Desa Uji {n}")
    district = "Mendahara Ulu"
    kind = "desa"

    @classmethod
    def _create(cls, model_class, *args, code, title, district, kind, **fields):
        village, _created = open_village(code=code, name=title, district=district, kind=kind)
        fill_office(
            ensure_main_office(village),
            address=fields.pop("office_address", ""),
            hours=fields.pop("office_hours", ()),
            contacts=fields.pop("contacts", ()),
        )
        for name, value in fields.items():
            setattr(village, name, value)
        if fields:
            village.save_revision().publish()
        return VillagePage.objects.get(pk=village.pk)


def villages_as_rows(home: Page, numbers: range) -> list[VillagePage]:
    """Live villages without sections: opening them properly, with all theirs, takes half a minute."""
    now = timezone.now()
    shared = {"live": True, "first_published_at": now, "last_published_at": now}
    made = []
    for number in numbers:
        name = f"Desa Jauh {number}"
        page = VillagePage(
            title=name, code=f"15.07.90.{number:04d}", district="Jauh", slug=f"jauh-{number}", **shared
        )
        with disable_reference_index_auto_update():
            village = home.add_child(instance=page)
        VillageAccess.objects.create(
            village=village,
            collection=Collection.get_first_root_node().add_child(name=name),
            contributors_group=Group.objects.create(name=f"Penulis jauh {number}"),
            cadres_group=Group.objects.create(name=f"Kader jauh {number}"),
        )
        made.append(village)
    return made


class BranchPageFactory(wagtail_factories.PageFactory):
    """A page of a village: ``village=`` says which, ``live=False`` leaves it a draft with a revision.

    ``rows={"steps": [ServiceStep(...)]}`` are its child rows.
    """

    class Meta:
        abstract = True
        skip_postgeneration_save = True

    class Params:
        village = factory.SubFactory(VillageFactory)
        # The model of the village's index below which the page hangs; none: below the village itself.
        index_model: type[Page] | None = None

    parent = factory.LazyAttribute(
        lambda o: o.index_model.objects.child_of(o.village).get() if o.index_model else o.village
    )
    live = True
    owner = None
    rows: dict = {}

    @classmethod
    def _create(cls, model_class, *args, parent, live, rows, **fields):
        page = model_class(live=False, **fields)
        for name, entries in rows.items():
            setattr(page, name, entries)
        parent = type(parent).objects.get(pk=parent.pk)  # treebeard counts children on the instance
        parent.add_child(instance=page)
        revision = page.save_revision(user=fields.get("owner"))
        if live:
            revision.publish()
        return model_class.objects.get(pk=page.pk)


class InformationPageFactory(BranchPageFactory):
    """``InformationPageFactory(village=...)``, or ``parent=ensure_home()`` for one of the regency's."""

    class Meta:
        model = InformationPage

    title = factory.Sequence(lambda n: f"Tentang kami {n}")
    body = factory.LazyFunction(list)


def regency_information(**fields) -> InformationPage:
    """An information page of the regency itself, directly below the portal."""
    return InformationPageFactory(parent=ensure_home(), village=None, **fields)


class MembershipFactory(factory.django.DjangoModelFactory):
    """A membership row as it is, without asking ``appoint``: for the past and the future."""

    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory)
    role = "contributor"


def member(role: str, village: VillagePage | None = None, **fields) -> User:
    """A new account that holds ``role`` (in ``village``, for roles of a village), able to work at once."""
    user = UserFactory(**fields)
    if role in REGENCY_ROLES:
        with_second_factor(user)
    appoint(user=user, role=role, village=village)
    return User.objects.get(pk=user.pk)  # Wagtail keeps permissions on the instance
