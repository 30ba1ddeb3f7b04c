"""What all feeds share: how long they are, and text that XML can hold."""

import re

MOST_ENTRIES = 20
# Left behind by word processors when text is pasted; XML 1.0 has no way to write them.
_NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def xml_text(text: str) -> str:
    """``text`` without the characters that XML has no way to write."""
    return _NOT_IN_XML.sub("", text)
