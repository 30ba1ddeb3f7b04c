"""Pictures for the example content, drawn here and nowhere taken from.

`draw(key, seed)` gives one of the twelve scenes; the seed (a village's code) chooses the time of day, hills,
clouds, clothes and colours. The same key and seed always give the same picture.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from PIL import Image

from example_content.canvas import (
    BARK,
    CLAY,
    CREAM,
    FOREST,
    INDIGO,
    INK,
    LEAF,
    LIGHTS,
    MUD,
    OCHRE,
    PLUM,
    RIVER,
    ROSE,
    SAND,
    STONE,
    TEAL,
    WHITE,
    WOOD,
    Canvas,
    Colour,
    darker,
    lighter,
    mix,
)  # fmt: skip
from example_content.figures import (
    banana,
    boat,
    flag,
    grass,
    look,
    mangrove,
    on_mat,
    palm,
    phone,
    seated,
    standing,
    stilt_house,
    tree,
    window,
)  # fmt: skip

MAX_BYTES = 120_000
ROOFS: tuple[Colour, ...] = (CLAY, (140, 112, 96), (96, 118, 126), (168, 92, 78))
WALLS: tuple[Colour, ...] = (SAND, (214, 190, 160), (190, 204, 190), (206, 180, 168), (182, 198, 206))


@dataclass(frozen=True)
class Scene:
    """A kind of picture: its title, its alternative text (Indonesian, one sentence) and how it is drawn."""

    title: str
    alt: str
    paint: Callable[[Canvas], None]


def _far_shore(c: Canvas, base: float, height: float = 90) -> None:
    c.hills(base, height * 1.7, c.haze(FOREST, 0.62), 0.5)
    c.hills(base, height, c.haze(FOREST, 0.35))


def _ground(c: Canvas, top: float, colour: Colour) -> None:
    c.gradient(top, 800, lighter(c.tinted(colour), 0.12), darker(c.tinted(colour), 0.1))


def _room(c: Canvas, floor_top: float = 560) -> None:
    """An inside: a plain wall in the village's colour, a skirting, a floor of boards."""
    wall = c.random.choice(((238, 226, 204), (222, 230, 222), (226, 228, 234), (240, 222, 208)))
    floor = c.random.choice(((196, 164, 128), (186, 158, 130), (204, 176, 142)))
    c.rect(0, 0, 1200, floor_top, wall)
    c.rect(0, floor_top - 14, 1200, 14, darker(wall, 0.12))
    c.rect(0, floor_top, 1200, 800 - floor_top, floor)
    for i, y in enumerate(range(int(floor_top) + 40, 800, 56)):
        c.rect(0, y, 1200, 2, darker(floor, 0.1))
        for x in range(-100 + 130 * (i % 2), 1200, 260):
            c.rect(x, y, 2, 56, darker(floor, 0.1))


def _river(c: Canvas) -> None:
    dice = c.random
    c.sky(400)
    _far_shore(c, 402, 70)
    c.water(400)
    for x, w in ((dice.uniform(60, 110), 250), (dice.uniform(395, 440), 210), (dice.uniform(890, 930), 230)):
        c.rect(x - 30, 428 + w * 0.02, w + 60, 10, INK, 5, 0.12)
        stilt_house(c, x, 436, w, dice.choice(WALLS), dice.choice(ROOFS))
    c.rect(0, 366, 1200, 9, WOOD)
    for x in range(20, 1200, 62):
        c.rect(x, 372, 7, 70, BARK)
    palm(c, dice.uniform(690, 730), 420, 230, 0.14)
    palm(c, dice.uniform(790, 830), 420, 190, -0.12, darker(FOREST, 0.08))
    boat(c, dice.uniform(800, 900), 560, 210, dice.choice((TEAL, CLAY, INDIGO)), roof=True, flip=True)
    x = dice.uniform(330, 420)
    standing(c, look(c, "hat"), x - 50, 655, 190, left=(-0.02, -0.5), right=(0.24, -0.42), shadow=False)
    c.line([(x - 12, 520), (x + 40, 700)], 7, BARK)
    boat(c, x, 655, 330, WOOD)


def _rice(c: Canvas) -> None:
    dice = c.random
    c.sky(360)
    _far_shore(c, 364, 80)
    field = dice.choice(((150, 176, 88), (176, 178, 92), (130, 168, 96)))
    _ground(c, 360, field)
    for i, edge in enumerate((392, 436, 496, 574, 676)):
        tone = mix(field, OCHRE if i % 2 else FOREST, 0.16)
        c.polygon([(-10, edge), (1210, edge - 14 + 6 * (i % 3)), (1210, 810), (-10, 810)], tone)
        c.line([(-10, edge), (1210, edge - 14 + 6 * (i % 3))], 5 + 2 * i, mix(LEAF, SAND, 0.3))
        for across in range(-20 + 17 * i, 1220, 46 + 8 * i):
            grass(c, across, edge + 26 + 12 * i, 10 + 5 * i, mix(tone, FOREST, 0.34))
    bank, stream = [], []
    for step in range(21):
        t = step / 20
        x, y, half = 700 + 90 * t * t - 40 * t, 366 + 440 * t, 7 + 66 * t * t
        bank.append((x, y, half * 1.35 + 3))
        stream.append((x, y, half))
    for side, tone in ((bank, mix(LEAF, BARK, 0.35)), (stream, mix(RIVER, c.light.horizon, 0.35))):
        c.polygon([(x - w, y) for x, y, w in side] + [(x + w, y) for x, y, w in reversed(side)], tone)
    for x, y, w in ((712, 560, 40), (735, 650, 60), (700, 720, 50)):
        c.rect(x, y, w, 4, WHITE, 2, 0.4)
    palm(c, 120, 400, 210, 0.1)
    palm(c, 190, 396, 160, -0.1, darker(FOREST, 0.1))
    stilt_house(c, 930, 400, 150, dice.choice(WALLS), dice.choice(ROOFS))
    for x, y, h, head in ((250, 640, 230, "hat"), (430, 700, 260, "hat"), (1010, 690, 250, "hat")):
        left, _right = standing(c, look(c, head), x, y, h, left=(-0.26, -0.36), right=(0.2, -0.34))
        for dx in (-10, 0, 10):
            c.line([left, (left[0] + dx, left[1] - 46)], 5, mix(OCHRE, LEAF, 0.4))
        for dx in range(-60, 70, 24):
            grass(c, x + dx, y + 14, 30, mix(field, FOREST, 0.4))


def _hall(c: Canvas) -> None:
    dice = c.random
    c.sky(430)
    _far_shore(c, 470, 90)
    _ground(c, 466, (168, 186, 124))
    tree(c, 130, 520, 330)
    roof, wall = dice.choice(ROOFS), dice.choice(WALLS)
    c.polygon([(470, 800), (560, 590), (700, 590), (820, 800)], SAND)
    c.rect(280, 560, 640, 36, STONE)
    c.rect(300, 330, 600, 232, wall)
    for x in (330, 450, 730, 850):
        c.rect(x - 40, 390, 80, 100, WHITE, 3)
        c.rect(x - 33, 397, 66, 86, mix(TEAL, WHITE, 0.4))
        c.rect(x - 2, 397, 4, 86, WHITE)
    c.rect(540, 380, 120, 182, BARK, 3)
    c.rect(548, 388, 50, 174, WOOD)
    c.rect(602, 388, 50, 174, WOOD)
    for x in (286, 506, 676, 896):
        c.rect(x, 330, 20, 232, lighter(wall, 0.5))
    c.polygon([(230, 340), (390, 180), (810, 180), (970, 340)], roof)
    c.polygon([(230, 340), (970, 340), (956, 326), (244, 326)], darker(roof, 0.25))
    for y, dx in ((220, 350), (260, 310), (300, 270)):
        c.line([(dx, y), (1200 - dx, y)], 3, darker(roof, 0.1))
    c.polygon([(450, 340), (600, 215), (750, 340)], lighter(roof, 0.12))
    c.polygon([(490, 336), (600, 246), (710, 336)], wall)
    c.rect(500, 340, 200, 38, CREAM, 5)
    c.text(600, 359, "BALAI DESA", 24, INK)
    c.rect(540, 562, 120, 34, lighter(STONE, 0.3))
    c.rect(540, 578, 120, 4, darker(STONE, 0.1))
    # The ramp: a long gentle slope with a hand rail on its open side.
    c.polygon([(660, 560), (700, 560), (1130, 648), (1130, 660), (660, 600)], lighter(STONE, 0.35))
    c.polygon([(660, 596), (1130, 656), (1130, 664), (660, 604)], STONE)
    c.line([(690, 502), (1120, 592)], 7, TEAL)
    for i in range(6):
        x = 690 + 86 * i
        c.line([(x, 502 + 18 * i), (x, 562 + 18.4 * i)], 6, TEAL)
    seated(c, look(c, "hair", TEAL), 930, 720, 230, -1, hand=(0.14, -0.3), wheels=True)
    standing(c, look(c, "scarf"), 1040, 728, 255, left=(-0.3, -0.5), face=-1)
    standing(c, look(c, "peci"), 420, 690, 250, right=(0.3, -0.6), face=1)
    flag(c, 240, 650, 330)
    for x, y in ((80, 640), (180, 730), (330, 760), (1150, 740), (700, 770)):
        grass(c, x, y, 22, FOREST)


def _market(c: Canvas) -> None:
    dice = c.random
    c.sky(420)
    _far_shore(c, 470, 90)
    _ground(c, 466, (206, 184, 146))
    banana(c, 90, 520, 330)
    banana(c, 1120, 530, 360, darker(LEAF, 0.08))
    main, second = dice.choice(((CLAY, CREAM), (TEAL, CREAM), (OCHRE, CREAM), (PLUM, CREAM)))
    for x in (196, 990):
        c.rect(x, 230, 16, 440, BARK)
    seller = standing(
        c,
        look(c, "scarf", dice.choice((ROSE, TEAL, INDIGO))),
        470,
        690,
        330,
        right=(0.28, -0.5),
        left=(-0.2, -0.46),
    )
    standing(c, look(c, "hair"), 735, 690, 340, left=(-0.2, -0.5), right=(0.24, -0.46))
    c.rect(170, 508, 860, 34, lighter(WOOD, 0.2), 5)
    c.rect(190, 540, 820, 170, WOOD)
    for x in range(190, 1010, 82):
        c.rect(x, 540, 3, 170, darker(WOOD, 0.14))
    c.rect(410, 572, 380, 82, CREAM, 8)
    c.text(600, 600, "KERIPIK PISANG", 34, darker(CLAY, 0.2))
    c.text(600, 635, "usaha bersama warga", 20, INK)
    for x in range(240, 420, 46):
        c.rect(x, 446, 40, 64, OCHRE, 6)
        c.rect(x, 446, 40, 14, darker(CLAY, 0.05), 5)
        c.oval(x + 20, 486, 12, None, CREAM)
    for i, x in enumerate(range(560, 680, 42)):
        c.oval(x, 496, 24, 16, (236, 200, 96))
        c.oval(x + 6, 482 + 2 * i, 20, 12, (246, 216, 124))
    c.rect(540, 498, 166, 14, WOOD, 5)
    for x in range(780, 980, 50):
        c.rect(x, 456, 42, 54, mix(WHITE, TEAL, 0.24), 8)
        c.rect(x + 4, 448, 34, 12, TEAL, 4)
    phone(c, (seller[1][0] + 4, seller[1][1] - 10), 1.2)
    c.polygon([(150, 250), (230, 130), (970, 130), (1050, 250)], main)
    for i in range(0, 10, 2):
        top, bottom = 230 + 74 * i, 150 + 90 * i
        c.polygon([(top, 130), (top + 74, 130), (bottom + 90, 250), (bottom, 250)], second)
    for i in range(10):
        c.oval(195 + 90 * i, 250, 45, 24, second if i % 2 == 0 else main)
    standing(c, look(c, "scarf"), 230, 780, 330, right=(0.2, -0.66), face=1, back=True)
    standing(c, look(c, "hair"), 340, 785, 220, left=(-0.3, -0.62), back=True)


def _mangrove(c: Canvas) -> None:
    dice = c.random
    c.sky(380)
    _far_shore(c, 384, 60)
    c.water(382, 690)
    boat(c, dice.uniform(560, 700), 450, 150, dice.choice((CLAY, TEAL, INDIGO)), roof=True)
    for x, y, h in ((90, 540, 330), (260, 500, 240), (1120, 540, 340), (960, 490, 230)):
        c.rect(x - h * 0.33, y + 2, h * 0.66, 8, INK, 4, 0.12)
        mangrove(c, x, y, h, dice.choice((FOREST, darker(FOREST, 0.1), mix(FOREST, LEAF, 0.4))))
    c.polygon([(-10, 640), (240, 596), (560, 612), (900, 590), (1210, 622), (1210, 810), (-10, 810)], MUD)
    c.polygon([(-10, 660), (300, 622), (640, 640), (1210, 650), (1210, 810), (-10, 810)], lighter(MUD, 0.12))
    for x, y, rx in ((380, 700, 120), (830, 742, 150), (120, 764, 100)):
        c.oval(x, y, rx, 12, mix(RIVER, c.light.horizon, 0.45), 0.8)
    rows = [(x + 20 * (i % 2), y) for i, y in enumerate((660, 706, 766)) for x in range(80, 1180, 150)]
    for x, y in rows:
        c.line([(x, y), (x + 1, y - 44)], 5, WOOD)
        c.line([(x, y), (x, y - 40)], 4, FOREST)
        for dx, dy in ((-14, -50), (14, -52), (0, -66)):
            c.blob(
                [(x, y - 38), (x + dx - 6, y + dy), (x + dx * 1.5, y + dy - 10), (x + dx + 6, y + dy + 4)],
                LEAF,
            )
    people = (
        (360, 720, "scarf", (0.3, -0.34), (-0.2, -0.44)),
        (580, 745, "hat", (0.24, -0.3), (-0.24, -0.3)),
        (790, 715, "hair", (0.2, -0.46), (-0.3, -0.34)),
    )
    for x, y, head, right, left in people:
        hand = standing(c, look(c, head), x, y, 280, left=left, right=right)[1 if head != "hair" else 0]
        c.line([hand, (hand[0], hand[1] - 50)], 5, FOREST)
        for dx in (-13, 13, 0):
            c.blob(
                [
                    (hand[0], hand[1] - 30),
                    (hand[0] + dx - 6, hand[1] - 48),
                    (hand[0] + dx * 1.4, hand[1] - 68),
                    (hand[0] + dx + 6, hand[1] - 44),
                ],
                LEAF,
            )


def _posyandu(c: Canvas) -> None:
    dice = c.random
    _room(c)
    window(c, 90, 120, 190, 200)
    c.rect(390, 70, 440, 76, TEAL, 8)
    c.text(610, 108, "POSYANDU", 46, WHITE)
    for i, colour in enumerate((ROSE, OCHRE, LEAF, CREAM, ROSE, OCHRE, LEAF, CREAM, ROSE, OCHRE)):
        x = 330 + 60 * i
        c.polygon([(x, 30), (x + 44, 30), (x + 22, 62)], colour)
    c.line([(310, 30), (930, 30)], 4, STONE)
    # Growth chart on the wall.
    c.rect(920, 130, 200, 240, WHITE, 6)
    for i in range(5):
        c.rect(940, 160 + 44 * i, 160, 2, STONE, alpha=0.6)
    for colour, lift in ((OCHRE, 0), (LEAF, 34), (TEAL, 66)):
        c.line(
            [(944, 350 - lift), (990, 310 - lift), (1040, 280 - lift * 0.9), (1096, 262 - lift * 0.85)],
            6,
            colour,
        )
    # A hanging scale with a child in its sling.
    c.line([(430, 700), (500, 190), (570, 700)], 12, WOOD)
    c.line([(500, 190), (500, 250)], 5, INK)
    c.oval(500, 290, 44, None, CREAM)
    c.ring(500, 290, 44, 7, INK)
    c.line([(500, 290), (520, 268)], 5, CLAY)
    c.line([(500, 334), (500, 372), (452, 440)], 4, INK)
    c.line([(500, 372), (548, 440)], 4, INK)
    child = look(c, "hair", dice.choice((OCHRE, ROSE, LEAF)))
    c.oval(500, 420, 27, 29, child.skin)
    c.polygon([(473, 414), (482, 392), (500, 388), (518, 392), (527, 414), (500, 402)], child.head_colour)
    for dx in (-9, 9):
        c.oval(500 + dx, 420, 3, 4, INK)
    c.arc(500, 430, 9, 7, 20, 160, 3, INK)
    c.blob([(446, 440), (500, 452), (554, 440), (548, 500), (500, 524), (452, 500)], child.top)
    for dx in (-22, 22):
        c.line([(500 + dx, 512), (500 + dx * 1.15, 552)], 22, child.skin)
    standing(c, look(c, "scarf", TEAL), 350, 735, 400, right=(0.31, -0.62), left=(-0.17, -0.44), face=1)
    standing(
        c,
        look(c, "scarf", dice.choice((ROSE, PLUM, OCHRE))),
        670,
        745,
        400,
        left=(-0.26, -0.62),
        right=(0.05, -0.47),
        face=-1,
    )
    c.rect(800, 560, 330, 24, lighter(WOOD, 0.2), 4)
    for x in (826, 1090):
        c.rect(x, 580, 16, 170, BARK)
    writer = seated(c, look(c, "long", INDIGO), 1030, 752, 400, -1, hand=(0.26, -0.49))
    c.rect(writer[0] - 66, 546, 90, 12, WHITE, 2)
    c.line([(writer[0], writer[1]), (writer[0] - 16, 548)], 5, INK)
    c.rect(1050, 512, 54, 48, CREAM, 6)
    c.rect(1064, 492, 26, 22, CLAY, 4)
    granny = look(c, "grey")
    hands = standing(c, granny, 140, 752, 370, right=(0.24, -0.46))
    c.line([(hands[1][0], hands[1][1]), (hands[1][0] + 14, 748)], 9, BARK)


def _meeting(c: Canvas) -> None:
    dice = c.random
    _room(c, 430)
    window(c, 100, 90, 200, 200)
    window(c, 900, 90, 200, 200)
    c.rect(420, 70, 360, 200, WHITE, 6)
    c.rect(420, 70, 360, 44, TEAL, 6)
    c.text(600, 92, "MUSYAWARAH DESA", 26, WHITE)
    for i, w in enumerate((250, 200, 280, 160)):
        c.oval(452, 144 + 32 * i, 7, None, OCHRE)
        c.rect(472, 139 + 32 * i, w, 10, mix(STONE, WHITE, 0.3), 5)
    mat = dice.choice((CLAY, TEAL, PLUM))
    c.oval(600, 640, 560, 178, mix(mat, SAND, 0.45))
    c.oval(600, 640, 500, 150, mix(mat, SAND, 0.62))
    c.oval(600, 640, 440, 124, mix(mat, SAND, 0.52))
    back = (
        (250, 545, "scarf", 1),
        (410, 520, "peci", 1),
        (560, 508, "scarf", 0),
        (705, 510, "grey", 0),
        (850, 528, "scarf", -1),
    )
    for x, y, head, face in back:
        right = (0.24, -0.62) if head == "peci" else (0.12, -0.13)
        on_mat(c, look(c, head), x, y, 330, face=face, right=right)
    seated(c, look(c, "hair", INDIGO), 1035, 640, 320, -1, hand=(0.26, -0.4), wheels=True)
    on_mat(c, look(c, "long"), 130, 660, 340, face=1)
    # Tea and snacks in the middle.
    for x, y in ((500, 620), (560, 600), (690, 612), (750, 632)):
        c.oval(x, y + 10, 20, 6, INK, 0.14)
        c.rect(x - 12, y - 16, 24, 26, WHITE, 5)
        c.oval(x, y - 15, 11, 4, mix(CLAY, OCHRE, 0.4))
    c.oval(625, 650, 70, 22, CREAM)
    for dx, dy in ((-30, -4), (-8, -10), (16, -6), (36, -2), (4, 2)):
        c.oval(625 + dx, 648 + dy, 18, 10, OCHRE)
    for x, y, head in ((330, 745, "hair"), (520, 770, "scarf"), (800, 768, "hair"), (985, 790, "scarf")):
        on_mat(c, look(c, head), x, y, 360, back=True)


def _training(c: Canvas) -> None:
    dice = c.random
    _room(c)
    window(c, 930, 110, 190, 210)
    # A screen that shows how a product is photographed.
    c.rect(120, 80, 460, 280, INK, 10)
    c.rect(134, 94, 432, 252, CREAM)
    c.rect(134, 94, 432, 46, TEAL)
    c.text(350, 117, "Ruang Komunitas Digital", 27, WHITE)
    c.rect(164, 164, 150, 150, mix(OCHRE, WHITE, 0.4), 8)
    c.rect(204, 196, 70, 96, OCHRE, 10)
    c.rect(204, 196, 70, 22, CLAY, 8)
    for i, w in enumerate((200, 170, 190, 120)):
        c.rect(340, 176 + 34 * i, w, 12, mix(STONE, WHITE, 0.2), 6)
    teacher = standing(
        c, look(c, "scarf", TEAL), 690, 640, 400, left=(-0.36, -0.8), right=(0.17, -0.46), face=-1
    )
    c.line([teacher[0], (teacher[0][0] - 70, teacher[0][1] - 44)], 6, BARK)
    # Two tables; people work together at them.
    seated(c, look(c, "hair"), 130, 768, 400, 1, hand=(0.27, -0.5))
    seated(c, look(c, "scarf", dice.choice((ROSE, OCHRE, PLUM))), 545, 768, 400, -1, hand=(0.3, -0.52))
    c.rect(205, 588, 270, 22, lighter(WOOD, 0.25), 5)
    for x in (226, 440):
        c.rect(x, 608, 14, 170, BARK)
    c.polygon([(296, 586), (400, 586), (388, 510), (284, 510)], INK)
    c.polygon([(302, 578), (392, 578), (382, 517), (292, 517)], mix(TEAL, WHITE, 0.55))
    c.rect(296, 582, 120, 8, STONE, 3)
    seated(c, look(c, "peci", INDIGO), 740, 775, 400, 1, hand=(0.3, -0.55), wheels=True)
    other = seated(c, look(c, "long"), 1120, 775, 400, -1, hand=(0.26, -0.55))
    c.rect(835, 588, 220, 22, lighter(WOOD, 0.25), 5)
    c.rect(1020, 608, 14, 170, BARK)
    c.rect(860, 608, 14, 170, BARK)
    phone(c, (860, 552), 1.5)
    phone(c, (other[0] - 8, other[1] - 12), 1.4)
    c.rect(918, 540, 54, 50, OCHRE, 8)
    c.rect(918, 540, 54, 14, CLAY, 5)


def _bridge(c: Canvas) -> None:
    dice = c.random
    c.sky(400)
    _far_shore(c, 420, 90)
    _ground(c, 416, (150, 172, 112))
    palm(c, 1090, 470, 260, -0.1)
    palm(c, 1150, 480, 210, 0.08, darker(FOREST, 0.1))
    tree(c, 90, 480, 250)
    c.polygon([(440, 470), (760, 470), (900, 810), (300, 810)], mix(RIVER, c.light.horizon, 0.3))
    c.polygon([(480, 560), (720, 560), (740, 610), (460, 610)], mix(WHITE, RIVER, 0.5), 0.4)
    for x in (420, 520, 660, 760):
        c.rect(x, 560, 20, 190, BARK)
    c.polygon([(-10, 510), (1210, 510), (1210, 600), (-10, 600)], mix(SAND, MUD, 0.25))
    c.rect(-10, 596, 390, 12, darker(MUD, 0.12))
    c.rect(820, 596, 400, 12, darker(MUD, 0.12))
    c.rect(370, 508, 460, 94, lighter(WOOD, 0.16))
    for i, x in enumerate(range(370, 830, 38)):
        missing = i in (7, 8)
        c.rect(
            x + 2,
            508,
            34,
            94,
            BARK if missing else mix(WOOD, SAND, 0.12 * (i % 3)),
            alpha=0.55 if missing else 1,
        )
    c.rect(366, 600, 468, 16, BARK)
    for x in range(376, 640, 84):
        c.rect(x, 440, 12, 74, WOOD)
    c.line([(376, 452), (640, 452)], 10, OCHRE)
    c.polygon([(612, 500), (704, 484), (708, 498), (616, 514)], lighter(WOOD, 0.3))
    standing(c, look(c, "hat"), 590, 592, 270, right=(0.2, -0.44), left=(-0.24, -0.5), face=1)
    right = standing(
        c, look(c, "hair", OCHRE), 740, 596, 280, left=(-0.22, -0.44), right=(0.26, -0.72), face=-1
    )
    c.line([right[1], (right[1][0] - 4, right[1][1] - 40)], 8, BARK)
    c.rect(right[1][0] - 24, right[1][1] - 56, 42, 20, INK, 4)
    for i in range(4):
        c.rect(170 + 8 * i, 690 - 22 * i, 230 - 16 * i, 18, mix(WOOD, SAND, 0.1 * i), 4)
    woman = standing(c, look(c, "scarf"), 250, 600, 275, left=(-0.14, -0.46), right=(0.22, -0.5), face=1)
    c.rect(woman[1][0] - 6, woman[1][1] - 8, 40, 46, STONE, 6)
    c.line([(900, 700), (960, 590), (1020, 700)], 10, OCHRE)
    c.rect(886, 632, 148, 42, CREAM, 4)
    c.text(960, 653, "GOTONG ROYONG", 16, INK)
    standing(
        c,
        look(c, "hair", dice.choice((TEAL, INDIGO))),
        1075,
        610,
        285,
        left=(-0.3, -0.44),
        right=(0.18, -0.45),
        face=-1,
    )
    for x, y in ((60, 680), (150, 760), (1000, 770), (1140, 700)):
        grass(c, x, y, 24, FOREST)


def _school(c: Canvas) -> None:
    dice = c.random
    c.sky(430)
    _far_shore(c, 470, 90)
    _ground(c, 466, (196, 180, 138))
    tree(c, 1080, 560, 380)
    roof, wall = dice.choice(ROOFS), dice.choice(WALLS)
    c.rect(120, 560, 800, 26, STONE)
    c.rect(140, 350, 760, 212, wall)
    c.rect(140, 500, 760, 62, mix(wall, TEAL, 0.4))
    for x in (190, 430, 670):
        c.rect(x - 8, 392, 156, 92, WHITE, 3)
        for i in range(3):
            c.rect(x + 48 * i, 400, 44, 76, mix(TEAL, WHITE, 0.45))
    for x in (354, 594, 834):
        c.rect(x, 396, 52, 166, BARK, 2)
    for x in (140, 390, 640, 888):
        c.rect(x, 340, 12, 224, CREAM)
    c.polygon([(80, 356), (190, 230), (850, 230), (960, 356)], roof)
    c.polygon([(80, 356), (960, 356), (948, 340), (92, 340)], darker(roof, 0.25))
    for y, dx in ((262, 162), (294, 134)):
        c.line([(dx, y), (1040 - dx, y)], 3, darker(roof, 0.1))
    c.rect(390, 250, 260, 50, CREAM, 6)
    c.text(520, 275, "SEKOLAH DASAR", 26, INK)
    flag(c, 1000, 690, 400)
    uniform = (186, 72, 66)
    children = ((250, 715, "hair", 1), (350, 735, "scarf", 0), (690, 740, "hair", -1), (800, 715, "long", -1))
    for x, y, head, face in children:
        who = look(c, head, WHITE)
        who = type(who)(
            who.skin, (244, 240, 232), uniform, head, (246, 242, 236) if head == "scarf" else who.head_colour
        )
        c.rect(x - 30, y - 148, 60, 66, INDIGO if face > 0 else OCHRE, 12)
        standing(c, who, x, y, 200, face=face, right=(0.26, -0.8) if face > 0 else (0.16, -0.46))
    teacher = standing(
        c, look(c, "scarf", mix(TEAL, INDIGO, 0.4)), 520, 735, 300, left=(-0.28, -0.62), right=(0.14, -0.5)
    )
    c.rect(teacher[1][0] - 20, teacher[1][1] - 30, 46, 40, CLAY, 3)
    for x, y in ((60, 640), (110, 760), (1120, 730), (940, 775)):
        grass(c, x, y, 22, FOREST)


def _jetty(c: Canvas) -> None:
    dice = c.random
    c.sky(410)
    _far_shore(c, 412, 60)
    c.water(410)
    boat(c, dice.uniform(160, 260), 470, 150, dice.choice((INDIGO, PLUM)), roof=True)
    boat(c, dice.uniform(860, 940), 490, 190, dice.choice((CLAY, TEAL)), roof=True, flip=True)
    c.rect(880, 560, 340, 30, lighter(WOOD, 0.18))
    for x in (420, 560, 700, 860, 1000, 1140):
        c.rect(x, 590, 20, 170, BARK)
    c.polygon([(360, 560), (1210, 548), (1210, 618), (330, 618)], mix(WOOD, SAND, 0.35))
    for x in range(380, 1210, 44):
        c.line([(x, 560), (x - 14, 616)], 3, darker(WOOD, 0.05))
    c.rect(330, 614, 890, 16, BARK)
    c.rect(830, 330, 320, 12, BARK)
    for x in (850, 1120):
        c.rect(x, 330, 14, 232, BARK)
    c.polygon([(790, 345), (870, 262), (1110, 262), (1190, 345)], dice.choice(ROOFS))
    c.rect(895, 360, 190, 44, CREAM, 5)
    c.text(990, 382, "DERMAGA DESA", 22, INK)
    c.rect(980, 522, 150, 14, WOOD, 4)
    seated(c, look(c, "grey"), 1075, 602, 270, -1, hand=(0.22, -0.32))
    # The boat for passengers, level with the landing so that a wheelchair rolls aboard.
    x = 250
    seated(c, look(c, "hair", dice.choice((OCHRE, ROSE))), x - 80, 676, 250, 1, hand=(0.2, -0.34))
    standing(
        c, look(c, "hat"), x + 60, 690, 280, right=(0.34, -0.52), left=(-0.16, -0.48), face=1, shadow=False
    )
    boat(c, x, 690, 420, dice.choice((TEAL, CLAY, WOOD)))
    c.polygon([(360, 630), (440, 566), (480, 566), (420, 640)], lighter(WOOD, 0.35))
    seated(
        c,
        look(c, "scarf", dice.choice((PLUM, ROSE, TEAL))),
        560,
        600,
        270,
        -1,
        hand=(0.18, -0.32),
        wheels=True,
    )
    standing(c, look(c, "hair"), 665, 604, 300, left=(-0.24, -0.54), face=-1)
    standing(c, look(c, "scarf"), 790, 600, 290, face=-1, right=(0.16, -0.46))


def _library(c: Canvas) -> None:
    dice = c.random
    _room(c)
    window(c, 880, 90, 230, 230)
    c.rect(90, 50, 700, 520, darker(WOOD, 0.1), 6)
    for row in range(4):
        y = 70 + 124 * row
        c.rect(106, y, 668, 108, darker(BARK, 0.15))
        x = 112.0
        while x < 750:
            w, h = dice.uniform(14, 32), dice.uniform(66, 98)
            if dice.random() < 0.08:
                x += dice.uniform(20, 46)
                continue
            colour = lighter(
                dice.choice((TEAL, CLAY, OCHRE, INDIGO, ROSE, LEAF, SAND, PLUM)), dice.uniform(0, 0.3)
            )
            c.rect(x, y + 108 - h, w, h, colour, 2)
            c.rect(x + 3, y + 108 - h + 14, w - 6, 5, CREAM, alpha=0.7)
            x += w + 2
        c.rect(100, y + 108, 680, 16, lighter(WOOD, 0.1), 2)
    c.rect(270, 18, 340, 60, CREAM, 8)
    c.text(440, 48, "PERPUSTAKAAN DESA", 28, INK)
    c.oval(560, 720, 420, 76, mix(dice.choice((TEAL, CLAY, PLUM)), SAND, 0.5))
    reader = on_mat(
        c,
        look(c, "scarf", dice.choice((ROSE, TEAL, OCHRE))),
        330,
        720,
        440,
        left=(-0.1, -0.17),
        right=(0.1, -0.17),
    )
    on_mat(c, look(c, "hair", OCHRE), 520, 740, 290, face=-1)
    on_mat(c, look(c, "long", LEAF), 180, 745, 280, face=1)
    mid = ((reader[0][0] + reader[1][0]) / 2, reader[0][1] - 4)
    c.polygon(
        [(mid[0], mid[1] + 6), (mid[0] - 62, mid[1] - 14), (mid[0] - 62, mid[1] - 66), (mid[0], mid[1] - 44)],
        WHITE,
    )
    c.polygon(
        [(mid[0], mid[1] + 6), (mid[0] + 62, mid[1] - 14), (mid[0] + 62, mid[1] - 66), (mid[0], mid[1] - 44)],
        mix(WHITE, SAND, 0.4),
    )
    old = seated(c, look(c, "peci", INDIGO), 1090, 770, 420, -1, hand=(0.25, -0.52))
    c.rect(840, 560, 210, 22, lighter(WOOD, 0.25), 5)
    c.rect(860, 580, 14, 190, BARK)
    c.rect(1020, 580, 14, 190, BARK)
    c.polygon(
        [
            (old[0] - 52, old[1] + 22),
            (old[0] + 8, old[1] + 22),
            (old[0] - 4, old[1] - 44),
            (old[0] - 64, old[1] - 44),
        ],
        CLAY,
    )
    c.polygon([(690, 640), (700, 640), (716, 700), (706, 700)], BARK)
    standing(c, look(c, "long", TEAL), 735, 745, 400, left=(-0.2, -0.56), right=(0.2, -0.82), back=True)


SCENES: dict[str, Scene] = {
    "river": Scene(
        "Sungai dan rumah panggung",
        "Seorang pendayung melintas di depan deretan rumah panggung di tepi sungai.",
        _river,
    ),
    "rice": Scene(
        "Sawah",
        "Tiga petani bertudung lebar menanam padi di sawah di tepi saluran air.",
        _rice,
    ),
    "hall": Scene(
        "Balai desa",
        "Pengguna kursi roda dan warga lain menuju balai desa yang memiliki jalur landai berpegangan.",
        _hall,
    ),
    "market": Scene(
        "Lapak keripik pisang",
        "Dua penjual melayani pembeli di lapak keripik pisang milik usaha bersama warga.",
        _market,
    ),
    "mangrove": Scene(
        "Menanam bakau",
        "Tiga warga menanam bibit bakau di tepi perairan berlumpur.",
        _mangrove,
    ),
    "posyandu": Scene(
        "Hari posyandu",
        "Kader posyandu menimbang seorang anak didampingi ibunya, sementara petugas lain mencatat.",
        _posyandu,
    ),
    "meeting": Scene(
        "Musyawarah desa",
        "Perempuan, laki-laki, lansia, dan pengguna kursi roda duduk melingkar dalam musyawarah desa.",
        _meeting,
    ),
    "training": Scene(
        "Pelatihan digital",
        "Warga belajar memakai laptop dan ponsel bersama seorang pelatih di ruang komunitas.",
        _training,
    ),
    "bridge": Scene(
        "Perbaikan jembatan",
        "Warga bergotong royong memasang papan baru pada jembatan kayu.",
        _bridge,
    ),
    "school": Scene(
        "Halaman sekolah",
        "Seorang guru dan empat murid berdiri di halaman sekolah dasar.",
        _school,
    ),
    "jetty": Scene(
        "Dermaga desa",
        "Pengguna kursi roda bersiap naik perahu dari dermaga dengan bantuan warga.",
        _jetty,
    ),
    "library": Scene(
        "Perpustakaan desa",
        "Seorang perempuan membacakan buku untuk dua anak di perpustakaan desa.",
        _library,
    ),
}


def draw(key: str, seed: str) -> Image.Image:
    """The scene `key` as the village `seed` sees it: 1200 x 800, RGB. Raises KeyError for an unknown key."""
    scene = SCENES[key]
    light = Random(f"light:{seed}").choice(LIGHTS)
    canvas = Canvas(Random(f"{key}:{seed}"), light)
    scene.paint(canvas)
    return canvas.finish()


def jpeg(key: str, seed: str) -> bytes:
    """The scene as a JPEG of less than `MAX_BYTES` bytes."""
    image = draw(key, seed)
    for quality in (84, 76, 66, 55, 40):
        out = io.BytesIO()
        image.save(out, "JPEG", quality=quality, optimize=True, progressive=True)
        if out.tell() < MAX_BYTES:
            break
    return out.getvalue()
