"""QR codes."""

from itertools import groupby

import qrcode


def qr_svg(text: str) -> str:
    """``text`` as a QR code with its quiet zone: one inline SVG, on white, or no telephone reads it at night.

    One piece a run of dark squares, not one a square: a third of the bytes.
    """
    code = qrcode.QRCode()
    code.add_data(text)
    code.make(fit=True)
    rows = code.get_matrix()
    pieces = "".join(
        f"M{start} {line}h{length}v1h-{length}z"
        for line, row in enumerate(rows)
        for start, length in _dark_runs(row)
    )
    size = len(rows)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{size}mm" height="{size}mm"'
        f' viewBox="0 0 {size} {size}" shape-rendering="crispEdges">'
        f'<path fill="#fff" d="M0 0h{size}v{size}H0z"/><path fill="#000" d="{pieces}"/></svg>'
    )


def _dark_runs(row: list[bool]) -> list[tuple[int, int]]:
    """Where squares are dark in one line of the code: (start, length)."""
    runs, place = [], 0
    for dark, squares in groupby(row):
        length = len(list(squares))
        if dark:
            runs.append((place, length))
        place += length
    return runs
