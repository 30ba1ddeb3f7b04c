"""Things and people that several scenes share: trees, boats, houses, and villagers at work.

All sizes are in picture units; a person's height `h` is from the soles to the top of the head.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from example_content.canvas import (
    BARK,
    CLAY,
    CREAM,
    FOREST,
    INDIGO,
    INK,
    LEAF,
    MUD,
    OCHRE,
    PLUM,
    ROSE,
    SAND,
    STONE,
    TEAL,
    WHITE,
    WOOD,
    Canvas,
    Colour,
    Point,
    darker,
    lighter,
    mix,
)

SKINS: tuple[Colour, ...] = ((205, 150, 110), (184, 128, 90), (162, 108, 74))
CLOTHES: tuple[Colour, ...] = (
    TEAL,
    CLAY,
    OCHRE,
    INDIGO,
    ROSE,
    FOREST,
    PLUM,
    (112, 140, 160),
    (214, 196, 158),
)
HAIR: Colour = (50, 42, 42)
GREY: Colour = (190, 188, 184)


@dataclass(frozen=True)
class Look:
    """How one villager is dressed."""

    skin: Colour
    top: Colour
    bottom: Colour
    head: str  # scarf | hair | peci | hat | long | grey
    head_colour: Colour


def look(c: Canvas, head: str, top: Colour | None = None) -> Look:
    """A villager with this headwear and otherwise chance clothes that do not clash."""
    dice = c.random
    shirt = top or dice.choice(CLOTHES)
    others = [x for x in CLOTHES if x != shirt]
    bottom = dice.choice(((70, 80, 96), (96, 84, 80), (58, 92, 96), (120, 96, 80)))
    if head == "scarf":
        scarf = dice.choice([lighter(x, 0.35) for x in others])
        return Look(dice.choice(SKINS), shirt, darker(shirt, 0.22), head, scarf)
    colour = {"peci": (44, 46, 58), "hat": (222, 192, 132), "grey": GREY}.get(head, HAIR)
    return Look(dice.choice(SKINS), shirt, bottom, head, colour)


def _elbow(a: Point, b: Point, upper: float, lower: float, bend: int) -> tuple[Point, Point]:
    """Where the elbow is between shoulder `a` and hand `b`, and the hand within reach."""
    dx, dy = b[0] - a[0], b[1] - a[1]
    far = math.hypot(dx, dy) or 1e-6
    reach = min(far, (upper + lower) * 0.985)
    hand = (a[0] + dx / far * reach, a[1] + dy / far * reach)
    along = (upper * upper - lower * lower + reach * reach) / (2 * reach)
    out = math.sqrt(max(upper * upper - along * along, 0))
    ux, uy = dx / far, dy / far
    return (a[0] + ux * along - uy * out * bend, a[1] + uy * along + ux * out * bend), hand


def _outward(side: int, shoulder: Point, hand_y: float) -> int:
    """The bend that keeps the elbow away from the body, for a lowered and for a raised hand."""
    return -side if hand_y >= shoulder[1] else side


def arm(c: Canvas, who: Look, shoulder: Point, hand: Point, h: float, bend: int) -> Point:
    """A sleeved arm; returns where the hand came to be."""
    elbow, end = _elbow(shoulder, hand, 0.17 * h, 0.17 * h, bend)
    width = 0.068 * h
    sleeve = darker(who.top, 0.07)
    c.line([shoulder, elbow, end], width, who.skin)
    cuff = end if who.head == "scarf" else elbow
    if who.head == "scarf":
        cuff = (end[0] + (elbow[0] - end[0]) * 0.22, end[1] + (elbow[1] - end[1]) * 0.22)
    c.line([shoulder, elbow, cuff] if who.head == "scarf" else [shoulder, cuff], width * 1.08, sleeve)
    c.oval(end[0], end[1], 0.036 * h, None, who.skin)
    return end


def head(c: Canvas, who: Look, x: float, y: float, r: float, face: int = 0, back: bool = False) -> None:
    """A head around (x, y); `face` -1 looks left, 1 right; `back` shows it from behind."""
    ink = mix(INK, who.skin, 0.15)
    if who.head == "scarf":
        scarf = who.head_colour
        c.blob(
            [(x, y - 1.3 * r), (x + 1.18 * r, y - 0.45 * r), (x + 1.2 * r, y + 0.6 * r),
             (x + 1.75 * r, y + 2.0 * r), (x + 0.5 * r, y + 2.75 * r), (x - 0.5 * r, y + 2.75 * r),
             (x - 1.75 * r, y + 2.0 * r), (x - 1.2 * r, y + 0.6 * r), (x - 1.18 * r, y - 0.45 * r)],
            scarf,
        )  # fmt: skip
        if back:
            c.line([(x, y + 0.9 * r), (x + 0.25 * r, y + 2.3 * r)], 0.1 * r, darker(scarf, 0.12))
            return
        c.oval(x + face * 0.22 * r, y + 0.02 * r, 0.8 * r, 0.92 * r, who.skin)
        c.arc(x + face * 0.1 * r, y + 0.4 * r, 1.0 * r, 1.0 * r, 25, 155, 0.1 * r, darker(scarf, 0.12))
    else:
        c.rect(x - 0.32 * r, y + 0.5 * r, 0.64 * r, 0.9 * r, darker(who.skin, 0.1), 0.2 * r)
        if who.head == "long":
            c.blob(
                [(x, y - 1.15 * r), (x + 1.12 * r, y - 0.3 * r), (x + 1.15 * r, y + 1.3 * r),
                 (x, y + 1.6 * r), (x - 1.15 * r, y + 1.3 * r), (x - 1.12 * r, y - 0.3 * r)],
                who.head_colour,
            )  # fmt: skip
        hair = HAIR if who.head in ("hat", "peci") else who.head_colour
        if back:
            c.oval(x, y, r, 1.06 * r, hair)
        else:
            c.oval(x, y, 0.95 * r, 1.04 * r, who.skin)
            half_turn = [t / 20 * math.pi for t in range(21)]
            c.polygon(
                [(x + 1.02 * r * math.cos(t), y - 0.1 * r - 1.02 * r * math.sin(t)) for t in half_turn]
                + [(x - 0.98 * r, y + 0.15 * r), (x - 0.72 * r, y - 0.42 * r), (x, y - 0.55 * r),
                   (x + 0.72 * r, y - 0.42 * r), (x + 0.98 * r, y + 0.15 * r)],
                hair,
            )  # fmt: skip
        if who.head == "peci":
            c.polygon(
                [(x - 0.98 * r, y - 0.35 * r), (x - 0.9 * r, y - 1.25 * r), (x + 0.9 * r, y - 1.25 * r),
                 (x + 0.98 * r, y - 0.35 * r)],
                who.head_colour,
            )  # fmt: skip
        if who.head == "hat":
            c.polygon(
                [(x - 1.9 * r, y - 0.3 * r), (x, y - 1.7 * r), (x + 1.9 * r, y - 0.3 * r)], who.head_colour
            )
            c.polygon(
                [(x - 1.9 * r, y - 0.3 * r), (x + 1.9 * r, y - 0.3 * r), (x, y - 0.12 * r)],
                darker(who.head_colour, 0.2),
            )
        if back:
            return
    ex = x + face * 0.3 * r
    for side in (-1, 1):
        c.oval(ex + side * 0.33 * r, y + 0.02 * r, 0.085 * r, 0.11 * r, ink)
    c.arc(ex, y + 0.32 * r, 0.3 * r, 0.22 * r, 20, 160, 0.09 * r, ink)


def torso(c: Canvas, who: Look, x: float, top: float, bottom: float, h: float) -> None:
    """The trunk from the shoulders to the hips."""
    c.blob(
        [(x, top - 0.012 * h), (x + 0.11 * h, top + 0.01 * h), (x + 0.135 * h, top + 0.1 * h),
         (x + 0.115 * h, (top + bottom) / 2), (x + 0.125 * h, bottom), (x, bottom + 0.02 * h),
         (x - 0.125 * h, bottom), (x - 0.115 * h, (top + bottom) / 2), (x - 0.135 * h, top + 0.1 * h),
         (x - 0.11 * h, top + 0.01 * h)],
        who.top,
    )  # fmt: skip


def standing(
    c: Canvas,
    who: Look,
    x: float,
    y: float,
    h: float,
    *,
    left: Point = (-0.145, -0.415),
    right: Point = (0.145, -0.415),
    face: int = 0,
    back: bool = False,
    shadow: bool = True,
) -> tuple[Point, Point]:
    """Somebody standing with feet at (x, y); `left` and `right` are the hands, in parts of `h`.

    Returns where both hands are, to put things into them.
    """
    if shadow:
        c.oval(x, y, 0.2 * h, 0.03 * h, INK, 0.16)
    shoulder, hip, r = y - 0.775 * h, y - 0.45 * h, 0.088 * h
    shoe = mix(who.bottom, INK, 0.6)
    for side in (-1, 1):
        c.oval(x + side * 0.06 * h, y - 0.012 * h, 0.05 * h, 0.022 * h, shoe)
    if who.head == "scarf":
        c.blob(
            [(x - 0.11 * h, hip - 0.06 * h), (x + 0.11 * h, hip - 0.06 * h), (x + 0.15 * h, y - 0.2 * h),
             (x + 0.155 * h, y - 0.035 * h), (x, y - 0.02 * h), (x - 0.155 * h, y - 0.035 * h),
             (x - 0.15 * h, y - 0.2 * h)],
            who.bottom,
        )  # fmt: skip
    else:
        for side in (-1, 1):
            c.line(
                [(x + side * 0.055 * h, hip), (x + side * 0.062 * h, y - 0.04 * h)], 0.1 * h,
                darker(who.bottom, 0.08 * (side + 1)),
            )  # fmt: skip
        c.rect(x - 0.115 * h, hip - 0.06 * h, 0.23 * h, 0.1 * h, who.bottom, 0.03 * h)
    torso(c, who, x, shoulder, hip + (0.05 * h if who.head == "scarf" else 0), h)
    if not back:
        head(c, who, x, y - h + 1.2 * r, r, face)
    hands = []
    for side, goal in ((-1, left), (1, right)):
        at = (x + side * 0.112 * h, shoulder + 0.045 * h)
        hands.append(
            arm(c, who, at, (x + goal[0] * h, y + goal[1] * h), h, _outward(side, at, y + goal[1] * h))
        )
    if back:
        head(c, who, x, y - h + 1.2 * r, r, face, back=True)
    return hands[0], hands[1]


def on_mat(
    c: Canvas, who: Look, x: float, y: float, h: float, *, face: int = 0, back: bool = False,
    left: Point = (-0.12, -0.13), right: Point = (0.12, -0.13),
) -> tuple[Point, Point]:  # fmt: skip
    """Somebody sitting cross-legged (lesehan); `h` is the height this person would have standing."""
    c.oval(x, y, 0.27 * h, 0.05 * h, INK, 0.15)
    legs = who.bottom
    c.blob(
        [(x - 0.25 * h, y - 0.055 * h), (x - 0.12 * h, y - 0.13 * h), (x + 0.12 * h, y - 0.13 * h),
         (x + 0.25 * h, y - 0.055 * h), (x + 0.19 * h, y), (x - 0.19 * h, y)],
        legs,
    )  # fmt: skip
    if not back:
        c.line([(x - 0.1 * h, y - 0.035 * h), (x + 0.12 * h, y - 0.06 * h)], 0.014 * h, darker(legs, 0.2))
    shoulder, r = y - 0.415 * h, 0.088 * h
    torso(c, who, x, shoulder, y - 0.1 * h, h)
    if not back:
        head(c, who, x, shoulder - 0.12 * h, r, face)
    hands = []
    for side, goal in ((-1, left), (1, right)):
        at = (x + side * 0.112 * h, shoulder + 0.045 * h)
        hands.append(
            arm(c, who, at, (x + goal[0] * h, y + goal[1] * h), h, _outward(side, at, y + goal[1] * h))
        )
    if back:
        head(c, who, x, shoulder - 0.12 * h, r, face, back=True)
    return hands[0], hands[1]


def seated(
    c: Canvas, who: Look, x: float, y: float, h: float, face: int, *, hand: Point = (0.3, -0.42),
    wheels: bool = False,
) -> Point:  # fmt: skip
    """Somebody seated sideways, looking left (-1) or right (1), on a stool or in a wheelchair.

    (x, y) is the floor under the hips; `hand` is in parts of `h`, forward positive. Returns the hand.
    """
    f = face
    seat, shoulder, r = y - 0.27 * h, y - 0.595 * h, 0.088 * h
    c.oval(x + 0.08 * f * h, y, 0.3 * h, 0.032 * h, INK, 0.15)
    steel = (96, 106, 116)
    if wheels:
        c.line([(x - f * 0.13 * h, seat - 0.3 * h), (x - f * 0.13 * h, seat + 0.03 * h)], 0.028 * h, steel)
        c.line([(x - f * 0.22 * h, seat - 0.29 * h), (x - f * 0.13 * h, seat - 0.29 * h)], 0.028 * h, steel)
        frame = [(-0.13, seat + 0.03 * h), (0.24, seat + 0.03 * h), (0.31, y - 0.05 * h), (0.4, y - 0.05 * h)]
        c.line([(x + f * along * h, height) for along, height in frame], 0.024 * h, steel)
        c.ring(x + f * 0.26 * h, y - 0.045 * h, 0.045 * h, 0.018 * h, INK)
        c.rect(x - 0.155 * h, seat - 0.01 * h, 0.35 * h, 0.045 * h, INDIGO, 0.02 * h)
    else:
        c.rect(x - 0.14 * h, seat, 0.3 * h, 0.035 * h, WOOD, 0.012 * h)
        for leg in (-0.11, 0.11):
            c.line([(x + leg * h, seat + 0.03 * h), (x + leg * 1.15 * h, y - 0.01 * h)], 0.026 * h, BARK)
    foot = (x + f * 0.27 * h, y - (0.075 if wheels else 0.035) * h)
    knee = (x + f * 0.25 * h, seat - 0.03 * h)
    width = 0.135 if who.head == "scarf" else 0.105
    c.line([(x, seat - 0.05 * h), knee, foot], width * h, who.bottom)
    c.oval(foot[0] + f * 0.05 * h, foot[1] + 0.015 * h, 0.065 * h, 0.028 * h, mix(who.bottom, INK, 0.6))
    c.blob(
        [(x + f * 0.01 * h, shoulder - 0.015 * h), (x + f * 0.085 * h, shoulder + 0.03 * h),
         (x + f * 0.1 * h, shoulder + 0.15 * h), (x + f * 0.1 * h, seat), (x - f * 0.11 * h, seat),
         (x - f * 0.1 * h, shoulder + 0.15 * h), (x - f * 0.085 * h, shoulder + 0.03 * h)],
        who.top,
    )  # fmt: skip
    head(c, who, x + f * 0.012 * h, shoulder - 0.12 * h, r, f)
    end = arm(c, who, (x, shoulder + 0.055 * h), (x + f * hand[0] * h, y + hand[1] * h), h, bend=f)
    if wheels:
        c.ring(x - f * 0.04 * h, y - 0.165 * h, 0.165 * h, 0.024 * h, INK)
        c.ring(x - f * 0.04 * h, y - 0.165 * h, 0.135 * h, 0.01 * h, STONE)
        for spoke in range(6):
            a = spoke * math.pi / 6
            dx, dy = 0.145 * h * math.cos(a), 0.145 * h * math.sin(a)
            cx, cy = x - f * 0.04 * h, y - 0.165 * h
            c.line([(cx - dx, cy - dy), (cx + dx, cy + dy)], 0.005 * h, STONE)
        c.oval(x - f * 0.04 * h, y - 0.165 * h, 0.028 * h, None, steel)
    return end


# -- things --------------------------------------------------------------------------------------------


def phone(c: Canvas, at: Point, size: float = 1) -> None:
    c.rect(at[0] - 9 * size, at[1] - 17 * size, 18 * size, 34 * size, INK, 4 * size)
    c.rect(at[0] - 6 * size, at[1] - 13 * size, 12 * size, 24 * size, (190, 220, 226), 2 * size)


def palm(c: Canvas, x: float, y: float, h: float, lean: float = 0.1, colour: Colour = FOREST) -> None:
    """A coconut palm with its foot at (x, y)."""
    crown = (x + lean * h, y - h)
    middle = (x + lean * 0.25 * h, y - 0.5 * h)
    trunk = [(x, y), middle, crown]
    for i in range(12):
        t0, t1 = i / 12, (i + 1) / 12
        pts = [
            tuple((1 - t) ** 2 * a + 2 * t * (1 - t) * b + t * t * d for a, b, d in zip(*trunk, strict=True))
            for t in (t0, t1)
        ]
        c.line(pts, h * (0.05 - 0.022 * t0), mix(BARK, SAND, 0.25))  # type: ignore[arg-type]
    for angle in (-172, -140, -108, -72, -40, -8, 12, 168):
        a = math.radians(angle)
        tip = (crown[0] + 0.36 * h * math.cos(a), crown[1] + 0.27 * h * math.sin(a) + 0.13 * h)
        bend = (crown[0] + 0.22 * h * math.cos(a), crown[1] + 0.26 * h * math.sin(a))
        low = (bend[0], bend[1] + 0.075 * h)
        shade = colour if angle % 16 else lighter(colour, 0.14)
        c.blob([crown, bend, tip, low], shade)
    for dx in (-0.025, 0.03):
        c.oval(crown[0] + dx * h, crown[1] + 0.045 * h, 0.024 * h, None, mix(OCHRE, BARK, 0.5))


def tree(c: Canvas, x: float, y: float, h: float, colour: Colour = LEAF) -> None:
    """A broad village tree."""
    c.polygon(
        [(x - 0.05 * h, y), (x - 0.025 * h, y - 0.6 * h), (x + 0.025 * h, y - 0.6 * h), (x + 0.055 * h, y)],
        BARK,
    )
    shade = darker(colour, 0.14)
    for dx, dy, r, tone in (
        (-0.2, -0.58, 0.2, shade), (0.21, -0.6, 0.2, shade), (0, -0.76, 0.25, colour),
        (-0.13, -0.7, 0.17, colour), (0.07, -0.82, 0.13, lighter(colour, 0.14)),
    ):  # fmt: skip
        c.oval(x + dx * h, y + dy * h, r * h, r * h * 0.86, tone)


def banana(c: Canvas, x: float, y: float, h: float, colour: Colour = LEAF) -> None:
    """A banana plant."""
    c.polygon(
        [(x - 0.05 * h, y), (x - 0.03 * h, y - 0.55 * h), (x + 0.03 * h, y - 0.55 * h), (x + 0.05 * h, y)],
        mix(colour, SAND, 0.45),
    )
    for angle, length in ((-155, 0.5), (-125, 0.58), (-90, 0.55), (-55, 0.58), (-25, 0.5)):
        a = math.radians(angle)
        root = (x, y - 0.5 * h)
        tip = (
            x + length * h * math.cos(a),
            root[1] + length * h * math.sin(a) + (0.14 * h if abs(angle + 90) > 20 else 0),
        )
        mid = (x + 0.55 * length * h * math.cos(a), root[1] + 0.62 * length * h * math.sin(a))
        nx, ny = 0.075 * h * math.sin(a), 0.075 * h * math.cos(a)
        c.blob(
            [root, (mid[0] - nx, mid[1] - ny), tip, (mid[0] + nx, mid[1] + ny)],
            lighter(colour, 0.1) if angle == -90 else colour,
        )
        c.line([root, mid, tip], 0.008 * h, darker(colour, 0.2))


def mangrove(c: Canvas, x: float, y: float, h: float, colour: Colour = FOREST) -> None:
    """A mangrove on its stilt roots, which stand in the water at y."""
    for dx in (-0.3, -0.17, 0.17, 0.3):
        c.line(
            [(x, y - 0.42 * h), (x + dx * 0.6 * h, y - 0.3 * h), (x + dx * h, y + 0.02 * h)],
            0.03 * h,
            mix(BARK, MUD, 0.3),
        )
    c.line([(x, y), (x, y - 0.6 * h)], 0.05 * h, BARK)
    shade = darker(colour, 0.14)
    for dx, dy, r, tone in (
        (-0.22, -0.6, 0.2, shade), (0.24, -0.62, 0.19, shade), (0, -0.76, 0.26, colour),
        (0.1, -0.66, 0.2, colour), (-0.08, -0.84, 0.13, lighter(colour, 0.15)),
    ):  # fmt: skip
        c.oval(x + dx * h, y + dy * h, r * h, r * h * 0.72, tone)


def stilt_house(c: Canvas, x: float, y: float, w: float, wall: Colour, roof: Colour) -> None:
    """A wooden house on stilts; (x, y) is the ground or water under its left front post."""
    deck, wall_top, peak = y - 0.3 * w, y - 0.66 * w, y - 0.98 * w
    for i in range(4):
        c.rect(x + (0.06 + 0.28 * i) * w, deck, 0.035 * w, 0.34 * w, BARK)
    c.line([(x + 0.08 * w, y - 0.02 * w), (x + 0.36 * w, deck + 0.02 * w)], 0.014 * w, BARK)
    c.line([(x + 0.62 * w, y - 0.02 * w), (x + 0.92 * w, deck + 0.02 * w)], 0.014 * w, BARK)
    c.rect(x - 0.06 * w, deck - 0.02 * w, 1.12 * w, 0.05 * w, WOOD)
    c.rect(x, wall_top, w, deck - wall_top - 0.02 * w, wall)
    for i in range(1, 6):
        c.rect(x, wall_top + i * 0.055 * w, w, 0.006 * w, darker(wall, 0.1))
    c.rect(x + 0.4 * w, deck - 0.27 * w, 0.17 * w, 0.25 * w, BARK, 0.01 * w)
    for dx in (0.12, 0.7):
        c.rect(x + (dx - 0.012) * w, deck - 0.262 * w, 0.184 * w, 0.154 * w, CREAM)
        c.rect(x + dx * w, deck - 0.25 * w, 0.16 * w, 0.13 * w, mix(TEAL, WHITE, 0.45))
        c.rect(x + (dx + 0.075) * w, deck - 0.25 * w, 0.01 * w, 0.13 * w, CREAM)
    c.polygon(
        [
            (x - 0.12 * w, wall_top + 0.03 * w),
            (x + 0.18 * w, peak),
            (x + 0.82 * w, peak),
            (x + 1.12 * w, wall_top + 0.03 * w),
        ],
        roof,
    )
    c.polygon(
        [
            (x - 0.12 * w, wall_top + 0.03 * w),
            (x + 1.12 * w, wall_top + 0.03 * w),
            (x + 1.09 * w, wall_top),
            (x - 0.09 * w, wall_top),
        ],
        darker(roof, 0.22),
    )
    for i in range(1, 4):
        yy = peak + (wall_top - peak) * i / 4
        inset = 0.18 - 0.3 * i / 4
        c.line([(x + inset * w, yy), (x + (1 - inset) * w, yy)], 0.005 * w, darker(roof, 0.12))


def boat(
    c: Canvas, x: float, y: float, w: float, hull: Colour, roof: bool = False, flip: bool = False
) -> None:
    """A wooden boat centred at x, floating at y."""
    f = -1 if flip else 1
    c.oval(x, y + 0.07 * w, 0.5 * w, 0.03 * w, INK, 0.16)
    c.polygon(
        [
            (x - f * 0.5 * w, y - 0.06 * w),
            (x + f * 0.42 * w, y - 0.07 * w),
            (x + f * 0.58 * w, y - 0.17 * w),
            (x + f * 0.46 * w, y + 0.03 * w),
            (x + f * 0.36 * w, y + 0.075 * w),
            (x - f * 0.4 * w, y + 0.075 * w),
        ],
        hull,
    )
    c.polygon(
        [
            (x - f * 0.5 * w, y - 0.06 * w),
            (x + f * 0.42 * w, y - 0.07 * w),
            (x + f * 0.58 * w, y - 0.17 * w),
            (x + f * 0.535 * w, y - 0.1 * w),
            (x + f * 0.43 * w, y - 0.03 * w),
            (x - f * 0.47 * w, y - 0.02 * w),
        ],
        lighter(hull, 0.35),
    )
    if roof:
        for dx in (-0.32, 0.12):
            c.rect(x + f * dx * w - 0.01 * w, y - 0.28 * w, 0.02 * w, 0.23 * w, BARK)
        c.blob(
            [
                (x - f * 0.4 * w, y - 0.26 * w),
                (x - f * 0.3 * w, y - 0.31 * w),
                (x + f * 0.12 * w, y - 0.31 * w),
                (x + f * 0.22 * w, y - 0.26 * w),
            ],
            SAND,
        )


def grass(c: Canvas, x: float, y: float, size: float, colour: Colour = LEAF) -> None:
    for dx, dy in ((-0.7, -0.8), (-0.25, -1.2), (0.2, -1.05), (0.7, -0.7)):
        c.line([(x, y), (x + dx * size, y + dy * size)], size * 0.13, colour)


def flag(c: Canvas, x: float, y: float, h: float) -> None:
    """A red and white flag on its pole."""
    c.rect(x - 2.5, y - h, 5, h, STONE)
    w = 0.34 * h
    c.rect(x + 2, y - h + 4, w, 0.12 * h, (200, 66, 62))
    c.rect(x + 2, y - h + 4 + 0.12 * h, w, 0.12 * h, WHITE)


def window(c: Canvas, x: float, y: float, w: float, h: float) -> None:
    """A window through which the village's own day is seen."""
    c.rect(x - 9, y - 9, w + 18, h + 18, WHITE, 4)
    c.rect(x, y, w, h, c.light.top)
    c.rect(x, y + h * 0.38, w, h * 0.34, mix(c.light.top, c.light.horizon, 0.7))
    c.rect(x, y + h * 0.74, w, h * 0.26, FOREST)
    for part, size, tone in ((0.24, 0.2, LEAF), (0.74, 0.22, FOREST)):
        c.oval(x + w * part, y + h * 0.76, w * size, h * size, tone)
        c.rect(x + w * part - 5, y + h * 0.76, 10, h * 0.24, BARK)
    c.rect(x + w / 2 - 4, y, 8, h, WHITE)
    c.rect(x - 16, y + h + 6, w + 32, 12, SAND, 3)
