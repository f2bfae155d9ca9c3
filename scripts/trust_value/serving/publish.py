"""The verb `publish`: the marts of a green build, put before readers at once, or taken back.

A publication is a folder of its own under serve/releases; `serve/current` is the one readers have.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from trust_value.building.state import State, current_state, plan_build, read_state
from trust_value.errors import TrustValueError
from trust_value.project import Project
from trust_value.serving.release import put_in_place, served, withdrawn


@dataclass(frozen=True)
class Published:
    """A publication. marts: tables in it; is_new: False where this build was published before.

    is_withdrawn: the build's publication was taken back, and another one is served.
    """

    release: Path
    marts: int = 0
    is_new: bool = False
    is_withdrawn: bool = False


def publish(project: Project) -> Published:
    """Publishes the last build. Raises TrustValueError: not green, or cannot be written."""
    state = read_state(project.build_state)
    plan = plan_build(state, current_state(project))
    if plan.is_needed:
        raise TrustValueError(
            f"There is no green build of what is there now to publish ({plan.reason}).\n"
            "  what is served stays as it is.\n  what to do: `trust-value build`, then publish."
        )
    finished = datetime.fromisoformat(state.finished_at).astimezone(UTC)
    name = f"{finished:%Y%m%dT%H%M%SZ}-{state.build_id[:8]}"
    release, current = project.serve / "releases" / name, served(project)
    if current is not None and current.name == name:
        return Published(release)
    if name in withdrawn(project):
        return Published(release, is_withdrawn=True)
    return Published(release, write_release(project, name, state), is_new=True)


def write_release(project: Project, name: str, state: State) -> int:
    """Writes every file of a publication and puts it before readers; returns how many marts.

    Raises TrustValueError; what was served then still is.
    """
    from trust_value.report import Drawing, render_report
    from trust_value.serving.contents import Source, fill
    from trust_value.serving.dictionary import dictionary

    page, facts = dictionary(project, state.project)
    source = Source(
        project.database, facts, page, project.attribution, state.build_id, state.finished_at
    )

    def write(folder: Path) -> int:
        # what draws loads while the files are written
        with Drawing() as drawing:
            marts = fill(source, folder, name)
            render_report(folder / "trust_value.duckdb", folder / "report", drawing)
        return marts

    return put_in_place(project, name, write)
