"""Renders the report from a served DuckDB file."""

import shutil
from contextlib import nullcontext
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from trust_value.report import formats, strips
from trust_value.report.charting import Charts
from trust_value.report.draw import Drawing
from trust_value.report.figures import figures
from trust_value.report.pages import Page, main_pages, menu, trust_pages
from trust_value.report.reading import Marts, read_marts

PACKAGE = Path(__file__).parent


def render_report(database: Path, folder: Path, drawing: Drawing | None = None) -> int:
    """Renders the marts of a served file into a folder that does not exist; returns the pages.

    drawing: a process that draws, started before. What else lies beside the database is linked to
    as exports. Raises TrustValueError where a mart is missing or a chart cannot be drawn.
    """
    with nullcontext(drawing) if drawing else Drawing() as drawing:
        marts = read_marts(database)
        for name in ("charts", "trust"):
            (folder / name).mkdir(parents=True)
        charts = Charts(folder / "charts", drawing, figures(marts))
        charts.ask()
        pages = [*trust_pages(marts), *main_pages(marts, database.parent)]
        site = {"menu": menu(pages), "facts": marts["facts"][0]}
        templates = environment(charts, marts)
        for page in pages:
            page.figures = [name for name in page.figures if name in charts.figures]
            write_page(folder, page, site, templates)
        for name in charts.figures:
            drawing.wait(name)
    for asset in sorted((PACKAGE / "assets").iterdir()):
        shutil.copy(asset, folder / asset.name)
    return len(pages)


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
