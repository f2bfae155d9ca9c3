"""Where things are: the project's folders, found from wherever a person stands."""

import re
from pathlib import Path

from trust_value.errors import TrustValueError

DEFAULT_TARGET, SPARK_TARGET = TARGETS = ("dev", "spark")
NAMED = re.compile(r"^name:\s*['\"]?trust_value['\"]?\s*$", re.M)


class Project:
    """The folders of one checkout. `build` and `serve` can be deleted at any time.

    target: of profiles.yml, what dbt builds on.
    """

    def __init__(self, root: Path, target: str = DEFAULT_TARGET) -> None:
        self.root = root.resolve()
        self.target = target
        # each engine keeps what it built, and what that stood on, in a folder of its own
        built = self.root / "build" / ("" if target == DEFAULT_TARGET else target)
        self.staging = self.root / "models" / "staging"
        self.returns = self.root / "data" / "returns"
        self.attribution = self.returns / "ATTRIBUTION.md"
        self.inbox = self.root / "data" / "inbox"
        self.landing = self.root / "build" / "landing"
        self.landing_record = self.root / "build" / "landing.json"
        self.build_state = built / "state.json"
        self.database = built / "trust_value.duckdb"
        self.dictionary = self.root / "build" / "dictionary"
        self.serve = self.root / "serve"
        self.served_database = self.serve / "current" / "trust_value.duckdb"

    @property
    def watched(self) -> list[Path]:
        """The folders landed by default: the bundled returns, and what a person dropped in."""
        return [self.returns, *([self.inbox] if self.inbox.is_dir() else [])]

    def shown(self, path: Path) -> str:
        """The path from the project's folder where it lies inside, else the whole path."""
        absolute = path.absolute()
        inside = absolute.is_relative_to(self.root)
        return str(absolute.relative_to(self.root)) if inside else str(absolute)


def find_project(given: Path | None = None, target: str = DEFAULT_TARGET) -> Project:
    """The project given, else the nearest upward from here, else this package's own checkout.

    Raises TrustValueError where there is none.
    """
    here = Path.cwd()
    nearest = (here, *here.parents, Path(__file__).resolve().parents[2])
    for folder in nearest if given is None else (given,):
        declared = folder / "dbt_project.yml"
        if declared.is_file() and NAMED.search(declared.read_text(encoding="utf-8")):
            return Project(folder, target)
    raise TrustValueError(
        f"No dbt_project.yml named trust_value in {given or f'{here} or above'}.\n"
        "  what to do: give the folder of the checkout with --project-dir."
    )
