"""Reads who stayed after which answer, after what, and after a complaint put right or not."""

import pandas as pd

from cx.analysis.defection.cox import (
    EXITS_PER_TERM,
    Hazards,
    fit_after_events,
    fit_hazards,
    leakage,
)
from cx.analysis.defection.lifetimes import Lifetimes
from cx.analysis.defection.recovery import Recovery, compare_recovery
from cx.analysis.defection.spells import cut_spells
from cx.analysis.defection.survival import YEAR, Survival, follow
from cx.analysis.ladder import Refusal
from cx.topics.ask import Ask
from cx.topics.drivers.results import STANDINGS, Defection
from cx.topics.drivers.view import View
from cx.topics.drivers.windows import ANSWER_DAYS, BAD_DAYS, EARLY_DAYS, RECOVERY_DAYS
from cx.words import counted

MOST_TOUCHPOINTS, LEAST_TOUCHED = 6, 30
LEAST_DATED = 0.95
"""With fewer people whose first day is known, time as a customer is not held equal."""


def load_recovery(ask: Ask, view: View) -> Recovery:
    """Compare answers, and who stayed, without a complaint and after one put right or not."""
    rows = ask(
        "drivers/recovery", view.filters, latest_possible_on=view.today, recovery_days=RECOVERY_DAYS
    )
    return compare_recovery(rows, view.filters.metric, view.ladder)


def load_defection(ask: Ask, view: View) -> Defection:
    """Follow customers from their first answer on.

    Answers from before the period of the view count too: within a period of a year nobody can be
    followed for a year.
    """
    view = view.until_its_end
    people = ask("drivers/first_answers", view.filters, latest_possible_on=view.today)
    people = people.rename(columns={"has_left": "left"})
    followed = people[people["days"].notna()]
    undated = int((people["days"].isna() & (people["left"] == 1)).sum())
    leak = leakage(people["value"].rename("The score"), people["left"])
    refusal = leak or _not_followed(people, undated)
    if refusal:
        return _refused(ask, view, people, undated, refusal)
    return Defection(
        customers=len(people),
        left=int(followed["left"].sum()),
        undated=undated,
        known_until=people["known_until"].max().date(),
        survival=follow(_by_standing(followed, view.filters.metric), ladder=view.ladder),
        early=_hazards(_until(followed, EARLY_DAYS), view),
        hazards=_hazards(followed, view),
        bad_contacts=_bad_contacts(ask, view, followed),
        responding=_responding(ask, view),
        warnings=_undated(undated),
    )


def _not_followed(people: pd.DataFrame, undated: int) -> Refusal | None:
    """Say why nobody can be followed, if so."""
    if people.empty:
        return Refusal(
            "no_customers",
            "None of these answers is of somebody on file as a customer then.",
            "needs the extract customers, and answers that carry its customer_id",
        )
    if people["days"].notna().any():
        return None
    if not undated:
        return Refusal(
            "nothing_known_afterwards",
            "Nothing on file tells what became of these customers after their answers.",
            "needs customers or contracts as of a later day",
        )
    return Refusal(
        "exits_without_days",
        f"{counted(undated, 'customer')} of {len(people):,} left, but nobody wrote down when.",
        "needs customers with lost_on, or contracts with ended_on",
    )


def _undated(undated: int) -> tuple[Refusal, ...]:
    if not undated:
        return ()
    said = f"{counted(undated, 'customer')} left on a day that nobody wrote down: left out."
    return (Refusal("some_exits_without_days", said, "needs customers with lost_on"),)


def _refused(
    ask: Ask, view: View, people: pd.DataFrame, undated: int, refusal: Refusal
) -> Defection:
    nobody = Survival((), (), None, None, YEAR, refusal)
    no_hazards = Hazards((), len(people), int(people["left"].sum()), (), None, (), refusal)
    days = people["known_until"].dropna()
    return Defection(
        customers=len(people),
        left=int(people["left"].sum()),
        undated=undated,
        known_until=None if days.empty else days.max().date(),
        survival=nobody,
        early=no_hazards,
        hazards=no_hazards,
        bad_contacts=no_hazards,
        responding=_responding(ask, view),
        warnings=(refusal,),
        refusal=refusal,
    )


def _by_standing(people: pd.DataFrame, metric: str) -> list[Lifetimes]:
    return [
        _lifetimes(name, people[people["standing"] == standing])
        for name, standing in zip(STANDINGS[metric], (-1, 0, 1), strict=True)
    ]


def _lifetimes(name: str, rows: pd.DataFrame) -> Lifetimes:
    return Lifetimes.of_people(name, rows["days"].to_numpy(float), rows["left"].to_numpy() == 1)


def _until(people: pd.DataFrame, days: int) -> pd.DataFrame:
    """The same people, followed no longer than so many days."""
    is_within = people["days"] <= days
    left = people["left"].where(is_within, 0)
    return people.assign(days=people["days"].clip(upper=days), left=left)


def _hazards(people: pd.DataFrame, view: View) -> Hazards:
    """Against the answers in the middle, segments by their own rate, years as customer equal."""
    bad, _, good = STANDINGS[view.filters.metric]
    terms = {
        bad: (people["standing"] == -1).astype(int),
        good: (people["standing"] == 1).astype(int),
    }
    is_dated = people["tenure_days"].notna()
    if is_dated.mean() >= LEAST_DATED:
        terms["Years as a customer"] = people["tenure_days"] / YEAR
        people = people[is_dated]
    return fit_hazards(people.assign(**terms), list(terms), ["segment"], view.seed)


def _bad_contacts(ask: Ask, view: View, people: pd.DataFrame) -> Hazards:
    """How much faster customers leave after a matter not resolved at first contact."""
    events = ask(
        "drivers/bad_contacts", view.filters, latest_possible_on=view.today, bad_days=BAD_DAYS
    )
    touched = events.groupby("name")["person"].nunique()
    least = view.ladder.at_least(LEAST_TOUCHED)
    touched = touched[touched >= least].sort_values(ascending=False, kind="stable")
    most = min(MOST_TOUCHPOINTS, int(people["left"].sum()) // EXITS_PER_TERM)
    names = sorted(touched.index[: max(1, most)])
    if not names:
        return Hazards((), len(people), 0, (), None, (), _no_bad_contacts(least))
    spells = cut_spells(people[["person", "days", "left"]], events, names, BAD_DAYS)
    return fit_after_events(spells, names)


def _no_bad_contacts(least: int) -> Refusal:
    return Refusal(
        "no_bad_contacts",
        f"No touchpoint left {least} of these customers with their matter unsettled.",
        "needs interactions with is_resolved",
    )


def _responding(ask: Ask, view: View) -> Survival:
    """Follow the silent ones too: those who answer are not all customers."""
    if view.filters.channel or view.filters.touchpoint or view.filters.product:
        refusal = Refusal(
            "silent_not_known_here",
            "Who did not answer is not known by channel, touchpoint or product.",
            "needs a view without these filters",
        )
        return Survival((), (), None, None, YEAR, refusal)
    known = {"latest_possible_on": view.today, "answer_days": ANSWER_DAYS}
    rows = ask("drivers/asked", view.filters, **known)
    return follow(
        [_counted(name, rows[rows["has_answered"] == is_so]) for name, is_so in _RESPONDING],
        ladder=view.ladder,
    )


_RESPONDING = (("Did not answer", False), ("Answered", True))


def _counted(name: str, rows: pd.DataFrame) -> Lifetimes:
    return Lifetimes(
        name,
        rows["days"].to_numpy(float),
        rows["has_left"].to_numpy() == 1,
        rows["people"].to_numpy(),
    )
