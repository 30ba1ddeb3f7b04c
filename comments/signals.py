"""What happens to comments, for those who are to be told."""

from django.dispatch import Signal

# A comment waits for a person: new, mended, appealed, or hidden by reports. Sent in the transaction of the
# act, with ``comment``.
comment_waits = Signal()
# What waited is settled without a decision: withdrawn by its author, or erased. With ``comment``.
comment_gone = Signal()
# Somebody decided: what was told of waiting may be settled. With ``village``.
comment_decided = Signal()
