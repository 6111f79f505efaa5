"""Reads who was asked and who answered, and what everybody asked might have said."""

from dataclasses import dataclass

from cx.analysis.ladder import Ladder
from cx.analysis.score import Score, Tally, pool, score
from cx.analysis.strata import collapse_strata
from cx.analysis.weights import poststratify
from cx.filters import Filters
from cx.topics.ask import Ask
from cx.topics.nps.groups import NO_ANSWERS, Row, protect
from cx.topics.nps.results import NonResponse, ResponseRate

HIDDEN = "(hidden)"


@dataclass(frozen=True, slots=True)
class Asked:
    """Everybody asked in the period: how many answered, by segment and in all."""

    rates: tuple[ResponseRate, ...]
    rate: Score | None
    non_response: NonResponse | None


def read_asked(ask: Ask, filters: Filters, ladder: Ladder) -> Asked:
    """Read invitations and their answers; nothing where the filters need an answer to be known."""
    if filters.channel or filters.touchpoint or filters.product:
        return Asked((), None, None)
    rows = list(ask("nps/invited", filters).itertuples())
    rates = tuple(
        ResponseRate(
            row.segment,
            int(row.invited),
            int(row.answered),
            share(row.answered, row.invited, ladder),
        )
        for row in rows
    )
    invited = sum(row.invited for row in rows)
    rate = share(sum(row.answered for row in rows), invited, ladder) if invited else None
    return Asked(rates, rate, _non_response(filters.metric, rows, ladder))


def share(part: float, whole: float, ladder: Ladder) -> Score:
    """A share in % with Wilson's interval, as a satisfied share would have it."""
    tally = Tally(int(whole), 100.0 * part, 10_000.0 * part, int(whole))
    return score("csat", tally, ladder)


def _non_response(metric: str, rows: list[Row], ladder: Ladder) -> NonResponse | None:
    """Weigh each segment by how many of it were asked; compare with the same answers unweighted.

    Segments that may not be shown are put together first, so that the weighted figure tells no
    more of them than the breakdown does.
    """
    tallies = {row.segment: _tally(row) for row in rows}
    invited = {row.segment: float(row.invited) for row in rows}
    raw = score(metric, pool(tallies.values()), ladder)
    if len(rows) < 2 or raw.value is None:
        return None
    shown = protect(metric, tallies, ladder)
    hidden = [name for name, found in shown.items() if found.low is None]
    strata, asked = _gather(tallies, invited, hidden)
    if strata.get(HIDDEN, NO_ANSWERS).answers and _is_few(strata[HIDDEN], ladder):
        return None
    gathered = collapse_strata(strata, asked, ladder)
    return NonResponse(raw, poststratify(metric, *gathered, ladder=ladder).score)


def _gather(
    tallies: dict[str, Tally], invited: dict[str, float], hidden: list[str]
) -> tuple[dict[str, Tally], dict[str, float]]:
    if not hidden:
        return tallies, invited
    strata = {name: tally for name, tally in tallies.items() if name not in hidden}
    asked = {name: count for name, count in invited.items() if name not in hidden}
    strata[HIDDEN] = pool(tallies[name] for name in hidden)
    asked[HIDDEN] = sum(invited[name] for name in hidden)
    return strata, asked


def _is_few(tally: Tally, ladder: Ladder) -> bool:
    return tally.customers < ladder.customers_to_show


def _tally(row: Row) -> Tally:
    return Tally(
        int(row.answers), row.points, row.points_squared, int(row.people), (row.nn, row.ns, row.ss)
    )
