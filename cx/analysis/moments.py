"""Moments of truth: touchpoints at which two of three unlike signs say that much is at stake."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cx.analysis.compare import false_discovery
from cx.analysis.journeys.removal import Removals
from cx.analysis.ladder import Refusal
from cx.words import listed

MOMENT, ONE_SIGN, NO_SIGN = "moment of truth", "one sign only", "no clear sign"
DISAGREE, NOT_COMPUTABLE = "signs disagree", "cannot be told"
PATHS, SCORE, STAYING = "paths", "score", "staying"
LEAST_SIGNS, Q = 2, 0.10
# What no association looks like, and on which side of it the bad lies.
_NEUTRAL = {PATHS: (0.0, 1), SCORE: (0.0, -1), STAYING: (1.0, 1)}
_WORDS = {
    PATHS: "journeys by it end badly more often",
    SCORE: "bad ratings of it go with a lower score",
    STAYING: "customers leave sooner after a bad experience there",
}
_MISSING = {
    PATHS: "journeys with a bad and a good end",
    SCORE: "ratings of the touchpoint",
    STAYING: "exits after a bad experience there",
}


@dataclass(frozen=True, slots=True)
class Evidence:
    """An effect with its doubt, from whatever analysis.

    Attributes
    ----------
    value, low, high : float
        Effect and 95 % interval.
    p : float
        Two-sided, of no effect.
    """

    value: float
    low: float
    high: float
    p: float


@dataclass(frozen=True, slots=True)
class Sign:
    """One of the three signs of a touchpoint.

    Attributes
    ----------
    kind : str
        ``"paths"`` (removal effect towards the bad end, less what its volume alone gives),
        ``"score"`` (points of the score that go with bad ratings) or ``"staying"`` (hazard ratio
        after a bad experience).
    p_adjusted : float
        Allowed for all signs of all touchpoints.
    is_clear, is_bad : bool
        Whether it stays clear, and whether it lies on the bad side.
    """

    kind: str
    evidence: Evidence
    p_adjusted: float
    is_clear: bool
    is_bad: bool

    @property
    def says_so(self) -> bool:
        """Whether it speaks for a moment of truth."""
        return self.is_clear and self.is_bad


@dataclass(frozen=True, slots=True)
class Moment:
    """A touchpoint with its signs.

    Attributes
    ----------
    weight : float
        Removal effect × journeys, by which touchpoints of a verdict are ranked; 0 where it is not
        known.
    verdict, sentence : str
        In a few words, and for people.
    """

    touchpoint: str
    signs: tuple[Sign, ...]
    weight: float
    verdict: str
    sentence: str
    refusal: Refusal | None = None

    def of(self, kind: str) -> Sign | None:
        """Return a sign by its kind, None where it could not be computed."""
        return next((sign for sign in self.signs if sign.kind == kind), None)


@dataclass(frozen=True, slots=True)
class Moments:
    """All touchpoints, moments of truth first, then by weight.

    Attributes
    ----------
    family : int
        How many signs were looked at: show it.
    """

    touchpoints: tuple[Moment, ...]
    family: int
    refusal: Refusal | None = None

    @property
    def named(self) -> tuple[str, ...]:
        """The touchpoints that are moments of truth."""
        return tuple(each.touchpoint for each in self.touchpoints if each.verdict == MOMENT)


def removal_evidence(removals: Removals) -> dict[str, Evidence]:
    """Take from removal effects what says more than how many journeys pass by.

    A touchpoint with the same odds of the bad end as any other still has an effect as large as
    the share of journeys through it. Evidence is the excess over that. What makes the bad end (a
    complaint, a detractor's answer) must not be a touchpoint of the same paths: cut them before it.
    """
    return {
        each.channel: Evidence(each.excess.value, each.excess.low, each.excess.high, each.p)
        for each in removals.channels
        if each.excess is not None and each.p is not None
    }


def removal_weights(removals: Removals) -> dict[str, float]:
    """Return removal effect × journeys by touchpoint."""
    return {each.channel: each.weight for each in removals.channels}


def weigh_moments(
    paths: Mapping[str, Evidence],
    score: Mapping[str, Evidence],
    staying: Mapping[str, Evidence],
    weights: Mapping[str, float] | None = None,
    q: float = Q,
) -> Moments:
    """Name the touchpoints at which two of three signs agree.

    Parameters
    ----------
    paths : mapping of str to Evidence
        By touchpoint: excess of the removal effect towards the bad end; above 0 is bad.
    score : mapping of str to Evidence
        Points of the score that go with bad ratings of it (NPS bridge); below 0 is bad.
    staying : mapping of str to Evidence
        Hazard ratio of leaving after a bad experience there; above 1 is bad.
    weights : mapping of str to float, optional
        For ranking.
    q : float
        Share of false ones allowed among the clear signs, over all of them (Benjamini-Hochberg).

    Returns
    -------
    Moments
        A touchpoint is refused where fewer than two signs could be computed. Two signs for and a
        clear one against is a disagreement.

    Notes
    -----
    Each sign has its own weakness: paths do not say why, ratings share a halo, exits are few. That
    unlike signs agree is more than any of them; it is still association.

    Examples
    --------
    >>> found = weigh_moments(
    ...     {"delivery": Evidence(0.08, 0.04, 0.12, 1e-4), "advice": Evidence(0.0, -0.1, 0.1, 1.0)},
    ...     {"delivery": Evidence(-6.1, -8.0, -4.2, 1e-4)},
    ...     {},
    ... )
    >>> found.named, found.family
    (('delivery',), 3)
    >>> found.touchpoints[0].sentence
    'Journeys by it end badly more often and bad ratings of it go with a lower score.'
    >>> found.touchpoints[1].refusal.code
    'signs_lt_2'
    """
    kinds = {PATHS: paths, SCORE: score, STAYING: staying}
    given = [(kind, name, each) for kind, of in kinds.items() for name, each in of.items()]
    found = false_discovery([each.p for _, _, each in given], q)
    signs: dict[str, list[Sign]] = {name: [] for _, name, _ in given}
    for (kind, name, each), p, is_clear in zip(given, found.adjusted, found.is_clear, strict=True):
        neutral, bad = _NEUTRAL[kind]
        is_bad = bad * (each.value - neutral) > 0
        signs[name].append(Sign(kind, each, 1.0 if p is None else p, is_clear, is_bad))
    ranks = weights or {}
    lines = [_moment(name, tuple(of), ranks.get(name, 0.0)) for name, of in signs.items()]
    lines.sort(key=lambda each: (each.verdict != MOMENT, -each.weight, each.touchpoint))
    return Moments(tuple(lines), found.family, _refuse_all(lines))


def _moment(name: str, signs: tuple[Sign, ...], weight: float) -> Moment:
    if len(signs) < LEAST_SIGNS:
        refusal = _refuse(name, signs)
        return Moment(name, signs, weight, NOT_COMPUTABLE, refusal.message, refusal)
    verdict = _verdict(signs)
    return Moment(name, signs, weight, verdict, _sentence(verdict, signs))


def _verdict(signs: Sequence[Sign]) -> str:
    speaking = sum(sign.says_so for sign in signs)
    against = sum(sign.is_clear and not sign.is_bad for sign in signs)
    if speaking and against:
        return DISAGREE
    if speaking >= LEAST_SIGNS:
        return MOMENT
    return ONE_SIGN if speaking else NO_SIGN


def _sentence(verdict: str, signs: Sequence[Sign]) -> str:
    said = listed([_WORDS[sign.kind] for sign in signs if sign.says_so])
    others = len(signs) - sum(sign.says_so for sign in signs)
    if verdict == MOMENT:
        return f"{_capital(said)}."
    if verdict == ONE_SIGN:
        rest = "the other sign does" if others == 1 else f"the other {others} signs do"
        return f"{_capital(said)}, but {rest} not say so."
    if verdict == DISAGREE:
        return f"{_capital(said)}, but another sign clearly says the opposite."
    return f"None of {len(signs)} signs says clearly that bad experiences weigh more here."


def _capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]


def _refuse(name: str, signs: Sequence[Sign]) -> Refusal:
    missing = [words for kind, words in _MISSING.items() if kind not in {s.kind for s in signs}]
    return Refusal(
        "signs_lt_2",
        f"Only {len(signs)} of 3 signs can be computed for {name}; {LEAST_SIGNS} must agree.",
        f"needs enough {' or '.join(missing)}",
    )


def _refuse_all(lines: Sequence[Moment]) -> Refusal | None:
    if any(line.refusal is None for line in lines):
        return None
    needs = f"needs enough of two of these at one touchpoint: {listed(list(_MISSING.values()))}"
    if not lines:
        return Refusal("signs_lt_2", "No sign can be computed for any touchpoint.", needs)
    if len(lines) == 1:
        return Refusal("signs_lt_2", _refuse(lines[0].touchpoint, lines[0].signs).message, needs)
    said = f"For none of {len(lines)} touchpoints can {LEAST_SIGNS} of 3 signs be computed."
    return Refusal("signs_lt_2", said, needs)
