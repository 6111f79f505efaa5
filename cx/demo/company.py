"""The company in words and numbers: what it sells, to whom, through which channels and cost."""

import numpy as np

from cx.demo.columns import Array

SEGMENTS = ("Consumer", "Small business", "Mid-market", "Enterprise")
CONSUMER, SMALL, MID, ENTERPRISE = range(4)
SEGMENT_SHARES = (0.56, 0.25, 0.13, 0.06)

REGIONS = ("North", "South", "East", "West", "Central")
REGION_SHARES = (0.24, 0.22, 0.18, 0.16, 0.20)

CHANNELS = ("Web", "App", "Phone", "Store", "Field service", "Partner", "E-mail")
WEB, APP, PHONE, STORE, FIELD, PARTNER, EMAIL = range(7)

TOUCHPOINTS = (
    "Campaign",
    "Discover",
    "Advice",
    "Order",
    "Delivery",
    "Installation",
    "First use",
    "Invoice",
    "Service request",
    "Complaint",
    "Renewal",
    "Opt-out",
)
(
    CAMPAIGN,
    DISCOVER,
    ADVICE,
    ORDER,
    DELIVERY,
    INSTALLATION,
    FIRST_USE,
    INVOICE,
    SERVICE,
    COMPLAINT,
    RENEWAL,
    OPT_OUT,
) = range(12)

PURPOSES = ("marketing", "sales", "onboarding", "delivery", "billing", "service", "renewal")
MARKETING, SALES, ONBOARDING, SHIPPING, BILLING, CARE, RENEWING = range(7)

INDUSTRIES = ("Retail", "Hospitality", "Manufacturing", "Education", "Logistics", "Health care")
LANGUAGES = ("en", "de")
CARRIERS = ("Carrier A", "Carrier B", "Carrier C")

# Main channel (Web, App, Phone, Store) of a segment's customers before the App's relaunch.
MAIN_CHANNEL = np.array(
    [
        [0.20, 0.15, 0.30, 0.35],
        [0.14, 0.10, 0.40, 0.36],
        [0.22, 0.13, 0.40, 0.25],
        [0.22, 0.13, 0.45, 0.20],
    ]
)
# Share of the customers on Phone and Store who move when the App is relaunched.
MOVING = np.array([0.72, 0.14, 0.60, 0.60])

# Channel of a contact that the customer starts, by main channel.
CONTACT_CHANNEL = np.array(
    [
        [0.74, 0.10, 0.05, 0.02, 0.00, 0.01, 0.08],
        [0.12, 0.76, 0.05, 0.01, 0.00, 0.00, 0.06],
        [0.05, 0.02, 0.76, 0.09, 0.00, 0.00, 0.08],
        [0.04, 0.02, 0.18, 0.70, 0.00, 0.01, 0.05],
    ]
)
# The same for a request for service: assisted customers get a visit, the others help at a distance.
SERVICE_CHANNEL = np.array(
    [
        [0.70, 0.10, 0.06, 0.01, 0.05, 0.00, 0.08],
        [0.12, 0.71, 0.06, 0.00, 0.05, 0.00, 0.06],
        [0.04, 0.01, 0.46, 0.02, 0.44, 0.00, 0.03],
        [0.03, 0.01, 0.18, 0.30, 0.45, 0.00, 0.03],
    ]
)
INSTALL_CHANNEL = np.tile([0.0, 0.0, 0.0, 0.0, 0.7, 0.3, 0.0], (4, 1))
DELIVERY_CHANNEL = np.array(
    [
        [0.0, 0.0, 0.0, 0.08, 0.0, 0.92, 0.0],
        [0.0, 0.0, 0.0, 0.06, 0.0, 0.94, 0.0],
        [0.0, 0.0, 0.0, 0.10, 0.0, 0.90, 0.0],
        [0.0, 0.0, 0.0, 0.40, 0.0, 0.60, 0.0],
    ]
)

# Product: name, family, price, unit cost, weight in orders of each segment.
_GOODS = (
    ("Air filter set", "Supplies", 48.0, 29.0, (30, 30, 22, 18)),
    ("Cleaning kit", "Supplies", 36.0, 20.0, (22, 24, 12, 10)),
    ("Smart thermostat", "Devices", 165.0, 108.0, (16, 18, 16, 14)),
    ("Leak sensor set", "Devices", 95.0, 58.0, (12, 16, 14, 14)),
    ("Water softener", "Installed", 540.0, 365.0, (6, 7, 10, 10)),
    ("Water heater", "Installed", 690.0, 470.0, (7, 5, 10, 10)),
    ("Wall charger", "Installed", 820.0, 560.0, (5, 0, 8, 12)),
    ("Heat pump", "Installed", 2900.0, 2150.0, (1, 0, 4, 6)),
    ("Battery store", "Installed", 2600.0, 1900.0, (1, 0, 4, 6)),
)
_PLANS = (
    ("Care plan", "Plan", 9.0, 4.0),
    ("Care plan plus", "Plan", 17.0, 7.5),
    ("Business plan", "Plan", 34.0, 17.0),
)
PRODUCTS = tuple((name, family, cost) for name, family, _, cost, *_ in (*_GOODS, *_PLANS))
PRICES = np.array([good[2] for good in _GOODS] + [plan[2] for plan in _PLANS])
COSTS = np.array([cost for _, _, cost in PRODUCTS])
IS_INSTALLED = np.array([family == "Installed" for _, family, _ in PRODUCTS])
GOODS_WEIGHTS = np.array([good[4] for good in _GOODS], dtype=float).T
GOODS_WEIGHTS /= GOODS_WEIGHTS.sum(axis=1, keepdims=True)
FIRST_PLAN = len(_GOODS)

# A segment's year: orders, units per order line, requests for service, share with a plan.
ORDERS_A_YEAR = np.array([0.8, 2.0, 3.0, 5.5])
UNITS = np.array([1.0, 1.0, 3.0, 7.0])
REQUESTS_A_YEAR = np.array([0.7, 5.6, 3.0, 6.0])
PLAN_SHARE = np.array([0.55, 0.70, 0.90, 0.97])
PLAN_UNITS = np.array([1.0, 1.0, 3.0, 9.0])
LEAVING_A_QUARTER = np.array([0.018, 0.016, 0.012, 0.008])

# Channel: cost of a contact, cost of a minute, usual minutes.
COST_PER_CONTACT = np.array([0.25, 0.15, 3.2, 4.0, 40.0, 7.0, 1.2])
COST_PER_MINUTE = np.array([0.0, 0.0, 0.75, 0.70, 0.90, 0.0, 0.35])
MINUTES = np.array([6.0, 4.0, 9.0, 14.0, 75.0, 30.0, 8.0])
MARKETING_COST = np.array([0.02, 0.01, 4.0, 0.5, 0.0, 0.6, 0.04])
SECOND_YEAR_COST = 1.04
PLACES_A_MONTH = np.array([0.60, 0.60, 0.19, 0.15, 0.095, 0.15, 0.10])
"""Monthly capacity of each channel, per customer of the company."""

# What an answer about one contact starts from, by touchpoint and by the contact's channel.
TOUCHPOINT_POINTS = np.array([0, 20, 38, 42, 34, 46, 42, 26, 30, 4, 24, 0], dtype=float)
CONTACT_POINTS = np.array([3.0, 6.0, -4.0, 0.0, 4.0, -1.0, -4.0])
SURVEYED = (ADVICE, ORDER, DELIVERY, INSTALLATION, FIRST_USE, INVOICE, SERVICE, COMPLAINT)

# Questionnaire: name, touchpoint, csat scale, ces scale, whether a high ces answer means easy.
SURVEYS = (
    ("Relationship pulse", -1, 5, 7, 1),
    ("After advice", ADVICE, 5, 7, 1),
    ("After the order", ORDER, 5, 7, 1),
    ("After the delivery", DELIVERY, 5, 7, 1),
    ("After the installation", INSTALLATION, 10, 7, 1),
    ("After first use", FIRST_USE, 5, 7, 1),
    ("About the invoice", INVOICE, 5, 5, 1),
    ("After the service", SERVICE, 7, 7, 1),
    ("After the complaint", COMPLAINT, 5, 7, 0),
)
SURVEY_OF = np.full(len(TOUCHPOINTS), -1)
SURVEY_OF[list(SURVEYED)] = range(1, len(SURVEYS))


def pick(weights: Array, rows: Array, dice: np.random.Generator) -> Array:
    """Draw a code for each row from that row's line of weights.

    >>> pick(np.eye(3), np.array([2, 0]), np.random.default_rng(1))
    array([2, 0])
    """
    limits = np.cumsum(weights, axis=1)[:, :-1]
    chances = dice.random(len(rows))
    return sum(
        (chances >= limits[rows, code] for code in range(limits.shape[1])),
        start=np.zeros(len(rows), dtype=np.int64),
    )
