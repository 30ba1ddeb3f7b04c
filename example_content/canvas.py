"""A small flat-illustration toolkit on Pillow: one canvas, one light, rounded shapes.

Coordinates are those of the finished picture (1200 x 800, origin top left); the canvas draws at twice
that size and shrinks at the end, because Pillow draws polygons without smoothing.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from random import Random

from PIL import Image, ImageDraw, ImageFont

WIDTH, HEIGHT = 1200, 800
_SCALE = 2

Colour = tuple[int, int, int]
Point = tuple[float, float]

INK: Colour = (44, 54, 62)
CREAM: Colour = (250, 244, 231)
SAND: Colour = (233, 214, 180)
STONE: Colour = (176, 174, 164)
OCHRE: Colour = (226, 168, 78)
CLAY: Colour = (192, 104, 76)
ROSE: Colour = (207, 130, 124)
PLUM: Colour = (126, 88, 112)
INDIGO: Colour = (72, 88, 132)
TEAL: Colour = (46, 112, 116)
RIVER: Colour = (104, 164, 168)
LEAF: Colour = (110, 154, 92)
FOREST: Colour = (58, 102, 82)
WOOD: Colour = (150, 107, 76)
BARK: Colour = (104, 74, 56)
MUD: Colour = (142, 122, 100)
WHITE: Colour = (255, 255, 255)


@dataclass(frozen=True)
class Light:
    """One time of day: the sky from top to horizon, the sun, and what it does to every other colour."""

    top: Colour
    horizon: Colour
    sun: Colour
    sun_height: float
    tint: Colour
    strength: float


LIGHTS: tuple[Light, ...] = (
    Light((150, 200, 214), (252, 230, 205), (255, 240, 205), 0.62, (255, 226, 190), 0.07),  # morning
    Light((116, 184, 212), (222, 240, 238), (255, 250, 226), 0.22, (235, 245, 245), 0.03),  # midday
    Light((152, 192, 200), (250, 214, 156), (255, 226, 150), 0.50, (246, 190, 110), 0.11),  # late afternoon
    Light((98, 116, 160), (243, 178, 142), (255, 206, 160), 0.78, (150, 110, 150), 0.15),  # dusk
)


def mix(a: Colour, b: Colour, share: float) -> Colour:
    """Colour between `a` (share 0) and `b` (share 1)."""
    return tuple(round(p + (q - p) * share) for p, q in zip(a, b, strict=True))  # type: ignore[return-value]


def darker(colour: Colour, share: float = 0.18) -> Colour:
    """The colour in shade."""
    return mix(colour, (30, 40, 60), share)


def lighter(colour: Colour, share: float = 0.25) -> Colour:
    """The colour in full light."""
    return mix(colour, (255, 252, 240), share)


def smooth(points: Sequence[Point], closed: bool = True, steps: int = 8) -> list[Point]:
    """Points of a Catmull-Rom curve through `points`."""
    n = len(points)
    out: list[Point] = []
    for i in range(n if closed else n - 1):
        p0, p1, p2, p3 = (
            points[(i + k) % n] if closed else points[min(max(i + k, 0), n - 1)] for k in (-1, 0, 1, 2)
        )
        for step in range(steps):
            t = step / steps
            out.append(
                tuple(
                    0.5
                    * (
                        2 * b
                        + (c - a) * t
                        + (2 * a - 5 * b + 4 * c - d) * t * t
                        + (3 * b - a - 3 * c + d) * t * t * t
                    )
                    for a, b, c, d in zip(p0, p1, p2, p3, strict=True)
                )  # type: ignore[arg-type]
            )
    if not closed:
        out.append(points[-1])
    return out


class Canvas:
    """A picture in the making, lit by one `Light`; `random` is the village's own dice."""

    def __init__(self, random: Random, light: Light) -> None:
        self.random = random
        self.light = light
        self.image = Image.new("RGB", (WIDTH * _SCALE, HEIGHT * _SCALE), CREAM)
        self._draw = ImageDraw.Draw(self.image, "RGBA")

    def tinted(self, colour: Colour) -> Colour:
        """The colour in the light of the day."""
        return mix(colour, self.light.tint, self.light.strength)

    def _lit(self, colour: Colour, alpha: float) -> tuple[int, ...]:
        lit = self.tinted(colour)
        return lit if alpha >= 1 else (*lit, round(alpha * 255))

    def polygon(self, points: Iterable[Point], colour: Colour, alpha: float = 1) -> None:
        self._draw.polygon([(x * _SCALE, y * _SCALE) for x, y in points], fill=self._lit(colour, alpha))

    def blob(self, points: Sequence[Point], colour: Colour, alpha: float = 1) -> None:
        """A soft closed shape through the points."""
        self.polygon(smooth(points), colour, alpha)

    def rect(
        self, x: float, y: float, w: float, h: float, colour: Colour, radius: float = 0, alpha: float = 1
    ) -> None:
        box = (x * _SCALE, y * _SCALE, (x + w) * _SCALE - 1, (y + h) * _SCALE - 1)
        if w <= 0 or h <= 0:
            return
        self._draw.rounded_rectangle(box, radius * _SCALE, fill=self._lit(colour, alpha))

    def oval(self, x: float, y: float, rx: float, ry: float | None, colour: Colour, alpha: float = 1) -> None:
        """An ellipse around its centre; `ry` None makes it a circle."""
        ry = rx if ry is None else ry
        box = ((x - rx) * _SCALE, (y - ry) * _SCALE, (x + rx) * _SCALE, (y + ry) * _SCALE)
        self._draw.ellipse(box, fill=self._lit(colour, alpha))

    def ring(self, x: float, y: float, r: float, width: float, colour: Colour) -> None:
        box = ((x - r) * _SCALE, (y - r) * _SCALE, (x + r) * _SCALE, (y + r) * _SCALE)
        self._draw.ellipse(box, outline=self._lit(colour, 1), width=round(width * _SCALE))

    def arc(
        self, x: float, y: float, rx: float, ry: float, start: float, end: float, width: float, colour: Colour
    ) -> None:
        box = ((x - rx) * _SCALE, (y - ry) * _SCALE, (x + rx) * _SCALE, (y + ry) * _SCALE)
        self._draw.arc(box, start, end, fill=self._lit(colour, 1), width=round(width * _SCALE))

    def line(self, points: Sequence[Point], width: float, colour: Colour, alpha: float = 1) -> None:
        """A line with round ends and joints."""
        scaled = [(x * _SCALE, y * _SCALE) for x, y in points]
        fill = self._lit(colour, alpha)
        self._draw.line(scaled, fill=fill, width=max(1, round(width * _SCALE)), joint="curve")
        if alpha >= 1:
            r = width * _SCALE / 2
            for x, y in (scaled[0], scaled[-1]):
                self._draw.ellipse((x - r, y - r, x + r, y + r), fill=fill)

    def text(self, x: float, y: float, words: str, size: float, colour: Colour) -> None:
        """Words centred on a point, in the font that Pillow carries."""
        font = ImageFont.load_default(size * _SCALE)
        self._draw.text((x * _SCALE, y * _SCALE), words, fill=self._lit(colour, 1), font=font, anchor="mm")

    # -- what every outdoor scene shares -----------------------------------------------------------

    def gradient(self, top: float, bottom: float, above: Colour, below: Colour) -> None:
        """A band across the whole picture, from one colour down to another."""
        height = round((bottom - top) * _SCALE)
        ramp = Image.linear_gradient("L").resize((1, height)).resize((WIDTH * _SCALE, height))
        band = Image.composite(Image.new("RGB", ramp.size, below), Image.new("RGB", ramp.size, above), ramp)
        self.image.paste(band, (0, round(top * _SCALE)))

    def sky(self, horizon: float = 430) -> None:
        """Sky, sun and a few clouds down to the horizon."""
        dice, light = self.random, self.light
        self.gradient(0, horizon, light.top, light.horizon)
        x = dice.choice((dice.uniform(150, 420), dice.uniform(780, 1060)))
        y = 70 + (horizon - 110) * light.sun_height
        for radius, alpha in ((150, 0.10), (100, 0.16), (52, 0.95)):
            self.oval(x, y, radius, None, light.sun, alpha)
        for _ in range(dice.randint(2, 4)):
            self.cloud(dice.uniform(60, 1140), dice.uniform(50, horizon * 0.45), dice.uniform(0.6, 1.3))

    def cloud(self, x: float, y: float, size: float) -> None:
        white = mix(WHITE, self.light.horizon, 0.35)
        self.rect(x - 90 * size, y - 14 * size, 180 * size, 30 * size, white, 15 * size)
        self.oval(x - 25 * size, y - 16 * size, 36 * size, 30 * size, white)
        self.oval(x + 28 * size, y - 10 * size, 28 * size, 22 * size, white)

    def hills(self, base: float, height: float, colour: Colour, rough: float = 1.0) -> None:
        """A wooded skyline that stands on `base`, hazy by the light of the day."""
        dice = self.random
        waves = [(dice.uniform(0.002, 0.007), dice.uniform(0, 6.3), dice.uniform(0.4, 1)) for _ in range(3)]
        waves.append((0.05 * rough, dice.uniform(0, 6.3), 0.07))
        total = sum(w[2] for w in waves)
        top = []
        for x in range(-10, WIDTH + 20, 8):
            wave = sum(a * (0.5 + 0.5 * math.sin(f * x + p)) for f, p, a in waves) / total
            top.append((float(x), base - height * (0.35 + 0.65 * wave)))
        self.polygon([*top, (WIDTH + 10, base + 4), (-10, base + 4)], colour)

    def haze(self, colour: Colour, share: float) -> Colour:
        """The colour as seen far away."""
        return mix(colour, self.light.horizon, share)

    def water(self, top: float, bottom: float = HEIGHT, base: Colour = RIVER) -> None:
        """Water with long quiet glints."""
        dice = self.random
        self.gradient(top, bottom, mix(base, self.light.horizon, 0.45), mix(base, TEAL, 0.35))
        shine = mix(WHITE, self.light.horizon, 0.5)
        for _ in range(26):
            y = top + 8 + (bottom - top - 16) * dice.random() ** 1.3
            length = 30 + 120 * (y - top) / (bottom - top) * dice.uniform(0.4, 1)
            x = dice.uniform(-40, WIDTH)
            self.rect(x, y, length, 3 + 2 * (y - top) / (bottom - top), shine, 2, 0.45)

    def finish(self) -> Image.Image:
        """The picture at its final size."""
        return self.image.reduce(_SCALE)
