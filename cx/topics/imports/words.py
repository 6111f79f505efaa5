"""Says in plain sentences what an import changes: one headline figure, one period, one sentence."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Protocol

from cx.metrics import METRICS
from cx.settings import Settings
from cx.words import counted, signed

AMOUNTS = {
    "revenue": "Revenue",
    "invoiced": "Invoiced amount",
    "cost_to_serve": "Cost to serve",
    "monthly_value": "Monthly value of contracts",
}
"""Figures that are money, and what they are called."""

KINDS = {"(unknown)": "survey of unknown kind"}

ORDER = (*METRICS, *AMOUNTS)
"""What is told first; all else follows by name."""


class Effect(Protocol):
    """What an import does to one figure, as preview, commit and undo give it."""

    @property
    def figure(self) -> str:
        """Its key: ``nps``, ``csat``, ``ces``, ``revenue``, ``customers`` ..."""

    @property
    def survey_kind(self) -> str:
        """Kind of survey, such as ``relationship``, or empty."""

    @property
    def period(self) -> date | None:
        """First day of a calendar quarter; None for a total."""

    @property
    def before(self) -> float | None:
        """The figure before; None when there were no rows for it."""

    @property
    def after(self) -> float | None:
        """The figure after; None when there are no rows for it."""

    @property
    def before_count(self) -> int:
        """Rows behind it before: answers of a score."""

    @property
    def after_count(self) -> int:
        """Rows behind it after."""


def effect_sentence(effect: Effect, settings: Settings, is_done: bool = False) -> str:
    """Say what an import would do to a figure, or with `is_done` what it did.

    Parameters
    ----------
    effect : Effect
        One figure before and after.
    settings : Settings
        The settings in force.
    is_done : bool
        Whether it has happened.

    Returns
    -------
    str
        A sentence without its full stop. A score of fewer answers than settings ask for is not
        said, neither before nor after.

    Examples
    --------
    >>> from types import SimpleNamespace as Record
    >>> rules = Settings(currency="EUR")
    >>> quarter = {"survey_kind": "relationship", "period": date(2026, 7, 1)}
    >>> score = {"before": 31.2, "after": 33.9, "before_count": 1100, "after_count": 1204}
    >>> effect_sentence(Record(figure="nps", **quarter, **score), rules)
    'NPS (relationship) of 2026 Q3 would move from 31 to 34, on 1,204 answers instead of 1,100'
    >>> score = {"before": None, "after": 412.0, "before_count": 0, "after_count": 412}
    >>> customers = Record(figure="customers", survey_kind="", period=None, **score)
    >>> effect_sentence(customers, rules, is_done=True)
    'Customers became 412; there were none before'
    """
    name = name_of(effect)
    if effect.figure in METRICS:
        return f"{name} {_score(effect, settings, is_done)}"
    return f"{name} {_amount(effect, settings, is_done)}"


def effects_in_words(
    effects: Iterable[Effect], settings: Settings, is_done: bool = False
) -> list[str]:
    """Return a sentence for each figure that moves, the most telling first."""
    return [effect_sentence(each, settings, is_done) for each in ranked(effects, settings)]


def ranked(effects: Iterable[Effect], settings: Settings) -> list[Effect]:
    """Return the effects that change a figure or what it rests on, the most telling first.

    First comes each figure in its newest period, scores before all else and the relationship survey
    before other kinds; then each in the period before, and so on. Last come the scores that are
    not shown for want of answers.
    """
    moved = sorted((each for each in effects if _moves(each)), key=_newest_first)
    seen: Counter[tuple[str, str]] = Counter()
    ages = []
    for each in moved:
        ages.append(seen[each.figure, each.survey_kind])
        seen[each.figure, each.survey_kind] += 1
    order = sorted(range(len(moved)), key=lambda i: (ages[i], *_rank(moved[i])))
    return sorted((moved[i] for i in order), key=lambda each: _is_withheld(each, settings))


def _is_withheld(effect: Effect, settings: Settings) -> bool:
    """Whether a score has answers, and too few of them to be shown."""
    return effect.figure in METRICS and 0 < effect.after_count < settings.min_answers_value


def effect_rows(effects: Iterable[Effect], settings: Settings) -> list[dict[str, object]]:
    """Return the effects as lines of a table: figure, period, before, after, rows behind both."""
    return [
        {
            "figure": _title(each),
            "period": _period(each.period) or "all time",
            "before": shown(each, each.before, each.before_count, settings),
            "after": shown(each, each.after, each.after_count, settings),
            "rows_before": each.before_count,
            "rows_after": each.after_count,
        }
        for each in ranked(effects, settings)
    ]


def name_of(effect: Effect) -> str:
    """Name a figure with its kind and period.

    >>> from types import SimpleNamespace as Record
    >>> name_of(Record(figure="cost_to_serve", survey_kind="", period=date(2025, 10, 1)))
    'Cost to serve of 2025 Q4'
    """
    period = _period(effect.period)
    return f"{_title(effect)} of {period}" if period else _title(effect)


def shown(effect: Effect, value: float | None, count: int, settings: Settings) -> str:
    """Write one side of an effect, or the reason why it is not written.

    >>> from types import SimpleNamespace as Record
    >>> rules = Settings()
    >>> nps = Record(figure="nps", survey_kind="", period=None)
    >>> shown(nps, 31.2, 40, rules), shown(nps, 31.2, 4, rules), shown(nps, None, 0, rules)
    ('31', 'too few answers', 'none')
    """
    if value is None:
        return "none"
    if effect.figure in METRICS:
        is_enough = count >= settings.min_answers_value
        return METRICS[effect.figure].format(value) if is_enough else "too few answers"
    return _written(effect, value, settings)


def _title(effect: Effect) -> str:
    if effect.figure in METRICS:
        name = METRICS[effect.figure].name
    else:
        name = AMOUNTS.get(effect.figure) or effect.figure.replace("_", " ").capitalize()
    kind = KINDS.get(effect.survey_kind, effect.survey_kind)
    return f"{name} ({kind})" if kind else name


def _period(day: date | None) -> str:
    return f"{day.year} Q{(day.month + 2) // 3}" if day else ""


def _score(effect: Effect, settings: Settings, is_done: bool) -> str:
    """Say what becomes of a score; too few answers on either side are said and not shown."""
    least = settings.min_answers_value
    has_before, has_after = effect.before_count >= least, effect.after_count >= least
    value = METRICS[effect.figure].format
    if not effect.after_count:
        return f"{_verb('have', is_done)} no answers left, of {effect.before_count:,}"
    if not has_after:
        return f"{_few_left(effect, is_done)}: too few to show a score"
    after = value(effect.after or 0.0)
    if not has_before:
        earlier = _few(effect.before_count)
        return f"{_verb('be', is_done)} {after}, on {_count(effect.after_count)}; {earlier}"
    before = value(effect.before or 0.0)
    if before == after:
        return f"{_verb('stay', is_done)} at {after}, on {_answers(effect)}"
    return f"{_verb('move', is_done)} from {before} to {after}, on {_answers(effect)}"


def _few_left(effect: Effect, is_done: bool) -> str:
    now = _count(effect.after_count)
    if effect.after_count == effect.before_count:
        return f"{_verb('stay', is_done)} at {now}"
    return f"{_verb('go', is_done)} from {effect.before_count:,} to {now}"


def _amount(effect: Effect, settings: Settings, is_done: bool) -> str:
    if effect.after is None:
        return f"{_verb('have', is_done)} no rows left, of {effect.before_count:,}"
    after = _written(effect, effect.after, settings)
    if effect.before is None:
        return f"{_verb('become', is_done)} {after}; there {_none(effect)} before"
    before = _written(effect, effect.before, settings)
    if before == after:
        return f"{_verb('stay', is_done)} at {after}"
    verb = "rise" if effect.after > effect.before else "fall"
    return f"{_verb(verb, is_done)} from {before} to {after}{_share(effect)}"


def _share(effect: Effect) -> str:
    """Say a movement of money in per cent as well, where that has a meaning."""
    if effect.figure not in AMOUNTS or not effect.before or effect.before < 0:
        return ""
    part = 100 * ((effect.after or 0.0) - effect.before) / effect.before
    return f" ({signed(part, 1)} %)"


def _none(effect: Effect) -> str:
    return "was none" if effect.figure in AMOUNTS else "were none"


def _written(effect: Effect, value: float, settings: Settings) -> str:
    if effect.figure not in AMOUNTS:
        return f"{value:,.0f}"
    return money(value, settings)


def money(value: float, settings: Settings) -> str:
    """Write an amount with its currency, with cents only where they matter.

    >>> money(1204.5, Settings(currency="EUR")), money(12.5, Settings())
    ('EUR 1,204', '12.50')
    """
    digits = 2 if abs(value) < 100 and value != int(value) else 0
    return f"{settings.currency} {value:,.{digits}f}".strip()


def _answers(effect: Effect) -> str:
    now = _count(effect.after_count)
    if effect.after_count == effect.before_count:
        return now
    return f"{now} instead of {effect.before_count:,}"


def _count(answers: int) -> str:
    return counted(answers, "answer")


def _few(answers: int) -> str:
    if not answers:
        return "there were none before"
    verb = "was" if answers == 1 else "were"
    return f"the {_count(answers)} before {verb} too few to show a score"


_PAST = {
    "be": "became",
    "become": "became",
    "fall": "fell",
    "go": "went",
    "have": "had",
    "move": "moved",
    "rise": "rose",
    "stay": "stayed",
}


def _verb(verb: str, is_done: bool) -> str:
    return _PAST[verb] if is_done else f"would {verb}"


def _moves(effect: Effect) -> bool:
    counts = effect.before_count != effect.after_count
    return counts or effect.before != effect.after


def _newest_first(effect: Effect) -> int:
    return -(effect.period.toordinal() if effect.period else 0)


def _rank(effect: Effect) -> tuple[int, bool, str, str]:
    """Scores in the order of their metrics, then money, then all else by name."""
    place = ORDER.index(effect.figure) if effect.figure in ORDER else len(ORDER)
    return (place, effect.survey_kind != "relationship", effect.survey_kind, effect.figure)
