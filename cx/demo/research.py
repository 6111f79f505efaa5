"""Findings of the other listening posts: they see the same faults that the scores tell of."""

import numpy as np
import pyarrow as pa

from cx.demo import columns as as_
from cx.demo.axis import DAYS, Block, day_named
from cx.demo.company import (
    ADVICE,
    APP,
    CHANNELS,
    DELIVERY,
    FIELD,
    INSTALLATION,
    INVOICE,
    ORDER,
    PARTNER,
    PHONE,
    SEGMENTS,
    SERVICE,
    STORE,
    TOUCHPOINTS,
    WEB,
)
from cx.demo.truths import TRUTHS

KINDS = (
    "mystery_shopper",
    "focus_group",
    "usability_test",
    "advisory_board",
    "suggestion",
    "social",
)
_SHOPPER, _GROUP, _LAB, _BOARD, _SUGGESTION, _SOCIAL = range(6)

# Listening post, touchpoint, channel, usual score of 10 (0: none is given), finding.
_SEEN: tuple[tuple[int, int, int, float, str], ...] = (
    (_SHOPPER, ADVICE, STORE, 7.6, "Greeted at once; needs were asked before a product was shown"),
    (_SHOPPER, ADVICE, PHONE, 6.4, "Advice was correct but the offer never arrived in writing"),
    (_SHOPPER, INSTALLATION, FIELD, 4.1, "Work was left unfinished; no date for the second visit"),
    (_SHOPPER, SERVICE, PHONE, 4.8, "Two calls were needed; the second agent knew nothing"),
    (_SHOPPER, DELIVERY, PARTNER, 6.2, "Driver came on the day but outside the window"),
    (_GROUP, INSTALLATION, FIELD, 0.0, "Installation is the moment people tell others about"),
    (_GROUP, INVOICE, WEB, 0.0, "A correct invoice is expected; a wrong one is remembered"),
    (_GROUP, ADVICE, PHONE, 0.0, "Unasked advice on saving energy surprised everybody"),
    (_GROUP, SERVICE, PHONE, 0.0, "Telling the story twice annoys more than waiting"),
    (_LAB, ORDER, APP, 8.3, "Nine of ten finished an order in the new App without help"),
    (_LAB, ORDER, WEB, 6.7, "The payment step was misread by a third of the testers"),
    (_LAB, INVOICE, APP, 7.1, "Testers found the bill but not what it is made of"),
    (_BOARD, SERVICE, FIELD, 0.0, "Small firms want remote help before a visit is sent"),
    (_BOARD, DELIVERY, PARTNER, 0.0, "Deliveries before Christmas cannot be planned with"),
    (_BOARD, INVOICE, WEB, 0.0, "The price rise of last July was announced too late"),
    (_SUGGESTION, INSTALLATION, FIELD, 0.0, "Send the parts list to the fitter the day before"),
    (_SUGGESTION, SERVICE, PHONE, 0.0, "Let the same agent call back instead of a new one"),
    (_SUGGESTION, DELIVERY, STORE, 0.0, "Offer collection from the store when a delivery is late"),
    (_SOCIAL, SERVICE, APP, 3.2, "Posts about the portal that cannot be reached"),
    (_SOCIAL, DELIVERY, PARTNER, 4.0, "Posts about parcels that come late"),
    (_SOCIAL, ORDER, APP, 7.9, "Praise for the new App"),
)
_PORTAL_POST = 18
_FINDINGS = 360


def findings_table(seed: int) -> pa.Table:
    """Observations spread over the demo's time; the month of the incident is loud."""
    dice = Block(seed, 0, 0).dice("findings")
    row = dice.integers(len(_SEEN), size=_FINDINGS)
    observed = dice.integers(DAYS, size=_FINDINGS)
    outage = day_named(TRUTHS.incident_month)
    row[:40], observed[:40] = _PORTAL_POST, outage + dice.integers(0, 31, 40)
    order = np.argsort(observed, kind="stable")
    row, observed = row[order], observed[order]
    kind, touchpoint, channel = (np.array([seen[i] for seen in _SEEN])[row] for i in range(3))
    usual = np.array([seen[3] for seen in _SEEN])[row]
    score = np.clip(np.rint(usual + 1.3 * dice.standard_normal(_FINDINGS)), 1, 10)
    score = np.where(usual == 0, np.nan, score)
    return pa.table(
        {
            "finding_id": as_.ids("Q", np.arange(_FINDINGS), 5),
            "kind": as_.labels(KINDS, kind),
            "observed_on": as_.day(observed),
            "channel": as_.labels(CHANNELS, channel),
            "touchpoint": as_.labels(TOUCHPOINTS, touchpoint),
            "product_id": as_.ids("P", np.full(_FINDINGS, -1), 3),
            "segment": as_.labels(
                SEGMENTS, np.where(kind == _BOARD, 1 + row % 3, dice.integers(-1, 4, _FINDINGS))
            ),
            "score": as_.number(score),
            "scale_max": as_.number(np.where(np.isnan(score), np.nan, 10.0)),
            "finding": as_.labels([seen[4] for seen in _SEEN], row),
        }
    )
