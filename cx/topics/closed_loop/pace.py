"""Judges how soon unhappy customers are contacted and cases closed, in all and by group."""

from dataclasses import replace

import pandas as pd

from cx.analysis.journeys.durations import Durations, measure_durations
from cx.analysis.ladder import Ladder, Refusal
from cx.analysis.people import tally_people
from cx.analysis.privacy import withhold
from cx.analysis.score import Score, score
from cx.topics.closed_loop.results import NOBODY, NOT_TOLD, Group, Outcome, Pace

HOUR = 3600.0
STEPS = {"contact": "First contact", "close": "Close"}
DONE = {"contact": "is_contacted", "close": "is_closed"}
SAMPLES, GROUP_SAMPLES, MOST_GROUPS = 300, 60, 8


def pace(loops: pd.DataFrame, step: str, target: float | None, ladder: Ladder) -> Pace:
    """Say how soon a step comes.

    Parameters
    ----------
    loops : DataFrame
        Rows of ``closed_loop/loops``.
    step : str
        ``"contact"`` or ``"close"``.
    target : float or None
        Hours.
    """
    ages = loops.loc[~loops[DONE[step]], f"{step}_seconds"]
    due = _due(loops, target)
    return Pace(
        name=STEPS[step],
        target_hours=target,
        in_target=_share(loops[due], step, target, ladder) if target else None,
        not_due=int((~due).sum()) if target else 0,
        durations=_durations(loops, step, SAMPLES, ladder),
        open_oldest=float(ages.max()) if len(ages) else None,
        open_middle=float(ages.median()) if len(ages) else None,
    )


def _due(loops: pd.DataFrame, target: float | None) -> pd.Series:
    """Which are old enough to be judged, whether they were answered or not.

    To judge young ones only when they were answered would flatter the share.
    """
    return loops["known_seconds"] >= (target or 0.0) * HOUR


def _share(loops: pd.DataFrame, step: str, target: float | None, ladder: Ladder) -> Score:
    is_soon = loops[f"{step}_seconds"] <= (target or 0.0) * HOUR
    return share(loops[DONE[step]] & is_soon, loops["person"], ladder)


def share(is_so: "pd.Series[bool]", person: "pd.Series[int]", ladder: Ladder) -> Score:
    """Share in % with Wilson's interval, worth as many independent ones as there are persons."""
    points = 100.0 * is_so.to_numpy(float)
    return _reworded(score("csat", tally_people(points, person.to_numpy()), ladder))


def _reworded(found: Score) -> Score:
    return replace(found, refusal=_of_cases(found.refusal)) if found.refusal else found


def _of_cases(told: Refusal) -> Refusal:
    """The same refusal, of cases where the method speaks of answers or journeys."""
    message, remedy = (
        text.replace("answer", "case").replace("journey", "case")
        for text in (told.message, told.remedy)
    )
    return Refusal(told.code, message, remedy)


def _durations(loops: pd.DataFrame, step: str, samples: int, ladder: Ladder) -> Durations:
    found = measure_durations(
        loops[f"{step}_seconds"].to_numpy(float),
        loops[DONE[step]].to_numpy(bool),
        loops["person"].to_numpy(),
        samples=samples,
        ladder=ladder,
    )
    return replace(found, refusal=_of_cases(found.refusal)) if found.refusal else found


def groups(
    loops: pd.DataFrame,
    dimension: str,
    targets: tuple[float | None, float | None],
    ladder: Ladder,
) -> tuple[Group, ...]:
    """Say how soon each team, channel or root cause answers; the largest groups, the rest as one.

    Those that nobody took up have no team: they stand as a group of their own.
    """
    named = _gathered(loops[dimension])
    parts = {name: loops[named == name] for name in named.unique()}
    order = sorted(parts, key=lambda name: (name.startswith("("), -len(parts[name]), name))
    contact = _shares(parts, "contact", targets[0], ladder)
    close = _shares(parts, "close", targets[1], ladder)
    return tuple(
        Group(
            name=name,
            items=len(parts[name]),
            customers=int(parts[name]["person"].nunique()),
            waiting=int((~parts[name]["is_closed"].to_numpy(bool)).sum()),
            contact_in_target=contact.get(name),
            close_in_target=close.get(name),
            contact_hours=_hours(parts[name], ladder),
        )
        for name in order
    )


def _gathered(names: "pd.Series") -> "pd.Series":
    counts = names.value_counts()
    kept = [name for name in counts.index if name not in (NOBODY, NOT_TOLD)][:MOST_GROUPS]
    return names.where(names.isin([*kept, NOBODY, NOT_TOLD]), "(other)")


def _shares(
    parts: dict[str, pd.DataFrame], step: str, target: float | None, ladder: Ladder
) -> dict[str, Score]:
    if not target:
        return {}
    due = {name: rows[_due(rows, target)] for name, rows in parts.items()}
    found = {name: _share(rows, step, target, ladder) for name, rows in due.items()}
    people = {name: int(rows["person"].nunique()) for name, rows in due.items()}
    return {name: _reworded(each) for name, each in withhold(found, ladder, people).items()}


def _hours(rows: pd.DataFrame, ladder: Ladder) -> Score:
    """Median hours until the first contact, as a score that a row of a chart draws."""
    size, people = len(rows), float(rows["person"].nunique())
    if not rows["is_contacted"].any():
        nobody = Refusal("nobody_contacted", "Nobody was contacted.", "nobody contacted")
        return Score(None, None, None, size, people, nobody)
    found = _durations(rows, "contact", GROUP_SAMPLES, ladder)
    if found.refusal:
        return Score(None, None, None, size, people, found.refusal)
    middle = found.median
    if middle is None or middle.value is None:
        late = Refusal(
            "median_not_reached",
            "Fewer than half were contacted, so there is no median.",
            "fewer than half contacted",
        )
        return Score(None, None, None, size, people, late)
    high = middle.high if middle.high is not None else float(rows["contact_seconds"].max())
    low = middle.low if middle.low is not None else middle.value
    is_low = ladder.is_low_base(people)
    return Score(middle.value / HOUR, low / HOUR, high / HOUR, size, people, None, is_low)


def outcomes(loops: pd.DataFrame, metric: str, ladder: Ladder) -> tuple[Outcome, ...]:
    """Say what customers answered next, by how their follow-up ended."""
    found = []
    for name, rows in loops.groupby("outcome"):
        told = rows[rows["next_points"].notna()]
        points = told["next_points"].to_numpy(float)
        found.append(
            Outcome(
                str(name),
                len(rows),
                share(told["next_standing"] >= 0, told["person"], ladder),
                score(metric, tally_people(points, told["person"].to_numpy()), ladder),
            )
        )
    return tuple(sorted(found, key=lambda each: (each.name.startswith("("), -each.items)))
