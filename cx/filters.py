"""What a person looks at: one value that gives SQL parameters, links pairs and captions words."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from cx.metrics import METRICS
from cx.periods import MONTHS, PERIODS, Days, follows_fiscal_year, preset_days

COMPARISONS = ("previous", "last_year", "none")
SURVEY_KINDS = ("relationship", "transactional", "(unknown)")
LISTS = ("segment", "region", "channel", "product", "touchpoint")
KEYS = ("period", "from", "to", "compare", *LISTS, "survey_kind", "metric")
"""Every key of a link or of ``--filter``; a page takes these from its address, not the rest."""

CHOICES: dict[str, tuple[str, ...]] = {
    "period": PERIODS,
    "compare": COMPARISONS,
    "survey_kind": SURVEY_KINDS,
    "metric": tuple(METRICS),
}
NOUNS = {"compare": "comparison", "survey_kind": "survey kind"}

LABELS: dict[str, dict[str, str]] = {
    "period": {
        "last_12_months": "Last 12 months",
        "this_quarter": "This quarter",
        "last_quarter": "Last quarter",
        "year_to_date": "Year to date",
        "all": "All time",
        "custom": "Custom",
    },
    "compare": {
        "previous": "Previous period",
        "last_year": "Same period last year",
        "none": "Nothing",
    },
    "metric": {"nps": "NPS", "csat": "CSAT", "ces": "CES"},
    "survey_kind": {
        "relationship": "Relationship",
        "transactional": "Transactional",
        "(unknown)": "Of unknown kind",
    },
}
"""What people read for what a filter holds; the address of a page says what people read."""

DEFAULT_PERIOD = "last_12_months"
"""Of pages; exports take all there is."""

FIRST_YEAR, LAST_YEAR = 1900, 2199
LONGEST_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Filters:
    """What one view shows. Values are kept sorted and once each, so that equal views are equal.

    Parameters
    ----------
    period : str
        One of ``PERIODS``; where the days came from.
    from_on, to_on : date or None
        First and last day shown, both included; None is open. Presets come resolved.
    compare : str
        One of ``COMPARISONS``.
    segment, region, channel, product, touchpoint : tuple of str
        Values shown; empty shows all. ``"(unknown)"`` and ``"(anonymous)"`` are values like others.
    survey_kind : str or None
        One of ``SURVEY_KINDS``; None leaves the choice to the data. Kinds are never pooled.
    metric : str
        Key of ``METRICS``.
    fiscal_year_start : int
        Month in which the company's year begins: quarters follow it, and captions say so.

    Examples
    --------
    >>> view = Filters("custom", date(2024, 5, 1), date(2025, 4, 30), segment=("SMB", "Consumer"))
    >>> view.in_words()
    'May 2024 to April 2025, segment Consumer or SMB'
    >>> view.comparison().in_words()
    'May 2023 to April 2024, segment Consumer or SMB'
    """

    period: str = "all"
    from_on: date | None = None
    to_on: date | None = None
    compare: str = "previous"
    segment: tuple[str, ...] = ()
    region: tuple[str, ...] = ()
    channel: tuple[str, ...] = ()
    product: tuple[str, ...] = ()
    touchpoint: tuple[str, ...] = ()
    survey_kind: str | None = None
    metric: str = "nps"
    fiscal_year_start: int = 1

    def __post_init__(self) -> None:
        """Sort each list, so that a cache and a link know one view by one name."""
        for key in LISTS:
            object.__setattr__(self, key, tuple(sorted(set(getattr(self, key)))))

    @property
    def days(self) -> Days:
        """The two ends of the period."""
        return Days(self.from_on, self.to_on)

    def params(self) -> dict[str, object]:
        """Return the parameters of a query: lists, or None where everything is shown.

        >>> Filters(channel=("Web",)).params()["channel"], Filters().params()["channel"]
        (['Web'], None)
        """
        lists = {key: list(getattr(self, key)) or None for key in LISTS}
        ends = {"from_on": self.from_on, "to_on": self.to_on}
        return {**ends, **lists, "survey_kind": self.survey_kind, "metric": self.metric}

    def pairs(self) -> dict[str, list[str]]:
        """Return what a link or ``--filter`` holds; ``from_pairs`` reads it back.

        The period is always said, because a page and the command line start from different ones.
        A lone value with a comma stands twice: repeated values are never split.

        >>> Filters("last_quarter", metric="ces", segment=("Food, drink",)).pairs()
        {'period': ['last_quarter'], 'segment': ['Food, drink', 'Food, drink'], 'metric': ['ces']}
        """
        pairs = {"period": [self.period], **self._custom_pairs()}
        if self.compare != "previous":
            pairs["compare"] = [self.compare]
        pairs |= {key: _unsplit(values) for key in LISTS if (values := getattr(self, key))}
        if self.survey_kind is not None:
            pairs["survey_kind"] = [self.survey_kind]
        if self.metric != "nps":
            pairs["metric"] = [self.metric]
        return pairs

    def _custom_pairs(self) -> dict[str, list[str]]:
        if self.period != "custom":
            return {}
        ends = {"from": self.from_on, "to": self.to_on}
        return {key: [day.isoformat()] for key, day in ends.items() if day is not None}

    def record(self) -> dict[str, object]:
        """Return every filter with its resolved value, ready for JSON, to say what an export shows.

        >>> Filters("custom", date(2018, 1, 1), region=("North",)).record()["from"]
        '2018-01-01'
        """
        return {
            "period": self.period,
            "from": self.from_on and self.from_on.isoformat(),
            "to": self.to_on and self.to_on.isoformat(),
            "compare": self.compare,
            **{key: list(getattr(self, key)) for key in LISTS},
            "survey_kind": self.survey_kind,
            "metric": self.metric,
        }

    def period_in_words(self) -> str:
        """Return the period alone.

        >>> Filters("custom", date(2024, 2, 1), date(2024, 2, 29)).period_in_words()
        'February 2024'
        """
        return self.days.in_words()

    def in_words(self) -> str:
        """Return the filters as people say them; the metric is no filter and is not said.

        >>> Filters(survey_kind="relationship", channel=("Web",)).in_words()
        'all time, channel Web, relationship surveys'
        >>> year = Filters("year_to_date", date(2025, 4, 1), date(2025, 8, 31), fiscal_year_start=4)
        >>> year.in_words()
        'April to August 2025, fiscal year from April'
        """
        lists = [f"{key} {_either(values)}" for key in LISTS if (values := getattr(self, key))]
        days = [self.period_in_words(), *self._fiscal_year_in_words()]
        return ", ".join([*days, *lists, *_kind_in_words(self.survey_kind)])

    def _fiscal_year_in_words(self) -> list[str]:
        """Say whose year it is, where the days would be others in the calendar's."""
        if not follows_fiscal_year(self.period, self.fiscal_year_start):
            return []
        return [f"fiscal year from {MONTHS[self.fiscal_year_start - 1]}"]

    def is_month_aligned(self) -> bool:
        """Whether no month is shown in part; an open end cuts no month.

        >>> Filters().is_month_aligned(), Filters("custom", date(2024, 2, 2)).is_month_aligned()
        (True, False)
        """
        return self.days.cuts_no_month()

    def comparison(self) -> "Filters | None":
        """Return the view to compare with, or None when there is none.

        Whole months move by whole months, other periods by days; a period that is open on a side
        has no comparison.

        >>> Filters("last_quarter", date(2025, 1, 1), date(2025, 3, 31)).comparison().in_words()
        'October to December 2024'
        """
        shifts = {"previous": Days.previous, "last_year": Days.last_year}
        days = shifts[self.compare](self.days) if self.compare in shifts else None
        if days is None:
            return None
        return replace(
            self, period="custom", from_on=days.from_on, to_on=days.to_on, compare="none"
        )


def from_pairs(
    pairs: Mapping[str, Sequence[str]],
    latest_on: date | None,
    known: Mapping[str, Collection[str]] | None = None,
    default_period: str = "all",
    fiscal_year_start: int = 1,
) -> tuple[Filters, list[str]]:
    """Read filters from a link or ``--filter``; what cannot be read is left out with a sentence.

    Parameters
    ----------
    pairs : mapping of str to sequence of str
        Values by key (``KEYS``). Empty values count as not given.
    latest_on : date or None
        Day of the latest answer; presets are resolved against it.
    known : mapping of str to collection of str, optional
        Values that the data has, by key; a key that is absent is not checked.
    default_period : str
        Period where none is given: ``"all"`` for exports, ``"last_12_months"`` for pages.
    fiscal_year_start : int
        Month in which the company's year begins; presets of quarters and of the year follow it.

    Returns
    -------
    Filters
        The view.
    list of str
        One sentence for each thing that was left out.

    Examples
    --------
    >>> view, words = from_pairs({"segment": ["SMB,Maxi"]}, None, {"segment": ["SMB"]})
    >>> view.segment, words
    (('SMB',), ['"Maxi" is not a segment here, so it was left out.'])
    """
    given = {key: _values(values) for key, values in pairs.items()}
    words = [
        f"{_quoted(key)} is not a filter, so it was left out." for key in given if key not in KEYS
    ]
    chosen = {key: _choose(key, given.get(key, []), words) for key in CHOICES}
    lists = {key: _pick(key, given.get(key, []), known or {}, words) for key in LISTS}
    days = _read_days(given, words)
    period = _settle_period(chosen["period"], days, default_period, words)
    if period != "custom":
        days = preset_days(period, latest_on, fiscal_year_start)
    view = Filters(
        period=period,
        from_on=days.from_on,
        to_on=days.to_on,
        compare=chosen["compare"] or "previous",
        survey_kind=chosen["survey_kind"],
        metric=chosen["metric"] or "nps",
        fiscal_year_start=fiscal_year_start,
        **lists,
    )
    return view, words


def keys_of(key: str, values: Sequence[str]) -> list[str]:
    """Turn what people read in an address back into what filters hold.

    >>> keys_of("period", ["All time", "this_quarter"])
    ['all', 'this_quarter']
    """
    back = {name: held for held, name in LABELS.get(key, {}).items()}
    return [back.get(value, value) for value in values]


def _values(values: Sequence[str]) -> list[str]:
    return [value for value in ([values] if isinstance(values, str) else values) if value != ""]


def _choose(key: str, values: list[str], words: list[str]) -> str | None:
    """Return the first value that is one of the key's choices; only one can hold."""
    chosen: str | None = None
    noun = NOUNS.get(key, key)
    for value in dict.fromkeys(text.strip().lower() for text in values):
        if value not in CHOICES[key]:
            words.append(f"{_quoted(value)} is not a {noun}, so it was left out.")
        elif chosen is None:
            chosen = value
        else:
            words.append(
                f"Only one {noun} can be shown at a time, so {_quoted(value)} was left out."
            )
    return chosen


def _pick(
    key: str, values: list[str], known: Mapping[str, Collection[str]], words: list[str]
) -> tuple[str, ...]:
    """Return the values of a list that the data has."""
    wanted = list(dict.fromkeys(_split(values, known.get(key, ()))))
    lost = [value for value in wanted if key in known and value not in known[key]]
    words.extend(f"{_quoted(value)} is not a {key} here, so it was left out." for value in lost)
    return tuple(value for value in wanted if value not in lost)


def _split(values: list[str], known: Collection[str]) -> list[str]:
    """Take "A,B" apart, but not values given one by one or known with their comma."""
    if len(values) != 1 or "," not in values[0] or values[0] in known:
        return values
    return [part.strip() for part in values[0].split(",") if part.strip()]


def _unsplit(values: tuple[str, ...]) -> list[str]:
    return list(values) * 2 if len(values) == 1 and "," in values[0] else list(values)


def _read_days(given: Mapping[str, list[str]], words: list[str]) -> Days:
    days = Days(*(_read_day(given.get(key, []), words) for key in ("from", "to")))
    if days.from_on and days.to_on and days.from_on > days.to_on:
        words.append(
            f"From {days.from_on} to {days.to_on} runs backwards, so these days were left out."
        )
        return Days()
    return days


def _read_day(values: list[str], words: list[str]) -> date | None:
    """Return the first value that is a day."""
    for value in values:
        day = _day(value.strip())
        if day is not None:
            return day
        words.append(f"{_quoted(value)} is not a day written like 2025-12-31, so it was left out.")
    return None


def _day(text: str) -> date | None:
    if not re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if FIRST_YEAR <= day.year <= LAST_YEAR else None


def _settle_period(chosen: str | None, days: Days, default: str, words: list[str]) -> str:
    """Return the period that holds: a preset wins over days left in a link, custom needs days."""
    if days == Days():
        if chosen == "custom":
            words.append('The period "custom" needs a first or a last day, so it was left out.')
        return default if chosen in (None, "custom") else chosen
    if chosen in (None, "custom"):
        return "custom"
    words.append(f"The period {_quoted(chosen)} is shown, so the days given were left out.")
    return chosen


def _quoted(text: str) -> str:
    """Quote what somebody wrote, cut to a length that fits a line."""
    return f'"{text}"' if len(text) <= LONGEST_SHOWN else f'"{text[:LONGEST_SHOWN]}…"'


def _either(values: Iterable[str]) -> str:
    *others, last = values
    return f"{', '.join(others)} or {last}" if others else last


def _kind_in_words(kind: str | None) -> list[str]:
    if kind is None:
        return []
    return ["surveys of unknown kind" if kind == "(unknown)" else f"{kind} surveys"]
