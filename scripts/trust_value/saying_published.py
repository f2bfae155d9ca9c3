"""What `publish` says when it is done."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from trust_value.messages import good

if TYPE_CHECKING:
    from trust_value.project import Project
    from trust_value.serving.publish import Published


def say_published(project: Project, published: Published) -> None:
    """Prints where readers find it."""
    where, name = project.shown(project.serve / "current"), published.release.name
    if published.is_new:
        good(f"Published {published.marts} marts: {where}/ is {name} now.")
    elif published.is_withdrawn:
        click.secho(
            f"Not published: {name} was taken back with --rollback; {where}/ stays as it is.\n"
            "  what to do: build anew from what is put right, or, to publish it all the same, "
            f"delete its line in {project.shown(project.serve)}/withdrawn.",
            fg="yellow",
        )
    else:
        good(f"Nothing to publish: {where}/ is {name} already.")


def say_rolled_back(project: Project, left: str, now: str) -> None:
    """Prints what is served again."""
    where = project.shown(project.serve / "current")
    good(f"Went back: {where}/ is {now} again, no longer {left}.")
