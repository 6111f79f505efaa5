"""The demo company: sound files, the same from the same seed, and every planted truth in them."""

from dataclasses import fields
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from cx.demo import TRUTHS, write, write_company
from cx.extracts import EXTRACTS

ROOT = Path(__file__).resolve().parents[1]
SEEDS = (7, 2, 3)
START, END = pd.Timestamp("2024-07-01"), pd.Timestamp("2026-07-01")

each_seed = pytest.mark.parametrize("seed", SEEDS)
each_extract = pytest.mark.parametrize("name", EXTRACTS)

ARROW = {
    "id": pa.string(),
    "text": pa.string(),
    "integer": pa.int32(),
    "number": pa.float64(),
    "money": pa.decimal128(18, 4),
    "flag": pa.bool_(),
    "date": pa.date32(),
    "time": pa.timestamp("us"),
}

REFERENCES = [
    ("customers", "parent_customer_id", "customers", "customer_id"),
    ("customers", "referred_by_customer_id", "customers", "customer_id"),
    ("contracts", "product_id", "products", "product_id"),
    ("orders", "product_id", "products", "product_id"),
    ("invoices", "order_id", "orders", "order_id"),
    ("interactions", "campaign_id", "campaigns", "campaign_id"),
    ("interactions", "order_id", "orders", "order_id"),
    ("interactions", "contract_id", "contracts", "contract_id"),
    ("interactions", "case_id", "cases", "case_id"),
    ("cases", "order_id", "orders", "order_id"),
    ("invitations", "survey_id", "surveys", "survey_id"),
    ("invitations", "interaction_id", "interactions", "interaction_id"),
    ("responses", "survey_id", "surveys", "survey_id"),
    ("responses", "invitation_id", "invitations", "invitation_id"),
    ("responses", "interaction_id", "interactions", "interaction_id"),
    ("responses", "order_id", "orders", "order_id"),
    ("responses", "contract_id", "contracts", "contract_id"),
    ("ratings", "response_id", "responses", "response_id"),
    ("follow_ups", "response_id", "responses", "response_id"),
    ("follow_ups", "case_id", "cases", "case_id"),
    *(
        (name, "customer_id", "customers", "customer_id")
        for name in EXTRACTS
        if name not in ("customers", "responses") and "customer_id" in EXTRACTS[name].names
    ),
]


@lru_cache(maxsize=8)
def company(seed: int, customers: int = 5000) -> dict[str, pd.DataFrame]:
    """Files of a company as pandas reads them, days as timestamps and money as floats."""
    with TemporaryDirectory() as folder:
        files = write_company(Path(folder), customers, seed)
        return {name: plain(pq.read_table(path)) for name, path in files.items()}


def plain(table: pa.Table) -> pd.DataFrame:
    types = {"decimal128(18, 4)": pa.float64(), "date32[day]": pa.timestamp("us")}
    target = [
        pa.field(field.name, types.get(str(field.type), field.type)) for field in table.schema
    ]
    return table.cast(pa.schema(target)).to_pandas()


@lru_cache(maxsize=16)
def answers(seed: int, kind: str = "relationship") -> pd.DataFrame:
    """Answers of one kind with their points."""
    house = company(seed)
    rows = house["responses"].merge(house["surveys"][["survey_id", "kind"]], on="survey_id")
    rows = rows[rows["kind"] == kind]
    points = 100.0 * (rows["nps"] >= 9) - 100.0 * (rows["nps"] <= 6)
    month = rows["responded_at"].dt.strftime("%Y-%m")
    is_later = rows["responded_at"] >= TRUTHS.price_rise_on
    return rows.assign(points=points, month=month, is_later=is_later)


def pooled(effect) -> float:
    """Mean of an effect over the seeds: one company alone is noisy."""
    return float(np.mean([effect(seed) for seed in SEEDS]))


def soon_after(seed: int, past: pd.DataFrame, days: int, at: str) -> pd.DataFrame:
    """Relationship answers within days of something that happened to the customer."""
    both = answers(seed)[["customer_id", "responded_at", "points"]].merge(past, on="customer_id")
    wait = (both["responded_at"] - both[at]) / pd.Timedelta(days=1)
    return both[(wait > 0) & (wait <= days)]


def gap(rows: pd.DataFrame, mark: pd.Series) -> float:
    """Score of the marked rows less that of the others."""
    return rows["points"][mark].mean() - rows["points"][~mark].mean()


# Files


def test_the_same_seed_gives_the_same_bytes_and_another_seed_does_not(tmp_path):
    one, same, other = (
        write_company(tmp_path / name, 300, seed) for name, seed in (("a", 5), ("b", 5), ("c", 6))
    )
    assert list(one) == list(EXTRACTS)
    for name in EXTRACTS:
        assert one[name].read_bytes() == same[name].read_bytes()
    assert one["responses"].read_bytes() != other["responses"].read_bytes()


def test_no_customers_are_refused_with_a_word(tmp_path):
    with pytest.raises(ValueError, match="at least 1"):
        write_company(tmp_path, 0)


@pytest.mark.parametrize("customers", [1, 2, 13])
def test_even_a_tiny_company_has_all_files(customers, tmp_path):
    files = write_company(tmp_path, customers, seed=customers)
    assert pq.read_metadata(files["customers"]).num_rows == customers


def test_blocks_join_without_a_seam(tmp_path, monkeypatch):
    monkeypatch.setattr(write, "BLOCK", 150)
    files = write_company(tmp_path, 400)
    house = {name: plain(pq.read_table(path)) for name, path in files.items()}
    for name, extract in EXTRACTS.items():
        assert not house[name].duplicated(list(extract.key)).any(), name
    for source, column, target, key in REFERENCES:
        assert house[source][column].dropna().isin(house[target][key]).all(), (source, column)


@each_extract
def test_a_file_is_what_the_catalogue_says(name):
    extract, rows = EXTRACTS[name], company(7)[name]
    assert list(rows.columns) == list(extract.names)
    assert len(rows)
    assert not rows.duplicated(list(extract.key)).any()
    for column in extract.columns:
        values = rows[column.name].dropna()
        assert len(values) == len(rows) or not column.is_required, column.name
        assert not column.choices or set(map(str, values)) <= set(column.choices), column.name
        assert column.low is None or (values >= column.low).all(), column.name
        assert column.high is None or (values <= column.high).all(), column.name


@each_extract
def test_a_file_has_plain_types(name, tmp_path):
    schema = pq.read_schema(write_company(tmp_path, 20)[name])
    assert list(schema.types) == [ARROW[column.type] for column in EXTRACTS[name].columns]


@pytest.mark.parametrize("reference", REFERENCES, ids=lambda r: f"{r[0]}.{r[1]}")
def test_what_is_referred_to_exists(reference):
    source, column, target, key = reference
    house = company(7)
    assert house[source][column].dropna().isin(house[target][key]).all()


def test_only_the_told_share_of_answers_is_anonymous_or_of_unknown_customers():
    who = pd.concat([answers(seed)["customer_id"] for seed in SEEDS])
    assert who.isna().mean() == pytest.approx(TRUTHS.anonymous_share, abs=0.005)
    assert who.str.startswith("99").mean() == pytest.approx(TRUTHS.unknown_share, abs=0.002)
    known = answers(7)["customer_id"].isin(company(7)["customers"]["customer_id"])
    assert (known == ~answers(7)["customer_id"].fillna("99").str.startswith("99")).all()


def test_everything_happens_within_the_24_months_and_before_the_customer_leaves():
    house = company(7)
    lost = house["customers"].set_index("customer_id")["lost_on"]
    for name, column in (
        ("interactions", "occurred_at"),
        ("orders", "ordered_at"),
        ("invitations", "sent_at"),
        ("responses", "responded_at"),
        ("cases", "opened_at"),
    ):
        when = house[name][column]
        assert when.min() >= START, name
        assert when.max() < END, name
        gone = house[name]["customer_id"].map(lost)
        assert not (when >= gone).any(), name


def test_the_page_about_the_demo_tells_every_planted_number():
    page = (ROOT / "docs" / "demo.md").read_text(encoding="utf-8")
    for field in fields(TRUTHS):
        value = getattr(TRUTHS, field.name)
        parts = value if isinstance(value, tuple) else (value,)
        words = [" ".join(map(str, p)) if isinstance(p, tuple) else str(p) for p in parts]
        assert f"| `{field.name}` | {'; '.join(words)} |" in page


# Truths of the trend page, in each company


@each_seed
@pytest.mark.parametrize("kind", ["relationship", "transactional"])
def test_december_and_january_are_worse(seed, kind):
    rows = answers(seed, kind)
    rows = rows[rows["month"] != TRUTHS.incident_month]
    is_season = rows["responded_at"].dt.month.isin(TRUTHS.seasonal_months)
    falls = [gap(part, is_season[part.index]) for _, part in rows.groupby("is_later")]
    assert TRUTHS.seasonal_points - 8 < np.mean(falls) < -1


@each_seed
@pytest.mark.parametrize("kind", ["relationship", "transactional"])
@pytest.mark.parametrize("since", ["2024-07", "2025-07"])
def test_the_incident_is_the_one_signal_below_the_limits(seed, kind, since):
    rows = answers(seed, kind)
    months = rows[rows["month"] >= since].groupby("month")["points"].agg(["mean", "size", "sum"])
    centre = months["sum"].sum() / months["size"].sum()
    spread = rows[rows["month"] >= since]["points"].std()
    z = (months["mean"] - centre) / (spread / np.sqrt(months["size"]))
    sigma = max(1.0, z.diff().abs().mean() / 1.128)
    assert list(z.index[z / sigma < -3]) == [TRUTHS.incident_month]
    events = company(seed)["events"]
    assert TRUTHS.incident_title in set(events["title"])


@each_seed
def test_every_channel_falls_while_the_total_rises(seed):
    rows = answers(seed)
    by_channel = rows.groupby(["channel", "is_later"])["points"].mean().unstack()
    total = rows.groupby("is_later")["points"].mean()
    assert set(by_channel.index) == {name for name, _ in TRUTHS.channel_points}
    assert ((by_channel[True] - by_channel[False]) < -5).all()
    assert total[True] - total[False] > 4


@each_seed
def test_weighting_by_segment_lowers_the_score(seed):
    house, rows = company(seed), answers(seed)
    asked = house["invitations"].merge(house["surveys"], on="survey_id")
    asked = asked[asked["kind"] == "relationship"].merge(house["customers"], on="customer_id")
    shares = asked["segment"].value_counts(normalize=True)
    by_segment = rows.groupby("segment")["points"].mean()
    difference = (by_segment * shares).sum() - rows["points"].mean()
    assert difference == pytest.approx(TRUTHS.realised_weighted_minus_raw, abs=1.5)
    answering = rows["segment"].value_counts() / asked["segment"].value_counts()
    order = [name for name, _ in TRUTHS.response_rates]
    assert list(answering.sort_values(ascending=False).index) == order


# The other truths, over the seeds


def test_basics_hurt_and_delighters_delight():
    low, high = {}, {}
    for name, planted_low, planted_high in TRUTHS.attribute_points:
        low[name] = pooled(lambda seed, name=name: contrasts(seed)[name, "low"])
        high[name] = pooled(lambda seed, name=name: contrasts(seed)[name, "high"])
        assert low[name] == pytest.approx(planted_low, abs=7), name
        assert high[name] == pytest.approx(planted_high, abs=7), name
    assert all(low[name] < -20 and abs(high[name]) < 7 for name in TRUTHS.basics)
    assert all(high[name] > 20 and abs(low[name]) < 7 for name in TRUTHS.delighters)


@lru_cache(maxsize=8)
def contrasts(seed: int) -> dict[tuple[str, str], float]:
    """Penalty and reward of each attribute, by least squares on complete answers."""
    ratings = company(seed)["ratings"]
    wide = ratings.pivot(index="response_id", columns="attribute", values="rating").dropna()
    points = answers(seed).set_index("response_id")["points"].reindex(wide.index)
    design = np.column_stack([np.ones(len(wide)), wide <= 2, wide == 5]).astype(float)
    found = np.linalg.lstsq(design, points, rcond=None)[0][1:]
    keys = [(name, end) for end in ("low", "high") for name in wide.columns]
    return dict(zip(keys, found, strict=True))


def test_stated_importance_misses_the_delighter_and_praises_what_does_nothing():
    stated = company(7)["ratings"].groupby("attribute")["importance"].mean().sort_values()
    assert stated.index[0] == TRUTHS.derived_not_stated
    assert TRUTHS.stated_not_derived in stated.index[-2:]


def test_a_bad_installation_moves_the_relationship_most():
    def effect(touchpoint: str, days: int, seed: int) -> float:
        past = company(seed)["interactions"]
        past = past[(past["touchpoint"] == touchpoint) & past["is_resolved"].notna()]
        rows = soon_after(
            seed, past[["customer_id", "occurred_at", "is_resolved"]], days, "occurred_at"
        )
        return gap(rows, ~rows["is_resolved"].astype(bool))

    installation = pooled(lambda seed: effect(TRUTHS.moment_of_truth, 180, seed))
    service = pooled(lambda seed: effect("Service request", 60, seed))
    assert installation == pytest.approx(TRUTHS.bad_installation_points, abs=9)
    assert service == pytest.approx(TRUTHS.bad_service_points, abs=6)


def test_small_business_loses_money_through_its_mix_alone():
    margins = pd.concat([margin_by_mix(seed) for seed in SEEDS], keys=SEEDS)
    small = margins[margins["segment"] == TRUTHS.unprofitable_segment]
    by_mix = small.groupby("is_costly")["margin"].mean()
    assert small.groupby(level=0)["margin"].mean().max() < 0
    assert by_mix[True] == pytest.approx(TRUTHS.realised_margin_costly_mix, abs=40)
    assert by_mix[False] == pytest.approx(TRUTHS.realised_margin_other_mix, abs=60)
    others = margins[margins["segment"] != TRUTHS.unprofitable_segment]
    assert (others.groupby(["segment", "is_costly"])["margin"].mean() > 0).all()


def margin_by_mix(seed: int) -> pd.DataFrame:
    """Contribution of each customer over two years, and whether assisted channels prevail."""
    house = company(seed)
    orders, contacts = house["orders"], house["interactions"]
    earned = orders["revenue"] - orders["discount"] - orders["cost_of_goods"]
    served = contacts[contacts["purpose"].isin(["sales", "service", "billing"])]
    is_costly = served["channel"].isin(TRUTHS.costly_channels).groupby(served["customer_id"])
    parts = [
        earned.groupby(orders["customer_id"]).sum(),
        -contacts.groupby("customer_id")["cost"].sum(),
        -house["cases"].groupby("customer_id")["compensation_cost"].sum(),
    ]
    margin = pd.concat(parts, axis=1).fillna(0.0).sum(axis=1).rename("margin")
    rows = house["customers"].set_index("customer_id")[["segment", "acquired_on"]].join(margin)
    return rows.join((is_costly.mean() > 0.5).rename("is_costly")).dropna()


def test_detractors_leave_sooner():
    def events_and_days(seed: int) -> pd.DataFrame:
        rows = answers(seed).merge(company(seed)["customers"], on="customer_id")
        group = np.where(rows["nps"] <= 6, "detractor", np.where(rows["nps"] >= 9, "promoter", "-"))
        until = (rows["lost_on"].fillna(END) - rows["responded_at"]) / pd.Timedelta(days=1)
        left = rows["lost_on"].notna() & (until <= 92)
        return pd.DataFrame({"left": left, "days": until.clip(0, 92)}).groupby(group).sum()

    total = sum((events_and_days(seed) for seed in SEEDS[1:]), events_and_days(SEEDS[0]))
    rate = total["left"] / total["days"]
    assert rate["detractor"] / rate["-"] == pytest.approx(TRUTHS.detractor_hazard, rel=0.35)
    assert rate["promoter"] / rate["-"] == pytest.approx(TRUTHS.promoter_hazard, rel=0.35)


def test_promoters_refer_and_chains_reach_the_planted_depth():
    customers = company(7)["customers"]
    by = dict(zip(customers["customer_id"], customers["referred_by_customer_id"], strict=True))
    depth = pd.Series({one: chain(by, one) for one in by})
    assert depth.max() == TRUTHS.referral_depth
    rates = [referral_rates(seed) for seed in SEEDS]
    promoter, passive, detractor = (np.mean([rate[i] for rate in rates]) for i in range(3))
    assert promoter == pytest.approx(TRUTHS.promoter_referrals, rel=0.35)
    assert promoter > 1.8 * passive > 1.8 * detractor


def chain(by: dict[str, str], customer: str) -> int:
    steps = 0
    while isinstance(by.get(customer), str):
        customer, steps = by[customer], steps + 1
    return steps


def referral_rates(seed: int) -> list[float]:
    """New customers per promoter, passive and detractor and year, within 92 days of an answer."""
    rows = answers(seed)[["customer_id", "responded_at", "nps"]].dropna()
    brought = company(seed)["customers"][["referred_by_customer_id", "acquired_on"]].dropna()
    both = rows.merge(brought, left_on="customer_id", right_on="referred_by_customer_id")
    wait = (both["acquired_on"] - both["responded_at"]) / pd.Timedelta(days=1)
    both = both[(wait > 0) & (wait <= 92)]
    return [
        both["nps"].between(*limits).sum() / (rows["nps"].between(*limits).sum() * 92 / 365)
        for limits in ((9, 10), (7, 8), (0, 6))
    ]


def test_recovered_complainers_score_and_stay_better():
    def follow_ups(seed: int) -> pd.DataFrame:
        rows = company(seed)["follow_ups"]
        return rows[rows["case_id"].notna() & rows["outcome"].notna()]

    def score(seed: int) -> float:
        past = follow_ups(seed)[["customer_id", "opened_at", "outcome"]]
        rows = soon_after(seed, past, TRUTHS.complaint_days, "opened_at")
        return gap(rows, rows["outcome"] == "recovered")

    def lost(seed: int) -> float:
        rows = follow_ups(seed).merge(company(seed)["customers"], on="customer_id")
        gone = (rows["lost_on"] - rows["opened_at"]) <= pd.Timedelta(days=TRUTHS.complaint_days)
        is_recovered = rows["outcome"] == "recovered"
        return gone[is_recovered].mean() - gone[~is_recovered].mean()

    planted = TRUTHS.recovered_points - TRUTHS.complaint_points
    assert pooled(score) == pytest.approx(planted, abs=12)
    assert pooled(lost) < -0.02


def sent_before(seed: int, who: pd.Series, at: pd.Series) -> np.ndarray:
    """Campaign contacts of customers in the 30 days before given times."""
    sent = company(seed)["interactions"]
    sent = sent[sent["touchpoint"] == "Campaign"]
    hour = pd.Timedelta(hours=1)
    last = who.astype(int).to_numpy() * 10**6 + ((at - START) // hour).to_numpy()
    key = np.sort(
        sent["customer_id"].astype(int).to_numpy() * 10**6
        + ((sent["occurred_at"] - START) // hour).to_numpy()
    )
    return np.searchsorted(key, last) - np.searchsorted(key, last - 30 * 24)


def test_too_many_contacts_annoy():
    def score(seed: int) -> float:
        rows = answers(seed).dropna(subset=["customer_id"])
        count = sent_before(seed, rows["customer_id"], rows["responded_at"])
        return gap(rows, pd.Series(count > TRUTHS.pressure_contacts, rows.index))

    def opt_outs(seed: int, is_pressed: bool) -> float:
        house = company(seed)["interactions"]
        out, sent = (house[house["touchpoint"] == name] for name in ("Opt-out", "Campaign"))
        shares = [
            ((sent_before(seed, rows["customer_id"], rows["occurred_at"]) > limit) == is_pressed)
            for rows, limit in (
                (out, TRUTHS.pressure_contacts),
                (sent, TRUTHS.pressure_contacts - 1),
            )
        ]
        return shares[0].sum() / shares[1].sum()

    assert pooled(score) == pytest.approx(TRUTHS.pressure_points, abs=9)
    assert pooled(lambda seed: opt_outs(seed, False)) < 0.008
    assert pooled(lambda seed: opt_outs(seed, True)) > 0.02


def test_late_deliveries_make_detractors():
    def difference(seed: int) -> float:
        orders = company(seed)["orders"].drop_duplicates("order_id").set_index("order_id")
        rows = answers(seed, "transactional")
        rows = rows[rows["touchpoint"] == "Delivery"].join(
            orders[["promised_on", "delivered_on"]], on="order_id"
        )
        is_late = rows["delivered_on"] > rows["promised_on"]
        is_detractor = rows["nps"] <= 6
        return is_detractor[is_late].mean() - is_detractor[~is_late].mean()

    assert pooled(difference) == pytest.approx(TRUTHS.realised_late_risk_difference, abs=0.05)


def test_phone_calls_about_service_come_again():
    def repeats(seed: int, is_phone: bool) -> float:
        rows = company(seed)["interactions"]
        rows = rows[rows["touchpoint"] == TRUTHS.repeat_touchpoint]
        rows = rows.sort_values(["customer_id", "occurred_at"])
        wait = rows.groupby("customer_id")["occurred_at"].shift(-1) - rows["occurred_at"]
        is_here = (rows["channel"] == TRUTHS.repeat_channel) == is_phone
        return (wait <= pd.Timedelta(days=7))[is_here].mean()

    assert pooled(lambda seed: repeats(seed, True)) == pytest.approx(TRUTHS.repeat_rate, abs=0.04)
    assert pooled(lambda seed: repeats(seed, False)) < 0.6 * TRUTHS.repeat_rate


def test_comments_are_there_in_number_and_hold_something_to_mask():
    comments = company(7)["responses"]["comment"].dropna()
    assert len(comments) > 4000
    assert (comments.str.split().str.len() >= 4).mean() > 0.95
    assert comments.str.contains("@example").any()
