from datetime import datetime

from django.db.models import F, Q
from django.utils import timezone
from wagtail.models import PageQuerySet

from village_pages.places import live_in


class InclusionNoticeQuerySet(PageQuerySet):
    def published(self, village=None) -> "InclusionNoticeQuerySet":
        return live_in(self, village)

    def valid_at(self, moment: datetime) -> "InclusionNoticeQuerySet":
        """Notices that hold at ``moment``: begun, and not over."""
        return self.filter(Q(valid_from__isnull=True) | Q(valid_from__lte=moment)).filter(
            Q(valid_until__isnull=True) | Q(valid_until__gt=moment)
        )

    def valid_now(self, village=None) -> "InclusionNoticeQuerySet":
        """Live and valid notices, the soonest to end first, standing ones last."""
        return (
            self.published(village)
            .valid_at(timezone.now())
            .order_by(F("valid_until").asc(nulls_last=True), "title", "pk")
        )

    def next_change(self) -> datetime | None:
        """When the set of valid notices changes next: a beginning or an end (two small queries)."""
        now = timezone.now()
        times = [
            self.filter(**{f"{field}__gt": now}).order_by(field).values_list(field, flat=True).first()
            for field in ("valid_from", "valid_until")
        ]
        return min((time for time in times if time), default=None)
