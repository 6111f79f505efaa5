"""A small company for tests of pages: two years of answers, drawn once from a fixed seed."""

import random
from datetime import date, timedelta
from pathlib import Path

from cx.ingest.commit import import_file
from cx.warehouse import open_house
from tests.conftest import Rows, write_csv

FIRST_ON, DAYS = date(2024, 5, 1), 730
SEGMENTS = {"Consumer": 0.6, "SMB": 0.3, "Enterprise": 0.1}
REGIONS = ("North", "South", "West")
CHANNELS = {"Web": 0.0, "Phone": -1.2, "Shop": 0.5, "Partner": -0.4}
TOUCHPOINTS = ("Order", "Delivery", "Support", "Renewal")
PRODUCTS = ("p1", "p2", "p3")
COMMENTS = (
    "",
    "Quick and friendly",
    "Waited too long",
    "=1+1 is no formula",
    "<b>Fine</b> $5 [x](y)",
)


def build(path: Path, folder: Path, answers: int = 4000) -> None:
    """Write the company's files to `folder` and import them into a new warehouse at `path`."""
    rng = random.Random(7)
    house = open_house(path)
    for kind, rows in _files(rng, answers).items():
        import_file(house, kind, write_csv(folder / f"{kind}.csv", rows), actor="test")
    house.close()


def _files(rng: random.Random, answers: int) -> dict[str, Rows]:
    return {
        "customers": _customers(rng, answers // 2),
        "products": [{"product_id": key, "name": f"Plan {key[1:]}"} for key in PRODUCTS],
        "surveys": [
            {"survey_id": "s1", "name": "Yearly", "kind": "relationship"},
            {"survey_id": "s2", "name": "After contact", "kind": "transactional"},
        ],
        "invitations": [_invitation(i) for i in range(answers * 3)],
        "responses": [_response(rng, i, answers) for i in range(answers)],
        "events": [
            {"event_on": "2025-01-20", "title": "App outage", "kind": "outage"},
            {"event_on": "2025-09-08", "title": "New price list", "kind": "price"},
        ],
    }


def _customers(rng: random.Random, count: int) -> Rows:
    return [
        {
            "customer_id": f"c{i}",
            "name": f"Customer {i}",
            "segment": rng.choices([*SEGMENTS], [*SEGMENTS.values()])[0],
            "region": rng.choice(REGIONS),
        }
        for i in range(count)
    ]


def _invitation(number: int) -> dict[str, object]:
    day = FIRST_ON + timedelta(days=number % DAYS)
    return {
        "invitation_id": f"i{number}",
        "customer_id": f"c{number % 2000}",
        "survey_id": "s1" if number % 3 else "s2",
        "sent_at": day.isoformat(),
    }


def _response(rng: random.Random, number: int, answers: int) -> dict[str, object]:
    day = min(DAYS - 1, number % DAYS + rng.randrange(4))
    channel = rng.choices([*CHANNELS], [5, 4 - 3 * day / DAYS, 2, 1])[0]
    mood = 8.1 + CHANNELS[channel] + 0.9 * day / DAYS - (2.2 if 260 <= day < 295 else 0.0)
    score = min(10, max(0, round(rng.gauss(mood, 2.2))))
    return {
        "response_id": f"r{number}",
        "customer_id": f"c{rng.randrange(answers // 2)}",
        "survey_id": "s1" if number % 3 else "s2",
        "invitation_id": f"i{number}",
        "responded_at": (FIRST_ON + timedelta(days=day)).isoformat(),
        "channel": channel,
        "touchpoint": rng.choice(TOUCHPOINTS),
        "product_id": rng.choice(PRODUCTS),
        "nps": score,
        "csat": min(5, max(1, round(score / 2))),
        "ces": min(7, max(1, round(score * 0.7))) if number % 3 == 0 else None,
        "comment": rng.choice(COMMENTS),
    }
