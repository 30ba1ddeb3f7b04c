"""Why nothing was done about a comment or a topic."""


class NotDoneError(Exception):
    """Nothing was done."""


class AlreadyHandledError(NotDoneError):
    """Somebody changed the comment since it was shown. ``by`` is a name or empty."""

    def __init__(self, by: str = ""):
        super().__init__(by)
        self.by = by


class AuthorChangedError(NotDoneError):
    """The author changed the comment, appealed, or took it back since it was shown."""


class VillageNotOpenError(NotDoneError):
    """The village is paused: what people wrote waits, and only what harms can be hidden or covered."""


class AboveFirstError(NotDoneError):
    """What the comment answers is not decided yet: below it nobody would see the answer."""


class NotYoursError(NotDoneError):
    """This person sees the comment, but somebody else decides about it."""
