"""What happens to comments, for those who are to be told."""

from django.dispatch import Signal

# A comment waits for a person: new, mended, appealed, hidden by reports, or reported as being about
# the cadre.
# Sent in the transaction of the act, with ``comment``.
comment_waits = Signal()
# What waited is settled without a decision: withdrawn by its author, or erased. With ``comment``.
comment_gone = Signal()
# Somebody decided: what was told of waiting may be settled. With ``village``.
comment_decided = Signal()
# Everybody may read it from now on: with ``comment``, in the transaction of the decision.
comment_shown = Signal()
# Somebody moved a topic on: what was told of waiting may be settled. With ``village``.
topic_changed = Signal()
