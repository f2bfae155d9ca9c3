"""The charts of one report: drawn once, shown on many pages."""

from dataclasses import dataclass, field
from pathlib import Path

from markupsafe import Markup

from trust_value.report.draw import Drawing
from trust_value.report.figure import Figure
from trust_value.report.svg import in_page, symbol_places, with_mark


@dataclass
class Charts:
    """What each chart shows, its SVG once drawn, and where its points lie."""

    folder: Path
    drawing: Drawing
    figures: dict[str, Figure]
    svgs: dict[str, str] = field(default_factory=dict)
    places: dict[str, list[tuple[float, float]]] = field(default_factory=dict)

    def ask(self) -> None:
        """Has the charts drawn, funnels first: every trust's page waits for them."""
        names = sorted(self.figures, key=lambda name: not name.startswith("funnel"))
        self.drawing.ask(
            self.folder,
            {name: (self.figures[name].function, self.figures[name].arguments) for name in names},
        )

    def shown(self, name: str, point: int | None = None, text: str = "") -> Markup:
        """The chart as a page shows it; point: the one that is marked and named by the text."""
        if name not in self.svgs:
            self.drawing.wait(name)
            self.svgs[name] = (self.folder / f"{name}.svg").read_text(encoding="utf-8")
        svg, figure = self.svgs[name], self.figures[name]
        if point is not None:
            if name not in self.places:
                self.places[name] = symbol_places(svg)
            svg = with_mark(svg, self.places[name][point], text)
        # made by Vega from our own rows; the texts put in are escaped in svg.py
        return Markup(in_page(svg, f"{figure.title}. {figure.says}"))  # noqa: S704
