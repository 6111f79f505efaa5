"""What people rate, and what their score is linked to: importance, failings, delighters."""

from dataclasses import replace

from cx.analysis.dissatisfaction.asymmetry import Asymmetry, contrast
from cx.analysis.dissatisfaction.bridge import LEAST_ANSWERS, Bridge, build_bridge
from cx.analysis.dissatisfaction.levels import fit_levels
from cx.analysis.dissatisfaction.reach_noise import Failings, ReachNoise, dissatisfiers
from cx.analysis.drivers.attributes import count_low, describe
from cx.analysis.drivers.checks import check
from cx.analysis.drivers.importance import NONE, Importance, rank_drivers
from cx.analysis.drivers.logistic import LogitShares, rank_yes_or_no
from cx.analysis.drivers.measure import LMG
from cx.analysis.drivers.quadrants import (
    AGREED,
    BETWEEN,
    FIX_FIRST,
    HIDDEN,
    KEEP_UP,
    Grid,
    Placed,
    gaps,
    place,
    place_stated,
)
from cx.analysis.drivers.rows import Rated, read_rows
from cx.analysis.ladder import Refusal, refuse_sample
from cx.topics.ask import Ask
from cx.topics.drivers.results import Attitudes, Dissatisfaction
from cx.topics.drivers.view import View
from cx.topics.drivers.windows import HI, LO

NO_RATINGS = Refusal(
    "no_ratings",
    "None of these answers rates anything.",
    "needs the extract ratings for this kind of survey",
)
_IMPORTANT = (FIX_FIRST, KEEP_UP, HIDDEN, AGREED)


def read_ratings(ask: Ask, view: View, attributes: tuple[str, ...] = ()) -> Rated:
    """Read who rated what, beside their answers.

    Parameters
    ----------
    attributes : tuple of str
        Those to look at; empty takes all.
    """
    names = list(ask("drivers/attributes", view.filters)["attribute"])
    rated = read_rows(ask("drivers/ratings", view.filters), names)
    return rated.only(attributes) if attributes else rated


def load_attitudes(view: View, rated: Rated) -> Attitudes:
    """Rank the attributes by what the score is linked to, and place them."""
    beside = rated.beside(rated.score)
    refusal = refuse_ratings(view, rated)
    if refusal:
        return _refused(view, rated, refusal)
    checked = check(beside)
    importance = rank_drivers(beside, view.seed, checked=checked)
    weighted = None
    if rated.weight is not None:
        weighted = rank_drivers(rated.beside(rated.score, is_weighted=True), view.seed)
    return Attitudes(
        answers=view.kind.answers if view.kind else 0,
        rated=len(rated.score),
        people=rated.people,
        attributes=describe(rated, view.ladder),
        importance=importance,
        weighted=weighted,
        grid=_settle(place(beside, view.seed, checked=checked), importance),
        stated=_settle(place_stated(beside, rated.stated, view.seed, checked=checked), importance),
        gaps=gaps(rated.names, rated.values, rated.stated, rated.person, view.ladder),
        low=count_low(rated, LO, [each.members for each in importance.drivers]),
    )


def refuse_ratings(view: View, rated: Rated) -> Refusal | None:
    """Say why the ratings of a view tell nothing at all, if so: none, or of too few people."""
    if not rated.names:
        return NO_RATINGS
    return refuse_sample(len(rated.score), rated.people, rated.people, view.ladder)


def _refused(view: View, rated: Rated, refusal: Refusal) -> Attitudes:
    nothing = Importance((), (), 0.0, None, None, None, len(rated.score), rated.people, LMG)
    return Attitudes(
        answers=view.kind.answers if view.kind else 0,
        rated=len(rated.score),
        people=rated.people,
        attributes=describe(rated, view.ladder),
        importance=replace(nothing, refusal=refusal),
        weighted=None,
        grid=None,
        stated=None,
        gaps=(),
    )


def load_dissatisfaction(view: View, rated: Rated) -> Dissatisfaction:
    """Tell what failings cost, which detractors report most, and which only hurt or please."""
    refusal = refuse_ratings(view, rated)
    if refusal:
        answers, bad = len(rated.score), int(rated.is_bad.sum())
        return Dissatisfaction(
            bridge=Bridge(None, (), None, None, None, answers, refusal),
            dissatisfiers=ReachNoise((), (), (), bad, answers - bad, refusal),
            asymmetry=Asymmetry((), None, answers, refusal),
        )
    beside = rated.beside(rated.points)
    failings = Failings(rated.names, rated.values <= LO, rated.is_bad, beside.buckets())
    fit = fit_levels(beside, LO, HI, view.seed) if len(beside.outcome) >= LEAST_ANSWERS else None
    return Dissatisfaction(
        bridge=build_bridge(beside, LO, HI, view.seed, fit=fit),
        dissatisfiers=dissatisfiers(failings, view.seed, ladder=view.ladder),
        asymmetry=contrast(beside, LO, HI, seed=view.seed, fit=fit),
    )


def load_yes_or_no(view: View, rated: Rated) -> LogitShares:
    """Rank the attributes by what a bad answer, yes or no, is linked to: the longest part."""
    refusal = refuse_ratings(view, rated)
    if refusal:
        return LogitShares(rated.names, (), (), None, len(rated.score), refusal)
    return rank_yes_or_no(rated.beside(rated.is_bad), view.seed)


def _settle(grid: Grid | None, importance: Importance) -> Grid | None:
    """Name no quadrant that rests on noise: samples agree on noise too."""
    if grid is None:
        return None
    real = {each.name for each in importance.drivers if each.standing != NONE}
    return replace(grid, placed=tuple(_place(each, real) for each in grid.placed))


def _place(placed: Placed, real: set[str]) -> Placed:
    is_noise = not real or (placed.quadrant in _IMPORTANT and placed.name not in real)
    return replace(placed, quadrant=BETWEEN) if is_noise else placed
