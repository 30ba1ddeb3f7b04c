"""Every act that another part tells of, or that Wagtail writes in its own histories, joins the log."""

from django.db.models.signals import post_delete, post_save, pre_save
from django.dispatch import receiver
from django.utils.translation import gettext as _
from wagtail.log_actions import get_active_log_context
from wagtail.models import ModelLogEntry, PageLogEntry

from audit.file_acts import record_file
from audit.log import record
from audit.page_acts import record_page_entry
from audit.person_acts import record_person, record_switch, record_where_at_work
from core.models import CustomDocument, CustomImage
from people.models import User
from people.signals import account_changed, second_factor_removed
from village_pages.enums import MembershipChange
from village_pages.files import FILE_MODELS
from village_pages.signals import membership_changed, village_changed


@receiver(membership_changed)
def role_changed(sender, membership, change, by, reason, **kwargs):
    role = membership.get_role_display()
    paused = _("%(role)s, dijeda") % {"role": role}
    entrusted = _("%(role)s, membaca pesan aman") % {"role": role}
    before, after = {
        MembershipChange.GIVEN: ("", role),
        MembershipChange.PAUSED: (role, paused),
        MembershipChange.RESUMED: (paused, role),
        MembershipChange.ENDED: (paused if membership.paused_since else role, _("Berhenti")),
        MembershipChange.ENTRUSTED: (role, entrusted),
        MembershipChange.DISTRUSTED: (entrusted, role),
    }[change]
    record(
        f"membership.{change}",
        village=membership.village,
        by=by,
        about=membership.user,
        before=before,
        after=after,
        reason=reason,
    )


@receiver(village_changed)
def state_or_name_changed(sender, village, change, by, reason, before, after, **kwargs):
    record(
        f"village.{change}",
        village=village,
        by=by,
        about=village,
        name=village.full_name,
        before=before,
        after=after,
        reason=reason,
    )


@receiver(second_factor_removed)
def way_in_taken(sender, user, by, reason="", **kwargs):
    record_where_at_work("second_factor.removed", user, by=by, reason=reason)


@receiver(account_changed)
def own_account_changed(sender, user, change, before="", after="", **kwargs):
    record_where_at_work(f"account.{change}", user, by=user, before=before, after=after)


@receiver(post_save, sender=PageLogEntry)
def page_history_grew(sender, instance, created, raw=False, **kwargs):
    if created and not raw:
        record_page_entry(instance)


# Of files and accounts their own signals tell: many screens of Wagtail upload, delete and switch without a
# line in its history.
@receiver(post_save, sender=CustomImage)
@receiver(post_save, sender=CustomDocument)
def file_saved(sender, instance, created, update_fields=None, raw=False, **kwargs):
    # A save that names its fields is the machine's: a checksum, the size.
    if raw or update_fields is not None:
        return
    by = _acting()
    if created:
        record_file("create", instance, by or instance.uploaded_by_user)
    elif by is not None:
        record_file("edit", instance, by)


@receiver(post_delete, sender=CustomImage)
@receiver(post_delete, sender=CustomDocument)
def file_deleted(sender, instance, **kwargs):
    record_file("delete", instance, _acting())


@receiver(pre_save, sender=User)
def remember_whether_active(sender, instance, update_fields=None, raw=False, **kwargs):
    names_it = update_fields is None or "is_active" in update_fields
    if instance.pk and names_it and not raw:
        instance._was_active = (
            sender.objects.filter(pk=instance.pk).values_list("is_active", flat=True).first()
        )


@receiver(post_save, sender=User)
def account_switched(sender, instance, **kwargs):
    was_active = instance.__dict__.pop("_was_active", None)
    if was_active is not None and was_active != instance.is_active:
        record_switch(instance, instance.is_active, _acting())


@receiver(post_delete, sender=User)
def account_deleted(sender, instance, **kwargs):
    record("person.delete", by=_acting(), about=instance)


@receiver(post_save, sender=ModelLogEntry)
def other_history_grew(sender, instance, created, raw=False, **kwargs):
    """What administrators do on Wagtail's own screens: accounts, groups, collections, sites, redirects."""
    model = instance.content_type.model_class()
    action = instance.action.removeprefix("wagtail.")
    if not created or raw or model is None or model in FILE_MODELS:
        return
    if model is User:
        person = User.objects.filter(pk=instance.object_id).first()
        if action != "delete" and person is not None:
            record_person(action, person, instance.user)
        return
    record(
        f"setting.{action}",
        by=instance.user,
        about=(model._meta.label_lower, instance.object_id),
        name=f"{model._meta.verbose_name}: {instance.label}",
    )


def _acting():
    """Who uses the admin at this moment; ``None`` in a command and outside the admin."""
    return get_active_log_context().user
