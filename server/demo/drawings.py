"""Pictures for the demo data, drawn when it is planted: charts of the measurements, and what the classes drew."""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from functools import cache
from typing import NamedTuple

from PIL import Image, ImageDraw, ImageFont

SIZE = (1200, 800)
PAPER, INK, RULE = "#fdfcf8", "#14211b", "#d3ddd7"
SEA, CLAY, PENCIL, BOARD, SKY = "#1a5c9c", "#bf3619", "#ffc629", "#0b6b50", "#cfe4f5"

Draw = ImageDraw.ImageDraw
Point = tuple[float, float]


class Series(NamedTuple):
    """One line of a chart."""

    name: str
    colour: str
    values: list[float]


@cache
def _font(size: int) -> ImageFont.ImageFont | ImageFont.FreeTypeFont:
    """Pillow brings one of its own, with the letters of western Europe."""
    return ImageFont.load_default(size)


def chart(title: str, along: list[str], series: list[Series]) -> Image.Image:
    """Lines over the days of a week, in degrees."""
    image, draw = _sheet(title)
    values = [value for one in series for value in one.values]
    least, most = math.floor(min(values)) - 1, math.ceil(max(values)) + 1
    left, top, right, bottom = 120.0, 150.0, 1120.0, 660.0

    def at(place: int, value: float) -> Point:
        across = left + (right - left) * place / (len(along) - 1)
        return across, bottom - (bottom - top) * (value - least) / (most - least)

    for value in range(least, most + 1, max(1, (most - least) // 6)):
        y = at(0, value)[1]
        draw.line([(left, y), (right, y)], fill=RULE, width=2)
        draw.text((left - 16, y), f"{value}°", fill=INK, font=_font(26), anchor="rm")
    for place, word in enumerate(along):
        draw.text((at(place, least)[0], bottom + 34), word, fill=INK, font=_font(26), anchor="mm")
    for number, one in enumerate(series):
        points = [at(place, value) for place, value in enumerate(one.values)]
        draw.line(points, fill=one.colour, width=7, joint="curve")
        for point in points:
            draw.circle(point, 10, fill=one.colour)
        x = left + 20 + 330 * number
        draw.rectangle((x, 738, x + 30, 768), fill=one.colour)
        draw.text((x + 44, 753), one.name, fill=INK, font=_font(28), anchor="lm")
    return image


def bars(title: str, heights: dict[str, float], unit: str, colour: str = BOARD) -> Image.Image:
    """One bar for each place."""
    image, draw = _sheet(title)
    most, width = max(heights.values()), 1000 / len(heights)
    for place, (name, height) in enumerate(heights.items()):
        x, y = 100 + width * place, 660 - 470 * height / most
        draw.rectangle((x + width * 0.15, y, x + width * 0.85, 660), fill=colour)
        draw.text((x + width / 2, y - 26), f"{height:g} {unit}", fill=INK, font=_font(28), anchor="mm")
        draw.text((x + width / 2, 696), name, fill=INK, font=_font(28), anchor="mm")
    draw.line([(100, 660), (1100, 660)], fill=INK, width=4)
    return image


def waves(title: str, colours: list[str], seed: int) -> Image.Image:
    """The sea in a few strokes, with a sun."""
    image, draw = _sheet(title, SKY)
    dice = random.Random(seed)
    draw.circle((950, 230), 80, fill=PENCIL)
    for row, colour in enumerate(colours):
        base, swing, shift = 400 + 85 * row, dice.randint(18, 40), dice.random() * 6
        crest = [(x, base + swing * math.sin(x / 90 + shift)) for x in range(0, SIZE[0] + 20, 20)]
        draw.polygon([*crest, (SIZE[0], SIZE[1]), (0, SIZE[1])], fill=colour)
    return image


def lighthouse() -> Image.Image:
    """The old lighthouse of Bakı, as somebody of twelve draws it."""
    image = waves("Mayak, 84 steps", ["#7fb2dc", SEA], 3)
    draw = ImageDraw.Draw(image)
    draw.polygon([(300, 620), (360, 230), (460, 230), (520, 620)], fill="#ffffff", outline=INK, width=4)
    for step in range(3):
        y = 280 + 120 * step
        draw.polygon(
            [(352 - 18 * step, y), (468 + 18 * step, y), (474 + 18 * step, y + 50), (344 - 18 * step, y + 50)],
            fill=CLAY,
        )
    draw.rectangle((366, 170, 454, 230), fill=PENCIL, outline=INK, width=4)
    draw.polygon([(350, 170), (410, 120), (470, 170)], fill=CLAY, outline=INK, width=4)
    draw.polygon([(454, 185), (900, 130), (900, 260), (454, 215)], fill="#fff3cc")
    return image


def fish_with_glasses() -> Image.Image:
    """Limni, the mascot."""
    image, draw = _sheet("Limni", "#dff1e8")
    draw.ellipse((300, 280, 860, 620), fill=BOARD)
    draw.polygon([(330, 450), (140, 310), (180, 450), (140, 590)], fill=BOARD)
    draw.polygon([(560, 300), (640, 190), (700, 310)], fill="#08543f")
    for x in (650, 780):
        draw.circle((x, 410), 54, fill="#ffffff", outline=INK, width=9)
        draw.circle((x + 10, 416), 18, fill=INK)
    draw.line([(704, 410), (726, 410)], fill=INK, width=9)
    draw.arc((640, 470, 800, 570), 20, 160, fill=PENCIL, width=12)
    for x, y, size in ((920, 300, 26), (970, 230, 18), (1010, 170, 12)):
        draw.circle((x, y), size, outline=SEA, width=6)
    return image


def poster(words: dict[str, str]) -> Image.Image:
    """One word in several languages."""
    image, draw = _sheet("One wave, five words", "#e1eef8")
    for place, (country, word) in enumerate(words.items()):
        y = 200 + 112 * place
        draw.rounded_rectangle((140, y, 1060, y + 92), 24, fill=PAPER)
        draw.text((190, y + 46), country, fill=SEA, font=_font(30), anchor="lm")
        draw.text((600, y + 46), word, fill=INK, font=_font(46), anchor="lm")
    return image


def thermometer(place: str, degrees: float) -> Image.Image:
    """What a thermometer shows at one place."""
    image, draw = _sheet(place)
    draw.rounded_rectangle((540, 160, 660, 640), 60, fill="#ffffff", outline=INK, width=6)
    draw.circle((600, 650), 84, fill=CLAY, outline=INK, width=6)
    top = 620 - 15 * degrees
    draw.rectangle((576, top, 624, 640), fill=CLAY)
    for mark in range(0, 31, 5):
        y = 620 - 15 * mark
        draw.line([(670, y), (700, y)], fill=INK, width=4)
        draw.text((716, y), str(mark), fill=INK, font=_font(26), anchor="lm")
    draw.text((860, top), f"{degrees:.1f} °C", fill=CLAY, font=_font(64), anchor="lm")
    return image


def _sheet(title: str, colour: str = PAPER) -> tuple[Image.Image, Draw]:
    image = Image.new("RGB", SIZE, colour)
    draw = ImageDraw.Draw(image)
    draw.text((100, 84), title, fill=INK, font=_font(48), anchor="lm")
    return image, draw


DAYS = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"]
COUNTRIES = {
    "Azerbaijan": "dalga",
    "Italia": "onda",
    "Polska": "fala",
    "Tunisie": "mawja",
    "Hellas": "kyma",
}

DRAWINGS: dict[str, Callable[[], Image.Image]] = {
    "week5": lambda: chart(
        "Week 5: the water at three places",
        DAYS,
        [
            Series("Baku, open sea", SEA, [14.2, 14.4, 14.6, 14.8, 14.9, 14.7, 14.9]),
            Series("Baku, at the pier", CLAY, [14.5, 14.9, 15.0, 15.2, 15.3, 15.1, 15.3]),
            Series("Gdynia", BOARD, [10.8, 11.0, 11.1, 11.5, 11.4, 11.2, 11.4]),
        ],
    ),
    "week4": lambda: chart(
        "Week 4: the water at two places",
        DAYS,
        [
            Series("Chania", SEA, [17.9, 18.1, 18.0, 18.3, 18.4, 18.2, 18.5]),
            Series("Ferrara, il Po", CLAY, [11.9, 12.4, 12.2, 12.9, 13.0, 12.7, 13.1]),
        ],
    ),
    "beach": lambda: bars(
        "What we collected in one hour", {"Chania": 14, "Gdynia": 6, "Ferrara": 9, "Nabeul": 11}, "kg"
    ),
    "salt": lambda: bars(
        "Salt in one litre", {"Adriatic": 38, "Baltic": 7, "Caspian": 12, "Mediterranean": 39}, "g", SEA
    ),
    "lighthouse": lighthouse,
    "limni": fish_with_glasses,
    "poster": lambda: poster(COUNTRIES),
    "caspian": lambda: waves("The Caspian on a windy day", ["#a9c9e4", "#5f97c9", SEA], 1),
    "baltic": lambda: waves("The Baltic in the morning", ["#b9d8cf", "#5f9f8b", BOARD], 2),
    "po": lambda: waves("The Po in fog", ["#d9ded9", "#b6c2ba", "#8fa197"], 5),
    "pier": lambda: thermometer("At the pier, Friday", 15.3),
    "shore": lambda: thermometer("At the shore, Friday", 14.9),
}
"""A dozen, by a name of our own."""
