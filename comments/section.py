"""The community space among the sections of a village: in the navigation, not on the homes."""

from django.utils.translation import gettext_lazy as _

from village_pages.sections import Section, register

register(
    Section(key="comments", slug="ruang-komunitas", label=_("Ruang Komunitas"), order=40, on_portal=False)
)
