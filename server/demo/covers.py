"""The symbolic pictures of the demo's events (R-069), drawn when it is planted."""

from __future__ import annotations

import math
import random
from collections.abc import Callable

from PIL import Image, ImageDraw

from server.demo.drawings import BOARD, CLAY, INK, PAPER, PENCIL, SEA, SKY

SIZE = (1200, 675)
WARM, LEAF, ROSE = "#fbe9cf", "#3f8f4f", "#e7a08e"
Draw = ImageDraw.ImageDraw


def kitchen() -> Image.Image:
    """A dish of green wheat, and eggs in spring's colours."""
    image, draw = _sheet(WARM)
    draw.rectangle((0, 500, *SIZE), fill="#e3b67e")
    dice = random.Random(4)
    for blade in range(90):
        x, lean = 420 + 4 * blade, dice.randint(-34, 34)
        draw.line([(x, 420), (x + lean, 210 + dice.randint(0, 70))], fill=dice.choice((LEAF, BOARD)), width=9)
    draw.pieslice((370, 270, 830, 590), 0, 180, fill=CLAY)
    draw.rectangle((400, 400, 800, 450), fill=PENCIL)
    for number, colour in enumerate((SEA, ROSE, PENCIL, BOARD)):
        x = (110, 230, 890, 1010)[number]
        draw.ellipse((x, 470, x + 96, 596), fill=colour)
    return image


def microphone() -> Image.Image:
    """An open one, and who hears it."""
    image, draw = _sheet("#0e3b2f")
    for ring in range(5):
        wide = 170 + 95 * ring
        for start in (-38, 142):
            draw.arc((600 - wide, 270 - wide, 600 + wide, 270 + wide), start, start + 76, fill=BOARD, width=16)
    draw.rounded_rectangle((530, 110, 670, 400), 70, fill=PENCIL)
    for line in range(4):
        draw.line([(548, 190 + 44 * line), (652, 190 + 44 * line)], fill="#b98900", width=8)
    draw.arc((480, 210, 720, 480), 0, 180, fill=PAPER, width=16)
    draw.rectangle((592, 476, 608, 570), fill=PAPER)
    draw.rounded_rectangle((500, 560, 700, 584), 12, fill=PAPER)
    return image


def window() -> Image.Image:
    """A page that shows something, behind a shield."""
    image, draw = _sheet(SKY)
    draw.rounded_rectangle((190, 110, 900, 560), 24, fill=PAPER)
    draw.rounded_rectangle((190, 110, 900, 180), 24, fill=SEA)
    for place, colour in enumerate((CLAY, PENCIL, BOARD)):
        draw.circle((236 + 44 * place, 145), 13, fill=colour)
    draw.rectangle((240, 220, 850, 510), fill="#dbe7f2")
    draw.polygon([(500, 300), (500, 430), (610, 365)], fill=SEA)
    draw.polygon([(900, 300), (1030, 340), (1020, 480), (900, 580), (780, 480), (770, 340)], fill=BOARD)
    draw.line([(835, 440), (885, 490), (975, 390)], fill=PAPER, width=26, joint="curve")
    return image


def mountains() -> Image.Image:
    """Three ridges that neighbours share."""
    image, draw = _sheet("#fdf1d8")
    draw.circle((880, 210), 90, fill=PENCIL)
    dice = random.Random(9)
    for row, colour in enumerate(("#9fc3b4", "#5d9a86", BOARD)):
        base = 330 + 95 * row
        ridge = [(x, base - dice.randint(0, 150 - 30 * row)) for x in range(-60, 1320, 130)]
        draw.polygon([(-60, 700), *ridge, (1300, 700)], fill=colour)
    return image


def cup() -> Image.Image:
    """Coffee among contacts."""
    image, draw = _sheet("#efe3d6")
    for shift in (0, 90, 180):
        points = [(480 + shift + 22 * math.sin(y / 34), 250 - y) for y in range(0, 170, 6)]
        draw.line(points, fill="#c7b29c", width=14, joint="curve")
    draw.arc((700, 330, 880, 500), -90, 90, fill=CLAY, width=34)
    draw.rounded_rectangle((380, 280, 780, 560), 90, fill=CLAY)
    draw.ellipse((380, 250, 780, 330), fill="#5b2c17")
    draw.rounded_rectangle((290, 570, 870, 600), 15, fill=INK)
    return image


def fan() -> Image.Image:
    """Cards to print, in a fan."""
    image, draw = _sheet("#e1eef8")
    for number, colour in enumerate((CLAY, PENCIL, BOARD, SEA, ROSE)):
        turn = math.radians(-40 + 20 * number)
        corners = [(-90, -330), (90, -330), (90, 0), (-90, 0)]
        turned = [
            (600 + x * math.cos(turn) - y * math.sin(turn), 590 + x * math.sin(turn) + y * math.cos(turn))
            for x, y in corners
        ]
        draw.polygon(turned, fill=colour, outline=PAPER, width=8)
    return image


def stars() -> Image.Image:
    """Twelve of them, for the day of everybody."""
    image, draw = _sheet(SEA)
    for number in range(12):
        turn = math.tau * number / 12
        x, y = 600 + 230 * math.cos(turn), 338 + 230 * math.sin(turn)
        tips = [
            (x + r * math.sin(math.pi * tip / 5), y - r * math.cos(math.pi * tip / 5))
            for tip in range(10)
            for r in ((44 if tip % 2 == 0 else 18),)
        ]
        draw.polygon(tips, fill=PENCIL)
    draw.circle((600, 338), 96, fill=PAPER)
    draw.line([(548, 340), (588, 384), (658, 296)], fill=BOARD, width=26, joint="curve")
    return image


def bubbles() -> Image.Image:
    """A talk in which everybody has a colour."""
    image, draw = _sheet("#dff1e8")
    for left, top, wide, colour in ((150, 110, 520, BOARD), (560, 280, 480, SEA), (220, 440, 420, CLAY)):
        draw.rounded_rectangle((left, top, left + wide, top + 130), 50, fill=colour)
        draw.polygon([(left + 60, top + 120), (left + 60, top + 180), (left + 130, top + 120)], fill=colour)
        for line in range(2):
            end = left + wide - 60 - 110 * line
            draw.line([(left + 60, top + 45 + 40 * line), (end, top + 45 + 40 * line)], fill=PAPER, width=14)
    return image


def _sheet(colour: str) -> tuple[Image.Image, Draw]:
    image = Image.new("RGB", SIZE, colour)
    return image, ImageDraw.Draw(image)


COVERS: dict[str, tuple[Callable[[], Image.Image], str]] = {
    "kitchen": (kitchen, "A dish of green wheat between painted eggs"),
    "open mic": (microphone, "A microphone, and waves of sound"),
    "embeds": (window, "A page with a film, behind a green shield"),
    "plus": (mountains, "Three ridges of green mountains under a sun"),
    "coffee": (cup, "A red cup of coffee"),
    "cards": (fan, "Five cards in a fan, each of another colour"),
    "day": (stars, "A circle of twelve golden stars"),
    "yesterday": (bubbles, "Three speech bubbles in three colours"),
}
"""By the event: what draws it, and what it shows."""
