"""Errors that say what happened, where, and what to do next."""


def printable(text: str) -> str:
    """A text on one line: a line break or an escape in a published name is spelt out."""
    return "".join(
        each if each.isprintable() else each.encode("unicode_escape").decode() for each in text
    )


class TrustValueError(Exception):
    """Anything a person can put right; the command line prints it without a traceback."""


class LandingError(TrustValueError):
    """A published file refused whole: where (row from 1, as a person sees it), what, what to do."""

    def __init__(
        self, file: str, problem: str, expected: str = "", action: str = "", *,
        sheet: str | None = None, row: int | None = None, column: str | None = None,
    ) -> None:  # fmt: skip
        self.file, self.row, self.column = file, row, column
        self.given = (file, problem, expected, action), (sheet, row, column)
        places = {"sheet": sheet, "row": row, "column": column}
        where = "".join(f", {name} {place}" for name, place in places.items() if place)
        lines = [f"{file}{where}: {problem}."]
        lines += [f"  expected: {expected}."] if expected else []
        lines += [f"  what to do: {action}."] if action else []
        super().__init__("\n".join(map(printable, lines)))

    def __reduce__(self) -> tuple[object, ...]:
        """So that it can come back from another process."""
        return _again, self.given


def _again(texts: tuple[str, ...], places: tuple[object, ...]) -> LandingError:
    return LandingError(*texts, **dict(zip(("sheet", "row", "column"), places, strict=True)))
