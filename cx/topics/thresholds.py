"""From the settings of the company to the thresholds of the analysis."""

from cx.analysis.ladder import Ladder
from cx.settings import Settings


def ladder_of(settings: Settings) -> Ladder:
    """Return from how many answers on a figure may be shown, in this company.

    >>> ladder_of(Settings(min_answers_shown=25)).answers_to_show
    25
    """
    return Ladder(
        answers_to_show=settings.min_answers_shown,
        customers_to_show=settings.min_customers,
        effective_for_point=settings.min_answers_value,
        effective_for_rank=settings.low_base_below,
    )
