"""Says in words why a customer may be about to leave, from what is on file."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from cx.metrics import METRICS
from cx.topics.customer.results import Answer, Case, Holding, Profile, Value
from cx.words import counted, day_in_words

SILENT_DAYS, FALLING, RENEWAL_DAYS = 180, 0.7, 90
UNHAPPY = {"nps": "a detractor", "csat": "dissatisfied", "ces": "found it hard"}


def at_risk(
    profile: Profile,
    value: Value,
    answers: Sequence[Answer],
    cases: Sequence[Case],
    holdings: Sequence[Holding],
    as_of: datetime,
    on: date,
) -> tuple[str, ...]:
    """Return the reasons, each a sentence; none where nothing on file points to it.

    Notes
    -----
    An open case; the latest answer unhappy; an unhappy answer that nobody came back to, whatever
    was answered since; no order, contact of theirs or answer for 180 days; revenue of twelve months
    below 70 % of the twelve before; a contract that renews within 90 days.
    These are signs, not a forecast.
    """
    if profile.lost_on is not None and profile.lost_on <= on:
        return (f"Lost since {day_in_words(profile.lost_on)}.",)
    found = (
        _cases(cases),
        _last_answer(answers, as_of),
        _waiting(answers, as_of),
        _silence(value, as_of),
        _orders(value),
        _renewal(holdings, on),
    )
    return tuple(each for part in found for each in part)


def _cases(cases: Sequence[Case]) -> Iterator[str]:
    still = [case for case in cases if case.is_open]
    if still:
        oldest = max(case.age_seconds for case in still) / 86_400
        yield f"{counted(len(still), 'open case')}, the oldest for {counted(oldest, 'day')}."


def _last_answer(answers: Sequence[Answer], as_of: datetime) -> Iterator[str]:
    latest = _latest(answers)
    if latest is not None and latest.standing < 0:
        yield f"Last {_in_words(latest, as_of)}{_left_alone(latest)}."


def _waiting(answers: Sequence[Answer], as_of: datetime) -> Iterator[str]:
    """Tell of earlier unhappy answers that nobody came back to, and whether they became happier."""
    latest = _latest(answers)
    last = None if latest is None else latest.response_id
    earlier = {
        each.response_id: each
        for metric in reversed(METRICS)
        for each in answers
        if each.metric == metric and each.response_id != last and each.standing < 0
    }
    left = [each for each in earlier.values() if each.contacted_at is None]
    if not left:
        return
    oldest = min(left, key=lambda each: each.responded_at)
    more = f" ({counted(len(left), 'such answer')} in all)" if len(left) > 1 else ""
    yield f"{_in_words(oldest, as_of)}{_left_alone(oldest)}{more}{_since(oldest, answers)}."


def _latest(answers: Sequence[Answer]) -> Answer | None:
    """Return the latest answer to the first metric that was answered at all."""
    of_metric = (each for metric in METRICS for each in answers if each.metric == metric)
    return next(of_metric, None)


def _in_words(each: Answer, as_of: datetime) -> str:
    days = max(0.0, (as_of - each.responded_at).total_seconds() / 86_400)
    said = f"{METRICS[each.metric].name} answer {each.value} of {each.scale}"
    return f"{said}, {UNHAPPY[each.metric]}, {counted(days, 'day')} ago"


def _left_alone(each: Answer) -> str:
    if each.contacted_at is not None:
        return ""
    return ", never followed up" if each.taken_up_at is None else ", taken up but not contacted yet"


def _since(unhappy: Answer, answers: Sequence[Answer]) -> str:
    """Say that the latest answer is better, where it is."""
    latest = next(each for each in answers if each.metric == unhappy.metric)
    if latest.value * unhappy.scale <= unhappy.value * latest.scale:
        return ""
    return f"; the latest, {latest.value} of {latest.scale}, is better"


def _silence(value: Value, as_of: datetime) -> Iterator[str]:
    if value.last_sign_at is None:
        yield "Silence: no order, contact of theirs or answer on file."
        return
    days = (as_of - value.last_sign_at).total_seconds() / 86_400
    if days > SILENT_DAYS:
        yield f"Silence: no order, contact of theirs or answer for {counted(days, 'day')}."


def _orders(value: Value) -> Iterator[str]:
    before, now = value.revenue_before or 0.0, value.revenue or 0.0
    if before > 0 and now < FALLING * before:
        fall = 100 * (1 - now / before)
        yield f"Falling orders: revenue of 12 months {fall:.0f} % below the 12 months before."


def _renewal(holdings: Sequence[Holding], today: date) -> Iterator[str]:
    ahead = [
        each.renews_on
        for each in holdings
        if each.what == "contract"
        and each.renews_on is not None
        and each.renews_on >= today
        and (each.ended_on is None or each.ended_on > today)
    ]
    days = (min(ahead) - today).days if ahead else RENEWAL_DAYS + 1
    if days <= RENEWAL_DAYS:
        yield f"Renewal in {counted(days, 'day')}."
