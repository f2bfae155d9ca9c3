"""Renders the report: what did not change is taken over from the release before."""

from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from trust_value.report import formats, strips
from trust_value.report.charting import Charts
from trust_value.report.draw import Drawing
from trust_value.report.figures import figures
from trust_value.report.pages import Page, main_pages, menu, trust_pages
from trust_value.report.reading import Marts, read_marts
from trust_value.report.release import PACKAGE, Release


@dataclass(frozen=True)
class Rendered:
    """A report. pages: how many it has; kept: how many were taken over unchanged."""

    pages: int
    kept: int


def render_report(
    database: Path, folder: Path, previous: Path | None = None, drawing: Drawing | None = None
) -> Rendered:
    """Renders the marts of a served file into a folder, which must not be there yet.

    previous: the report of the release before; its pages and charts of the same rows are linked,
    not made again. drawing: a process that draws, started before. What else lies beside the
    database is linked to as exports. Raises TrustValueError where a mart is missing or a chart
    cannot be drawn.
    """
    with nullcontext(drawing) if drawing else Drawing() as drawing:
        marts = read_marts(database)
        for name in ("charts", "trust"):
            (folder / name).mkdir(parents=True)
        release = Release(folder, previous)
        charts = Charts(folder / "charts", drawing, figures(marts))
        drawn_by = {name: [one.function, one.arguments] for name, one in charts.figures.items()}
        charts.ask([n for n, by in drawn_by.items() if not release.keeps(f"charts/{n}.svg", by)])
        pages = [*trust_pages(marts), *main_pages(marts, database.parent)]
        site = {"menu": menu(pages), "facts": marts["facts"][0]}
        templates = environment(charts, marts)
        kept = 0
        for page in pages:
            page.figures = [name for name in page.figures if name in charts.figures]
            shown = [
                (
                    charts.figures[name].title,
                    charts.figures[name].says,
                    release.made[f"charts/{name}.svg"],
                )
                for name in page.figures
            ]
            if release.keeps(page.path, [site, page.rows, shown]):
                kept += 1
            else:
                write_page(folder, page, site, templates)
        for name in charts.figures:
            drawing.wait(name)
    release.finish()
    return Rendered(len(pages), kept)


def environment(charts: Charts, marts: Marts) -> Environment:
    """The templates, all text escaped, with the ways to write a figure and the charts."""
    made = Environment(
        loader=FileSystemLoader(PACKAGE / "pages"), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    made.filters.update(formats.FILTERS)
    made.globals.update({**formats.GLOBALS, **strips.GLOBALS, "charts": charts})
    made.globals["point_of"] = {
        (measure, row["trust_code"]): point
        for measure, rows in marts.by("funnels", "measure_id").items()
        for point, row in enumerate(rows)
    }
    return made


def write_page(folder: Path, page: Page, site: dict[str, Any], templates: Environment) -> None:
    """Writes one page."""
    root = "../" * page.path.count("/")
    text = templates.get_template(page.template).render(
        page.rows, site=site, root=root, path=page.path, shown=page.figures
    )
    (folder / page.path).write_text(text, encoding="utf-8")
