from django.dispatch import Signal

# Sent with ``user`` and ``by`` (``None``: on the server's command line) after a second factor was taken away
# so that its owner sets up a new one.
second_factor_removed = Signal()
