"""Draws charts in a process of its own, so that pages are made meanwhile and memory is freed.

`python -m trust_value.report.draw` gets ready, is told of a JSON file with the charts wanted,
writes an SVG file a chart beside it and says each name when its file is there.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any, Self

from trust_value.errors import TrustValueError

Wanted = dict[str, tuple[str, list[Any]]]


class Drawing:
    """The process that draws: started early, asked once, waited for chart by chart."""

    def __init__(self) -> None:
        pipe = subprocess.PIPE
        self.process = subprocess.Popen(
            [sys.executable, "-m", "trust_value.report.draw"],
            stdin=pipe, stdout=pipe, stderr=pipe, text=True, encoding="utf-8",
        )  # fmt: skip
        self.drawn: set[str] = set()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.communicate()

    def ask(self, folder: Path, wanted: Wanted) -> None:
        """Asks for charts, to be drawn in this order into the folder; does not wait."""
        if not wanted:
            return
        request = folder / "wanted.json"
        request.write_text(json.dumps(wanted, default=str), encoding="utf-8")
        try:
            print(request, file=self.process.stdin, flush=True)
        except OSError:
            self.fail()

    def wait(self, name: str) -> None:
        """Waits until a chart's file is there. Raises TrustValueError where it will not be."""
        while name not in self.drawn:
            line = self.process.stdout.readline() if self.process.stdout else ""
            if not line:
                self.fail()
            self.drawn.add(line.strip())

    def fail(self) -> None:
        """Says what the process said last."""
        said = self.process.communicate()[1].strip().splitlines()
        raise TrustValueError(
            f"The report's charts cannot be drawn: {said[-1] if said else 'no reason is given'}\n"
            "  what to do: `rm -rf .venv`, then `make run`, so that the environment is whole."
        )


def main() -> None:
    """Loads what draws before it is asked: that takes longer than a chart."""
    import vl_convert

    from trust_value.report import charts, funnels
    from trust_value.report.look import finished
    from trust_value.report.svg import tidied

    vl_convert.vegalite_to_svg({"data": {"values": [{}]}, "mark": "point"})
    request = Path(sys.stdin.readline().strip())
    wanted = json.loads(request.read_text(encoding="utf-8"))
    request.unlink()
    for name, (function, arguments) in wanted.items():
        make = getattr(charts, function, None) or getattr(funnels, function)
        svg = vl_convert.vegalite_to_svg(finished(make(*arguments)))
        (request.parent / f"{name}.svg").write_text(tidied(svg, name), encoding="utf-8")
        print(name, flush=True)


if __name__ == "__main__":
    main()
