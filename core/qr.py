"""QR codes."""

import qrcode
from qrcode.image.svg import SvgPathFillImage


def qr_svg(text: str) -> str:
    """``text`` as a QR code: one inline SVG, on white, or no telephone reads it in the dark."""
    return qrcode.make(text, image_factory=SvgPathFillImage).to_string(encoding="unicode")
