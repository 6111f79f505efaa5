"""The tables of the Drivers page as plain rows: what is refused has a row with its code."""

from collections.abc import Iterable

from cx.analysis.causes import Cause
from cx.analysis.defection.cox import Hazards
from cx.analysis.defection.recovery import Recovery
from cx.analysis.defection.survival import YEAR, Curve, Survival
from cx.analysis.dissatisfaction.asymmetry import Asymmetry
from cx.analysis.dissatisfaction.bridge import Bridge, Term
from cx.analysis.dissatisfaction.reach_noise import ReachNoise
from cx.analysis.drivers.logistic import LogitShares
from cx.analysis.drivers.quadrants import Gap, Grid
from cx.analysis.ladder import Refusal
from cx.export.report import Row
from cx.topics.drivers.results import Causes, Defection, Drivers, Worths
from cx.topics.drivers.words import is_worse, kind_of


def code(refusal: Refusal | None) -> str | None:
    """Return the code of a refusal, None without one."""
    return refusal.code if refusal else None


def warnings(result: Drivers) -> list[Row]:
    """Every warning and refusal of the page with what would lift it."""
    cost, left = result.dissatisfaction, result.defection
    said = result.attitudes.importance
    found: list[tuple[str, Refusal | None]] = [
        ("importance", said.refusal),
        *(("importance", each) for each in (*said.dropped, *said.warnings)),
        ("bad_answers", result.yes_or_no.refusal),
        ("bridge", cost.bridge.refusal),
        ("dissatisfiers", cost.dissatisfiers.refusal),
        ("asymmetry", cost.asymmetry.refusal),
        *(("asymmetry", each.refusal) for each in cost.asymmetry.contrasts),
        *(
            (f"causes, {kind.survey_kind}", each)
            for kind in result.causes
            for each in (*kind.unknown, *(cause.refusal for cause in kind.found))
        ),
        *(("defection", each) for each in left.warnings),
        ("defection", left.survival.refusal),
        ("hazards", left.hazards.refusal),
        ("bad_contacts", left.bad_contacts.refusal),
        ("responding", left.responding.refusal),
        *(("recovery", each.refusal) for each in result.recovery.contrasts),
        ("worth", result.worths.refusal),
    ]
    rows = {(where, each.code): each for where, each in found if each}
    return [
        {"where": where, "code": name, "message": each.message, "remedy": each.remedy}
        for (where, name), each in rows.items()
    ]


def yes_or_no(found: LogitShares) -> list[Row]:
    """Shares of McFadden's R² of a bad answer."""
    if found.refusal:
        return [{"attribute": None, "refusal": code(found.refusal)}]
    return [
        {
            "attribute": name,
            "mcfadden": share,
            "share": share / found.r2 if found.r2 else None,
            "log_odds": slope,
            "answers": found.answers,
            "refusal": None,
        }
        for name, share, slope in zip(found.names, found.shares, found.coefficients, strict=True)
    ]


def stated(grid: Grid | None) -> list[Row]:
    """Derived importance against what people say."""
    return [
        {
            "attribute": each.name,
            "derived": each.importance,
            "stated": each.performance,
            "low": each.low,
            "high": each.high,
            "place": each.quadrant,
            "certainty": each.certainty,
        }
        for each in (grid.placed if grid else ())
    ]


def places(grid: Grid | None) -> list[Row]:
    """Importance against rating."""
    return [
        {
            "attribute": each.name,
            "importance": each.importance,
            "rating": each.performance,
            "low": each.low,
            "high": each.high,
            "place": each.quadrant,
            "certainty": each.certainty,
        }
        for each in (grid.placed if grid else ())
    ]


def gaps(found: Iterable[Gap]) -> list[Row]:
    """Rating less stated importance, person by person."""
    return [
        {
            "attribute": each.name,
            "stated": each.stated,
            "gap": each.value,
            "low": each.low,
            "high": each.high,
            "is_clear": each.is_clear,
            "people": each.people,
            "refusal": code(each.refusal),
        }
        for each in found
    ]


def bridge(found: Bridge) -> list[Row]:
    """From the start to the score: the points of all rows but the last add up to the last."""
    if found.refusal:
        return [{"attribute": None, "refusal": code(found.refusal)}]
    terms = [
        row
        for span in found.spans
        for row in (_term(span.name, "low", span.penalty), _term(span.name, "top", span.reward))
    ]
    return [
        {"attribute": "(all in the middle)", "level": "start", "points": found.start},
        *terms,
        {"attribute": "(not rated)", "level": "missing", "points": found.unrated},
        {"attribute": "(score)", "level": "score", "points": found.score},
    ]


def _term(name: str, level: str, term: Term) -> Row:
    return {
        "attribute": name,
        "level": level,
        "points": term.points,
        "low": term.low,
        "high": term.high,
        "effect": term.effect,
        "share": term.share,
        "is_clear": term.is_clear,
        "refusal": None,
    }


def dissatisfiers(found: ReachNoise) -> list[Row]:
    """Failings by how much more often detractors report them."""
    if found.refusal:
        return [{"attribute": None, "refusal": code(found.refusal)}]
    return [
        {
            "attribute": each.name,
            "reach": each.reach,
            "noise": each.noise,
            "value": each.value,
            "low": each.low,
            "high": each.high,
            "is_clear": each.is_clear,
            "is_key": each.name in found.key,
            "refusal": None,
        }
        for each in found.dissatisfiers
    ]


def together(found: ReachNoise) -> list[Row]:
    """Failings added one by one."""
    return [
        {"attribute": s.name, "reach": s.reach, "noise": s.noise, "difference": s.difference}
        for s in found.curve
    ]


def asymmetry(found: Asymmetry) -> list[Row]:
    """Penalty and reward of each attribute, and its class where one may be named."""
    if found.refusal:
        return [{"attribute": None, "refusal": code(found.refusal)}]
    return [
        {
            "attribute": each.name,
            "penalty": each.penalty,
            "penalty_low": each.penalty_low,
            "penalty_high": each.penalty_high,
            "reward": each.reward,
            "reward_low": each.reward_low,
            "reward_high": each.reward_high,
            "riocs": each.riocs,
            "ia": each.ia,
            "class": each.standing,
            "reason": each.reason or None,
            "p_symmetry": each.p_symmetry,
            "flips": each.flips,
            "refusal": code(each.refusal),
        }
        for each in found.contrasts
    ]


def causes(found: Causes) -> list[Row]:
    """Causes of one kind of survey, then those of which nothing is on file."""
    rows = [{"survey_kind": found.survey_kind, **_cause(each)} for each in found.found]
    nothing = [
        {"survey_kind": found.survey_kind, "cause": each.code.split(":")[1], "refusal": each.code}
        for each in found.unknown
    ]
    return [*rows, *nothing]


def by_group(found: Causes) -> list[Row]:
    """Causes within each group."""
    return [
        {
            "survey_kind": found.survey_kind,
            "dimension": each.dimension,
            "group": each.group,
            **_cause(each.cause),
        }
        for each in found.by_group
    ]


def _cause(each: Cause) -> Row:
    ends = {
        f"{name}{end}": getattr(estimate, part) if estimate else None
        for name, estimate in (
            ("difference", each.difference),
            ("ratio", each.ratio),
            ("adjusted", each.adjusted),
            ("odds", each.odds),
        )
        for part, end in (("value", ""), ("low", "_low"), ("high", "_high"))
    }
    return {
        "cause": each.name,
        "label": kind_of(each.name).label,
        "exposed": each.exposed,
        "others": each.others,
        "unknown": each.unknown,
        "risk": each.risk,
        "risk_without": each.risk_without,
        **ends,
        "share_behind": each.share_behind,
        "p": each.p,
        "is_clear": each.is_clear,
        "is_worse": is_worse(each),
        "held_equal": ", ".join(each.held_equal),
        "refusal": code(each.refusal),
        "adjusted_refusal": code(each.adjusted_refusal),
    }


def survival(found: Survival) -> list[Row]:
    """Who is still there, group by group."""
    if found.refusal:
        return [{"group": None, "refusal": code(found.refusal)}]
    return [_curve(each) for each in found.curves]


def _curve(each: Curve) -> Row:
    year = each.at.get(YEAR)
    return {
        "group": each.name,
        "people": each.people,
        "exits": each.exits,
        "there_after_a_year": year.value if year else None,
        "low": year.low if year else None,
        "high": year.high if year else None,
        "median_days": each.median,
        "mean_days": each.stay.value if each.stay else None,
        "refusal": None,
    }


def pairs(found: Survival) -> list[Row]:
    """Groups compared two by two."""
    return [
        {
            "first": each.first,
            "second": each.second,
            "p": each.p,
            "is_clear": each.is_clear,
            "days_longer": each.stay_difference.value if each.stay_difference else None,
            "left_more": each.risk_difference.value if each.risk_difference else None,
            "low": each.risk_difference.low if each.risk_difference else None,
            "high": each.risk_difference.high if each.risk_difference else None,
        }
        for each in found.pairs
    ]


def hazards(found: Defection) -> list[Row]:
    """Hazard ratios of the answer, early and over the whole time, and of bad contacts."""
    return [
        *_hazards("first_90_days", found.early),
        *_hazards("whole_time", found.hazards),
        *_hazards("after_bad_contact", found.bad_contacts),
    ]


def _hazards(model: str, found: Hazards) -> list[Row]:
    if found.refusal:
        return [{"model": model, "term": None, "refusal": code(found.refusal)}]
    return [
        {
            "model": model,
            "term": each.term,
            "ratio": each.ratio,
            "low": each.low,
            "high": each.high,
            "p": each.p,
            "is_clear": each.is_clear,
            "p_constant": each.p_constant,
            "people": found.people,
            "exits": found.exits,
            "refusal": None,
        }
        for each in found.hazards
    ]


def groups(found: Recovery) -> list[Row]:
    """Scores by what became of a complaint."""
    return [
        {
            "group": each.name,
            "score": each.score.value,
            "low": each.score.low,
            "high": each.score.high,
            "answers": each.score.responses,
            "people": each.people,
            "refusal": code(each.score.refusal),
        }
        for each in found.groups
    ]


def recovery(found: Recovery) -> list[Row]:
    """Scores after complaints put right or not, one row per comparison."""
    scores = {each.name: each.score for each in found.groups}
    return [
        {
            "first": each.first,
            "second": each.second,
            "first_score": scores[each.first].value,
            "second_score": scores[each.second].value,
            "difference": each.plain.value if each.plain else None,
            "adjusted": each.adjusted.value if each.adjusted else None,
            "low": each.adjusted.low if each.adjusted else None,
            "high": each.adjusted.high if each.adjusted else None,
            "p": each.p,
            "is_clear": each.is_clear,
            "refusal": code(each.refusal),
        }
        for each in found.contrasts
    ]


def worths(found: Worths, currency: str = "") -> list[Row]:
    """What fixing each clear failing may be worth; money in the reporting currency."""
    return [
        {
            "attribute": fix.name,
            "points": fix.worth.points.value,
            "points_low": fix.worth.points.low,
            "points_high": fix.worth.points.high,
            "money": fix.worth.money.value if fix.worth.money else None,
            "money_low": fix.worth.money.low if fix.worth.money else None,
            "money_high": fix.worth.money.high if fix.worth.money else None,
            "currency": currency or None,
            "refusal": code(fix.worth.refusal),
        }
        for fix in found.fixes
    ]
