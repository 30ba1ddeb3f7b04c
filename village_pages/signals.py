"""What the tree announces. Receivers must be safe to repeat: opening a village twice changes nothing."""

from django.dispatch import Signal

# sender: RegencyHomePage class; home: the home page, saved.
home_opened = Signal()
# sender: VillagePage class; village: the village page, saved and published, with its access rows.
village_opened = Signal()
