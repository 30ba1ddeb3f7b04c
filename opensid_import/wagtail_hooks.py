from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from opensid_import.importer import LOG_ACTION


@hooks.register("register_log_actions")
def register_import_action(actions):
    """The history of an imported page says where it came from."""
    actions.register_action(LOG_ACTION, _("Impor dari OpenSID"), _("Diimpor dari situs lama"))
