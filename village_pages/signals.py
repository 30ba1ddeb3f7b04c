"""What the tree announces. Receivers must be safe to repeat: opening a village twice changes nothing."""

from django.dispatch import Signal

# sender: RegencyHomePage class; home: the home page, saved.
home_opened = Signal()
# sender: VillagePage class; village: the village page, saved and published, with its access rows.
village_opened = Signal()
# sender: Membership class; membership, change (MembershipChange), by (who did it, or None: the clock or a
# command), reason. Sent in the transaction of the change.
membership_changed = Signal()
# sender: VillagePage class; village, change (VillageChange), by, reason, before, after (words: what it was
# called or its state). Sent in the transaction of the change, once for each change.
village_changed = Signal()
# sender: page class; page, words (why). What was due by the clock was not published, and is due no more.
publication_held = Signal()
