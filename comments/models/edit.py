"""What a comment said before its author changed it."""

from django.db import models
from django.utils import timezone

from comments.models.topic import MAX_TITLE


class CommentEdit(models.Model):
    """The words before one edit; erased with the comment."""

    comment = models.ForeignKey("comments.ResidentComment", on_delete=models.CASCADE, related_name="edits")
    # Of a topic.
    old_title = models.CharField(max_length=MAX_TITLE, blank=True)
    old_body = models.TextField()
    at = models.DateTimeField(default=timezone.now)

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"CommentEdit {self.pk}"
