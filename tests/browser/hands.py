"""Somebody's thumb on a phone: what a task costs is counted."""

from playwright.sync_api import Locator, Page


class Hand:
    """Every tap is counted, on a field too; choosing from a list is two."""

    def __init__(self, page: Page):
        self.page, self.taps = page, 0

    def tap(self, target: Locator) -> None:
        target.click()
        self.taps += 1

    def write(self, field: Locator, words: str) -> None:
        self.tap(field)
        field.press_sequentially(words)

    def choose(self, field: Locator, label: str) -> None:
        field.select_option(label)
        self.taps += 2
