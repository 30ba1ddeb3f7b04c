"""What ``run_due`` does with private messages."""

from core import due
from private_messages import erasing

due.register("private messages that fell silent", erasing.close_silent)
due.register("private messages that nobody answered", erasing.close_unanswered)
due.register("private messages of closed villages", erasing.close_where_nobody_is_left)
due.register("private messages closed long ago", erasing.erase_old)
