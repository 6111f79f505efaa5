"""Asks who leaves sooner after a bad contact: a hazard ratio by touchpoint."""

from collections.abc import Mapping

import pandas as pd

from cx.analysis.defection.cox import fit_after_events
from cx.analysis.defection.spells import cut_spells
from cx.analysis.moments import Evidence
from cx.topics.journeys.windows import STAYING_DAYS

LEAST_CONTACTS, MOST_PEOPLE = 30, 50_000


def hazards_after(stays: pd.DataFrame, terms: pd.DataFrame) -> Mapping[str, Evidence]:
    """Fit one model of leaving with a term for each touchpoint with bad contacts enough.

    Parameters
    ----------
    stays : DataFrame
        A row per customer: ``person``, ``days`` and ``left`` (0 or 1 at the end of the days).
    terms : DataFrame
        A row per bad contact: ``person``, ``name`` of the touchpoint and ``day``.

    Returns
    -------
    mapping of str to Evidence
        By touchpoint; empty where the model is refused. Of more than 50,000 customers a sample
        is taken, the same each time.
    """
    stays = stays.sample(MOST_PEOPLE, random_state=0) if len(stays) > MOST_PEOPLE else stays
    often = terms["name"].value_counts()
    names = sorted(often.index[often >= LEAST_CONTACTS])
    if stays.empty or not names:
        return {}
    fitted = fit_after_events(cut_spells(stays, terms, names, float(STAYING_DAYS)), names)
    return {each.term: Evidence(each.ratio, each.low, each.high, each.p) for each in fitted.hazards}
