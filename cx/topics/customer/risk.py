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
) -> tuple[str, ...]:
    """Return the reasons, each a sentence; none where nothing on file points to it.

    Notes
    -----
    An open case; the latest answer unhappy; no order, contact of theirs or answer for 180 days;
    revenue of twelve months below 70 % of the twelve before; a contract that renews within 90 days.
    These are signs, not a forecast.
    """
    if profile.lost_on is not None and profile.lost_on <= as_of.date():
        return (f"Lost since {day_in_words(profile.lost_on)}.",)
    found = (
        _cases(cases),
        _last_answer(answers, as_of),
        _silence(value, as_of),
        _orders(value),
        _renewal(holdings, as_of.date()),
    )
    return tuple(each for part in found for each in part)


def _cases(cases: Sequence[Case]) -> Iterator[str]:
    still = [case for case in cases if case.is_open]
    if still:
        oldest = max(case.age_seconds for case in still) / 86_400
        yield f"{counted(len(still), 'open case')}, the oldest for {counted(oldest, 'day')}."


def _last_answer(answers: Sequence[Answer], as_of: datetime) -> Iterator[str]:
    for metric in METRICS:
        latest = next((each for each in answers if each.metric == metric), None)
        if latest is not None:
            if latest.standing < 0:
                days = (as_of - latest.responded_at).total_seconds() / 86_400
                yield (
                    f"Last {METRICS[metric].name} answer {latest.value} of {latest.scale}, "
                    f"{UNHAPPY[metric]}, {counted(max(0.0, days), 'day')} ago."
                )
            return


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
