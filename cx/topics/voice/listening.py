"""Puts the other listening posts beside the survey: the same touchpoints, side by side."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from cx.analysis.ladder import Ladder, Refusal
from cx.analysis.score import Score, Tally, mean_score
from cx.analysis.voice.masking import mask
from cx.filters import Filters
from cx.settings import DEFAULTS, Settings
from cx.topics.ask import Ask
from cx.topics.nps.groups import Row, protect, rows_by
from cx.topics.voice.view import View, settle

EXAMPLES = 3
HIGHEST = 10.0
UNKNOWN = "(unknown)"


@dataclass(frozen=True, slots=True)
class Finding:
    """What a listening post found, masked, how often, and when last."""

    text: str
    times: int
    latest_on: date


@dataclass(frozen=True, slots=True)
class Post:
    """One listening post at one touchpoint.

    Attributes
    ----------
    kind : str
    findings, scored : int
        All, and those with a score.
    score : Score
        Mean, of 10.
    examples : tuple of Finding
        Up to three, the commonest first.
    """

    kind: str
    findings: int
    scored: int
    score: Score
    examples: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Side:
    """One touchpoint as the survey and as the other listening posts see it."""

    touchpoint: str
    survey: Score | None
    posts: tuple[Post, ...]


@dataclass(frozen=True, slots=True)
class Listening:
    """All listening posts side by side.

    Attributes
    ----------
    view : View
    survey_kind : str or None
        Kind of survey that the scores are of: contacts where touchpoints are asked about.
    touchpoints : tuple of Side
        Those with findings first, then by number of answers.
    kinds : tuple of str
        Listening posts that found something, the most findings first.
    findings : int
    unscaled : int
        Findings whose score does not say of how many it is; it counts nowhere.
    """

    view: View
    survey_kind: str | None
    touchpoints: tuple[Side, ...]
    kinds: tuple[str, ...]
    findings: int
    unscaled: int
    refusal: Refusal | None = None


def load_listening(ask: Ask, filters: Filters, settings: Settings = DEFAULTS) -> Listening:
    """Put what mystery shoppers, groups, tests, boards, suggestions and posts found side by side.

    Parameters
    ----------
    ask : Ask
        Answers questions from one state of the warehouse.
    filters : Filters
        What to show; a region and a kind of survey are not known of findings and leave them be.
    settings : Settings
        How many findings and answers a score takes.
    """
    view = settle(ask, filters, settings)
    ladder = view.ladder
    found = rows_by(ask("voice/findings", filters), "touchpoint")
    surveys = rows_by(ask("voice/touchpoints", filters), "survey_kind")
    kind = _kind(filters, view, surveys)
    scores = _scores(filters.metric, surveys.get(kind or "", []), ladder)
    posts = {name: _posts(rows, ladder) for name, rows in found.items()}
    rows = [row for each in found.values() for row in each]
    return Listening(
        view=view,
        survey_kind=kind,
        touchpoints=_sides(posts, scores),
        kinds=_kinds(rows),
        findings=sum(int(row.findings) for row in rows),
        unscaled=sum(int(row.unscaled) for row in rows),
        refusal=None if rows else _nothing(),
    )


def findings_at(ask: Ask, filters: Filters, touchpoint: str, kind: str) -> tuple[Finding, ...]:
    """List all that a listening post found at a touchpoint, the commonest first."""
    rows = rows_by(ask("voice/findings", filters), "touchpoint").get(touchpoint, [])
    return tuple(_finding(row) for row in rows if row.kind == kind)


def _kind(filters: Filters, view: View, surveys: dict[str, list[Row]]) -> str | None:
    """Take the survey after contacts, which is asked at touchpoints, unless a kind was chosen."""
    if filters.survey_kind is None and "transactional" in surveys:
        return "transactional"
    return view.filters.survey_kind


def _scores(metric: str, rows: list[Row], ladder: Ladder) -> dict[str, Score]:
    """Score the touchpoints as the breakdown of the score does: small ones protected."""
    tallies = {
        row.touchpoint: Tally(
            int(row.answers),
            row.points,
            row.points_squared,
            int(row.people),
            (row.nn, row.ns, row.ss),
        )
        for row in rows
    }
    return protect(metric, tallies, ladder)


def _posts(rows: list[Row], ladder: Ladder) -> tuple[Post, ...]:
    by_kind: dict[str, list[Row]] = {}
    for row in rows:
        by_kind.setdefault(row.kind, []).append(row)
    found = (_post(kind, each, ladder) for kind, each in by_kind.items())
    return tuple(sorted(found, key=lambda post: (-post.findings, post.kind)))


def _post(kind: str, rows: list[Row], ladder: Ladder) -> Post:
    scored = sum(int(row.scored) for row in rows)
    total, squares = sum(row.total for row in rows), sum(row.squares for row in rows)
    return Post(
        kind=kind,
        findings=sum(int(row.findings) for row in rows),
        scored=scored,
        score=_mean(Tally(scored, total, squares, scored), ladder),
        examples=tuple(map(_finding, rows[:EXAMPLES])),
    )


def _finding(row: Row) -> Finding:
    return Finding(mask(row.finding), int(row.findings), row.latest_on.date())


def _mean(scores: Tally, ladder: Ladder) -> Score:
    """Say of findings what is said of answers: they are scores of researchers, not of customers."""
    score = mean_score(scores, 0, HIGHEST, ladder)
    if not scores.answers:
        return replace(score, refusal=_no_scores())
    if score.refusal is None:
        return score
    said = (score.refusal.message, score.refusal.remedy)
    message, remedy = (text.replace("answer", "scored finding") for text in said)
    return replace(score, refusal=replace(score.refusal, message=message, remedy=remedy))


def _sides(posts: dict[str, tuple[Post, ...]], scores: dict[str, Score]) -> tuple[Side, ...]:
    """Put the touchpoints of both together, those with most findings first."""
    sides = [
        Side(name, scores.get(name), posts.get(name, ()))
        for name in dict.fromkeys([*posts, *scores])
        if name != UNKNOWN or name in posts
    ]
    return tuple(sorted(sides, key=lambda side: -sum(post.findings for post in side.posts)))


def _kinds(rows: Sequence[Row]) -> tuple[str, ...]:
    counts: dict[str, int] = {}
    for row in rows:
        counts[row.kind] = counts.get(row.kind, 0) + int(row.findings)
    return tuple(sorted(counts, key=lambda kind: (-counts[kind], kind)))


def _no_scores() -> Refusal:
    return Refusal(
        "no_scores",
        "These findings carry no score.",
        "needs the columns score and scale_max of the extract findings",
    )


def _nothing() -> Refusal:
    return Refusal(
        "no_findings",
        "No other listening post found anything that these filters let through.",
        "needs the extract findings, or wider filters",
    )
