from comments.models.action import ModAction
from comments.models.comment import ResidentComment
from comments.models.limit import LimitCounter
from comments.models.space import CommunitySpacePage
from comments.models.thread import Thread

__all__ = ["CommunitySpacePage", "LimitCounter", "ModAction", "ResidentComment", "Thread"]
