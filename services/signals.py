"""What services announce, in the transaction of the act. Receivers must be safe to repeat."""

from django.dispatch import Signal

# sender: ServiceStandard class; standard (as it stands now), aspects (those that changed, maybe none), by.
standard_changed = Signal()
