"""A one-use link that does nothing, and why."""


class RefusedError(Exception):
    """The link does nothing; ``reason`` says why and what to do, ``status`` is the answer's."""

    def __init__(self, reason: str, status: int = 410):
        super().__init__(reason)
        self.reason, self.status = reason, status
