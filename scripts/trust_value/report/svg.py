"""SVG as Vega makes it, put inside a page: shorter, with ids of its own, its size left to CSS."""

import re
from xml.sax.saxutils import escape

SMALLEST, LARGEST = 0.8, 1.15
NUMBER = re.compile(r"(\d+\.\d)\d+")
TAG = re.compile(r"<[^>]*>")
ROOT = re.compile(r"<svg[^>]*>")
VIEW = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')
# what only a live chart or a reader of every mark would use; the page names the picture whole
NEEDLESS = re.compile(
    r' (?:role|aria-[a-z]+|pointer-events|font-family|stroke-miterlimit)="[^"]*"'
    r'| opacity="1"|<path class="background"[^>]*/>|<path class="foreground"[^>]*/>'
)
EMPTY = re.compile(r"<g(?: [^>]*)?/>|<g(?: [^>]*[^>/])?></g>")
IDS = re.compile(r'(id="|url\(#|href="#)(?=[a-z])')
ORIGIN = re.compile(r'<g fill="none" transform="translate\(([\d.-]+),([\d.-]+)\)"')
SYMBOLS = re.compile(r'<g class="mark-symbol role-mark[^>]*>(.*?)</g>', re.S)
AT = re.compile(r'transform="translate\(([\d.-]+),([\d.-]+)\)"')


def tidied(svg: str, name: str) -> str:
    """The SVG with one decimal, ids that begin with the chart's name, no size of its own."""
    found = VIEW.search(svg)
    width, height = found.groups() if found else ("560", "320")
    start = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}">'
    inside = ROOT.sub(start, svg, count=1)
    # in tags only: what is written in the chart keeps its digits
    inside = TAG.sub(lambda tag: NUMBER.sub(r"\1", tag.group()), inside)
    inside = EMPTY.sub("", NEEDLESS.sub("", inside))
    return IDS.sub(lambda match: f"{match.group(1)}{name}-", inside)


def in_page(svg: str, label: str) -> str:
    """The SVG as one picture with a name, its letters neither tiny nor huge on any screen."""
    name = escape(label, {'"': "&quot;"})
    width = float(VIEW.search(svg).group(1))  # type: ignore[union-attr]
    style = f"min-width:{SMALLEST * width:.0f}px;max-width:{LARGEST * width:.0f}px"
    start = f'<svg role="img" aria-label="{name}" class="vega" style="{style}" '
    return svg.replace("<svg ", start, 1)


def symbol_places(svg: str) -> list[tuple[float, float]]:
    """Where the symbols of a chart's largest group of points lie, in the order of its rows."""
    groups = [AT.findall(group) for group in SYMBOLS.findall(svg)]
    places = max(groups, key=len, default=[])
    found = ORIGIN.search(svg)
    left, top = (float(part) for part in found.groups()) if found else (0.0, 0.0)
    return [(round(left + float(x), 1), round(top + float(y), 1)) for x, y in places]


def with_mark(svg: str, place: tuple[float, float], text: str) -> str:
    """The SVG with one more mark, on top: a filled diamond, a ring and a name."""
    x, y = place
    width = float(VIEW.search(svg).group(1))  # type: ignore[union-attr]
    anchor, shift = ("end", -14) if x > width / 2 else ("start", 14)
    mark = (
        f'<g class="s-here"><circle cx="{x}" cy="{y}" r="11"/>'
        f'<path d="M{x},{y - 7:g}l6,7l-6,7l-6,-7z"/>'
        f'<text x="{x + shift:g}" y="{y - 9:g}" text-anchor="{anchor}">{escape(text)}</text></g>'
    )
    return svg.removesuffix("</svg>") + mark + "</svg>"
