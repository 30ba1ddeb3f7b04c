"""All rules of review at once, for work on many pages."""

from functools import cached_property

from django.db.models import Q

from editorial.kinds import Kind
from editorial.models.rule import ReviewRule
from editorial.rules import Rule, combined
from village_pages.places import in_villages


class RuleBook:
    """The rules as they are now (one query, when first asked)."""

    @cached_property
    def _rows(self) -> dict[tuple[str, int | None], ReviewRule]:
        rows = ReviewRule.objects.select_related("village")
        return {(row.kind, row.village_id): row for row in rows}

    def rule(self, kind: Kind, village_id: int | None = None) -> Rule:
        """As ``rules.rule_for``, without a query of its own."""
        village = self._rows.get((kind.key, village_id)) if village_id else None
        return combined(kind, self._rows.get((kind.key, None)), village)

    def checked_after_days(self, kind: Kind) -> Q:
        """A filter on pages of ``kind``: where they are looked at again after some days."""
        if self.rule(kind).check_after_days:
            return Q()
        own = [row for row in self._rows.values() if row.kind == kind.key and row.village_id]
        return in_villages(row.village for row in own if row.check_after_days)
