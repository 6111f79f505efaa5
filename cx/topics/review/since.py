"""What became of the figures of an item since something was decided on it."""

from collections.abc import Iterator
from dataclasses import dataclass

from cx.analysis.since import CHANGED, Difference, Known, differences
from cx.export.report import Figure, Report
from cx.topics.review import words
from cx.topics.review.results import Record
from cx.words import day_in_words, signed

MOST_NAMED = 3
POINTS = ("%", "points")
HOUR_SECONDS = 3600


@dataclass(frozen=True, slots=True)
class Line:
    """One figure: as it was printed then, as it is now, and the difference.

    Parameters
    ----------
    key, label : str
    then, now : str
        With their intervals; why there is none, where there is none.
    difference : str
        With its interval; ``""`` where it cannot be told.
    found : Difference or None
    """

    key: str
    label: str
    then: str
    now: str
    difference: str
    found: Difference | None

    @property
    def has_moved(self) -> bool:
        """Whether it is clearly another figure than then."""
        return self.found is not None and self.found.verdict in ("up", "down")


@dataclass(frozen=True, slots=True)
class Since:
    """What became of an item.

    Parameters
    ----------
    sentence : str
        The answer.
    lines : tuple of Line
        One for each figure that was kept.
    headline : str
        What the page said then.
    """

    sentence: str
    lines: tuple[Line, ...]
    headline: str


def since(record: Record, now: Report | None, why: str = "") -> Since:
    """Compare the figures that were kept with those of today.

    Parameters
    ----------
    record : Record
    now : Report or None
        None where the data no longer allow it.
    why : str
        Then the reason.
    """
    when = day_in_words(record.decided_on)
    if record.report is None:
        said = f"No figures were kept on {when}: {record.refusal}"
        return Since(said, (), "")
    lines = tuple(_lines(record, now))
    headline = str(record.report["headline"])
    if now is None:
        return Since(f"Today's data no longer allow this view. {why}", lines, headline)
    return Since(_sentence(record, now, lines), lines, headline)


def _lines(record: Record, now: Report | None) -> Iterator[Line]:
    assert record.report is not None  # `since` has looked
    kept = {each["key"]: each for each in record.report["figures"]}
    today = {each.key: each for each in now.figures} if now else {}
    pairs = [
        (Known(then["value"], then["low"], then["high"]), _known(today.get(key)))
        for key, then in kept.items()
    ]
    for (key, then), found in zip(kept.items(), differences(pairs), strict=True):
        value, interval = record.shown.get(key, ("", ""))
        before = _printed(value or _plain(then["value"], then["unit"]), interval)
        figure = today.get(key)
        after = _now(figure)
        said = _difference(found, figure) if found and figure else ""
        yield Line(key, then["label"], before, after, said, found)


def _known(figure: Figure | None) -> Known:
    return Known(figure.value, figure.low, figure.high) if figure else Known(None)


def _now(figure: Figure | None) -> str:
    if figure is None:
        return "no longer told"
    if figure.value is None:
        return figure.note or "withheld"
    value = figure.shown or _plain(figure.value, figure.unit)
    return _printed(value, figure.shown_interval)


def _printed(value: str, interval: str) -> str:
    return f"{value} ({interval})" if interval else value


def _plain(value: float | None, unit: str) -> str:
    """Write a figure that no page printed.

    >>> _plain(1200.0, "rows"), _plain(None, "points")
    ('1,200 rows', 'withheld')
    """
    if value is None:
        return "withheld"
    return f"{value:,.{0 if value == int(value) else 1}f} {unit}".strip()


def _difference(found: Difference, figure: Figure) -> str:
    """Write a difference with the digits of its figure; of shares and scores in points."""
    scale, unit = (1 / HOUR_SECONDS, "hours") if figure.unit == "seconds" else (1, figure.unit)
    unit = "points" if unit in POINTS else "" if unit.startswith("of ") else unit
    digits = 1 if figure.unit == "seconds" else _digits(figure)
    said = f"{signed(found.value * scale, digits)} {unit}".strip()
    if found.low is None or found.high is None:
        return said
    low, high = (signed(end * scale, digits) for end in (found.low, found.high))
    return f"{said} ({low} to {high})"


def _digits(figure: Figure) -> int:
    """Return how many digits a figure shows after its point."""
    if not figure.shown:
        return 0 if figure.value is not None and figure.value == int(figure.value) else 1
    number = figure.shown.split(" ")[0]
    return len(number.partition(".")[2].rstrip("†%")) if "." in number else 0


def _sentence(record: Record, now: Report, lines: tuple[Line, ...]) -> str:
    """Say which figures moved beyond noise, and what only counts more or less."""
    when = f"{day_in_words(record.decided_on)} (data version {record.data_version})"
    told = [each for each in lines if each.found is not None]
    if not told:
        return f"Today's data no longer allow these figures. {now.headline}"
    if record.data_version == now.data_version and not any(_is_other(each) for each in told):
        return f"The data are those of {when}: nothing has changed since."
    moved = [each for each in told if each.has_moved]
    said = [
        f"{each.label} {'up' if each.found and each.found.value > 0 else 'down'} from {each.then} "
        f"to {each.now}"
        for each in moved[:MOST_NAMED]
    ]
    if len(moved) > MOST_NAMED:
        said.append(f"{len(moved) - MOST_NAMED} more moved")
    estimated = sum(each.found is not None and each.found.low is not None for each in told)
    sentence = words.moved(said, estimated, when) if estimated else ""
    counts = [each for each in told if each.found and each.found.verdict == CHANGED]
    counted = [f"{each.label} from {each.then} to {each.now}" for each in counts[:MOST_NAMED]]
    end = f"Counted, so without doubt: {'; '.join(counted)}." if counted else ""
    if not estimated and not counted:
        return f"Since {when} every count is the same."
    return " ".join(part for part in (sentence, end) if part)


def _is_other(line: Line) -> bool:
    return line.found is not None and line.found.value != 0
