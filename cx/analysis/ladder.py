"""The refusal ladder: from how many answers on a figure may be shown, and with what mark."""

from dataclasses import dataclass

from cx.words import counted

SUPPRESSED = "suppressed_n_lt_10"
SUPPRESSED_CUSTOMERS = "suppressed_customers_lt_5"
INTERVAL_ONLY = "interval_only_n_lt_30"
LOW_BASE = "low_base_n_lt_60"
WITHHELD = "withheld_to_protect"


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a figure is not shown, and what would make it answerable.

    Parameters
    ----------
    code : str
        Stable name of the reason, such as ``"suppressed_n_lt_10"``. Codes carry the numbers of
        the default ladder as names only; the sentence has the numbers in force.
    message : str
        A whole sentence for people.
    remedy : str
        What is missing: ``"needs 4 more answers"``.
    """

    code: str
    message: str
    remedy: str

    @property
    def is_suppressed(self) -> bool:
        """Whether nothing at all may be shown, not even an interval."""
        return self.code in (SUPPRESSED, SUPPRESSED_CUSTOMERS, WITHHELD)


@dataclass(frozen=True, slots=True)
class Ladder:
    """The thresholds; settings may change them.

    Parameters
    ----------
    answers_to_show : int
        Fewer answers show nothing.
    customers_to_show : int
        Fewer distinct people show nothing.
    effective_for_point : float
        Fewer effective answers show an interval without a point.
    effective_for_rank : float
        Fewer effective answers carry the low-base mark and stay out of league tables.

    Notes
    -----
    Source: NCHS publishes nothing under 30 and flags 30 to 59, on effective answers (Parker et
    al. 2017, Vital and Health Statistics 2(175)). The bare interval from 10 to 29 is our own.

    Raises
    ------
    ValueError
        Fewer than 2 answers or customers would be enough.
    """

    answers_to_show: int = 10
    customers_to_show: int = 5
    effective_for_point: float = 30
    effective_for_rank: float = 60

    def __post_init__(self) -> None:
        """Refuse thresholds without meaning: spread and privacy both take two people."""
        if min(self.answers_to_show, self.customers_to_show) < 2:
            raise ValueError("A figure needs at least 2 answers of 2 customers.")

    def is_low_base(self, effective: float) -> bool:
        """Whether a point may be shown, but only with the low-base mark.

        >>> LADDER.is_low_base(45), LADDER.is_low_base(60), LADDER.is_low_base(20)
        (True, False, False)
        """
        return self.effective_for_point <= effective < self.effective_for_rank

    def at_least(self, rule: int) -> int:
        """Return how many answers one side of a comparison takes: the method's, or more here.

        >>> LADDER.at_least(30), Ladder(effective_for_point=80).at_least(30)
        (30, 80)
        """
        return max(rule, self.answers_to_show, int(-(-self.effective_for_point // 1)))


LADDER = Ladder()


def refuse_sample(
    answers: int, customers: int, effective: float, ladder: Ladder = LADDER
) -> Refusal | None:
    """Say whether so many answers carry a point, and if not, why.

    Parameters
    ----------
    answers, customers : int
        Valid answers and the distinct people who gave them.
    effective : float
        Independent answers they are worth.
    ladder : Ladder
        The thresholds.

    Returns
    -------
    Refusal or None
        None when a point may be shown. With code ``interval_only_n_lt_30`` the interval may be.

    Examples
    --------
    >>> refuse_sample(6, 6, 6).remedy
    'needs 4 more answers'
    >>> refuse_sample(12, 3, 3).remedy
    'needs answers from 2 more customers'
    >>> print(refuse_sample(40, 15, 18.2).message)
    40 answers from 15 customers are worth 18 independent ones; a single figure needs 30.
    >>> refuse_sample(200, 190, 185.0) is None
    True
    """
    if answers < ladder.answers_to_show:
        return _too_few_answers(answers, ladder)
    if customers < ladder.customers_to_show:
        return _too_few_customers(answers, customers, ladder)
    if effective < ladder.effective_for_point:
        return _interval_only(answers, customers, effective, ladder)
    return None


def _too_few_answers(answers: int, ladder: Ladder) -> Refusal:
    had = f"Only {counted(answers, 'answer')}" if answers else "No answers"
    return Refusal(
        SUPPRESSED,
        f"{had}; a figure needs at least {ladder.answers_to_show}.",
        f"needs {counted(ladder.answers_to_show - answers, 'more answer')}",
    )


def _too_few_customers(answers: int, customers: int, ladder: Ladder) -> Refusal:
    return Refusal(
        SUPPRESSED_CUSTOMERS,
        f"{counted(answers, 'answer')} from only {counted(customers, 'customer')}; "
        f"a figure needs at least {ladder.customers_to_show} customers, so that none is exposed.",
        f"needs answers from {counted(ladder.customers_to_show - customers, 'more customer')}",
    )


def _interval_only(answers: int, customers: int, effective: float, ladder: Ladder) -> Refusal:
    least = ladder.effective_for_point
    # Rounded up: 29.5 effective answers still miss one.
    missing = max(1.0, -((effective - least) // 1))
    if effective >= answers - 0.5:
        return Refusal(
            INTERVAL_ONLY,
            f"Only {counted(answers, 'answer')}; a single figure needs {least:.0f}, "
            "fewer give a range.",
            f"needs {counted(missing, 'more answer')}",
        )
    whose = f" from {counted(customers, 'customer')}" if customers < answers else ", weighted,"
    return Refusal(
        INTERVAL_ONLY,
        f"{counted(answers, 'answer')}{whose} are worth {int(effective)} "
        f"independent ones; a single figure needs {least:.0f}.",
        f"needs {counted(missing, 'more answer')} from other customers",
    )
