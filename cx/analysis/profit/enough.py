"""From how many customers on a figure about them may be shown, in their own words."""

from cx.analysis.ladder import INTERVAL_ONLY, LADDER, SUPPRESSED, Ladder, Refusal
from cx.words import counted


def refuse_customers(
    customers: float, ladder: Ladder = LADDER, noun: str = "customer"
) -> Refusal | None:
    """Say whether so many customers carry a figure, and if not, why.

    Parameters
    ----------
    customers : float
        Distinct customers, or what `noun` says.
    ladder : Ladder
        The thresholds, read as customers.
    noun : str
        What is counted, such as ``"answer"``.

    Returns
    -------
    Refusal or None
        With code ``interval_only_n_lt_30`` the interval may be shown.

    Examples
    --------
    >>> refuse_customers(4).remedy
    'needs 6 more customers'
    >>> refuse_customers(22).code, refuse_customers(30)
    ('interval_only_n_lt_30', None)
    """
    count = int(customers)
    had = f"Only {counted(count, noun)}" if count else f"No {noun}s"
    if count < ladder.answers_to_show:
        missing = counted(ladder.answers_to_show - count, f"more {noun}")
        said = f"{had}; a figure needs at least {ladder.answers_to_show}."
        return Refusal(SUPPRESSED, said, f"needs {missing}")
    least = ladder.at_least(0)
    if count >= least:
        return None
    said = f"{had}; a single figure needs {least}, fewer give a range."
    return Refusal(INTERVAL_ONLY, said, f"needs {counted(least - count, f'more {noun}')}")


def too_few(
    count: float, least: int, where: str, noun: str = "customer", rule: int = 30
) -> Refusal | None:
    """Say that too few are behind a figure that others would be worked out from.

    Parameters
    ----------
    count : float
        How many there are.
    least : int
        How many it takes.
    where : str
        What they are of.
    noun : str
        What is counted.
    rule : int
        The method's own number, which names the code.

    Examples
    --------
    >>> too_few(12, 30, "Web of Retail", "answer").message
    'Only 12 answers in Web of Retail; at least 30 are needed.'
    """
    if count >= least:
        return None
    had = f"Only {counted(int(count), noun)}" if count >= 1 else f"No {noun}s"
    missing = counted(max(1, least - int(count)), f"more {noun}")
    code = f"{noun.split()[-1]}s_lt_{rule}"
    return Refusal(
        code, f"{had} in {where}; at least {least} are needed.", f"needs {missing} in {where}"
    )
