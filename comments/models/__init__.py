from comments.models.action import ModAction
from comments.models.comment import ResidentComment
from comments.models.edit import CommentEdit
from comments.models.limit import LimitCounter
from comments.models.report import Report
from comments.models.resident import Resident, ResidentLink, ResidentSession
from comments.models.rules import CommentRules, WatchedWord
from comments.models.space import CommunitySpacePage
from comments.models.thread import Thread
from comments.models.topic import Topic, TopicPicture, TopicStep, TopicSupport

__all__ = [
    "CommentEdit",
    "CommentRules",
    "CommunitySpacePage",
    "LimitCounter",
    "ModAction",
    "Report",
    "Resident",
    "ResidentComment",
    "ResidentLink",
    "ResidentSession",
    "Thread",
    "Topic",
    "TopicPicture",
    "TopicStep",
    "TopicSupport",
    "WatchedWord",
]
