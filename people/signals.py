from django.dispatch import Signal

# Sent with ``user`` and ``change`` (``enums.AccountChange``), and ``before`` and ``after`` where they may be
# read by others, after somebody changed something about the own account.
account_changed = Signal()

# Sent with ``user``, ``by`` (``None``: on the server's command line) and ``reason`` after a second factor was
# taken away so that its owner sets up a new one.
second_factor_removed = Signal()
