"""What services add to Wagtail's admin."""

from services import (  # noqa: F401 - each adds its screens, buttons and words
    adoption_hooks,
    question_hooks,
    standard_hooks,
)
