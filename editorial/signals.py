"""What the desk announces, in the transaction of the act. Receivers must be safe to repeat."""

from django.dispatch import Signal

# sender: ReviewRound; round (ReviewRound), by (User). A page was sent in, or sent in again.
review_started = Signal()
# sender: ReviewRound; round, decision ("approved" or "returned"), by, words (reason or remark, may be "").
review_decided = Signal()
# sender: ReviewRound; round, stage (Stage it has reached).
review_escalated = Signal()
# sender: PageCare; page, by, words.
page_archived = Signal()
page_restored = Signal()
