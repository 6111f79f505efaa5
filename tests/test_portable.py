"""What builds rollups runs on other engines too: definitions keep to the portable part of SQL."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlglot
from sqlglot import exp

from tests.headers import read_header, sql_files

ROOT = Path(__file__).resolve().parents[1]
VIEWS = sql_files(ROOT / "data" / "views")
PORTABLE = [file for file in VIEWS if read_header(file.read_text()).get("portable") == "yes"]


def label(file: Path) -> str:
    return file.stem


def test_there_are_portable_definitions():
    assert PORTABLE


@pytest.mark.parametrize("file", PORTABLE, ids=label)
@pytest.mark.parametrize("engine", ["spark", "clickhouse", "postgres"])
def test_a_portable_definition_translates(file, engine):
    for statement in sqlglot.parse(file.read_text(), read="duckdb"):
        statement.sql(dialect=engine, unsupported_level=sqlglot.ErrorLevel.RAISE)


@pytest.mark.parametrize("file", PORTABLE, ids=label)
def test_a_portable_definition_keeps_to_the_portable_part_of_sql(file):
    complaints = [f"{file.name}: {what}" for what in unportable(file.read_text())]
    assert not complaints, "\n" + "\n".join(complaints)


OWN = {"app.day_of", "app.month_of", "app.quarter_of", "app.moment_at"}
"""What another engine has to be given first: the wall clock of data/views/00_zone.sql."""


@pytest.mark.parametrize("file", PORTABLE, ids=label)
def test_a_portable_definition_calls_no_function_of_ours_but_the_wall_clock(file):
    called = {
        node.sql(dialect="duckdb").partition("(")[0]
        for statement in sqlglot.parse(file.read_text(), read="duckdb")
        for node in statement.find_all(exp.Dot)
        if isinstance(node.expression, exp.Func)
    }
    assert called <= OWN


def test_the_wall_clock_of_a_company_in_utc_is_itself_portable():
    for statement in sqlglot.parse((ROOT / "data/views/00_zone.sql").read_text(), read="duckdb"):
        body = statement.expression
        assert not [why for node in body.walk() for why in reasons(node)]


# Each engine understands these differently, or not at all.
FOREIGN = (
    exp.Pivot, exp.Array, exp.ArrayAgg, exp.ArrayContains, exp.Struct, exp.Bracket, exp.Explode,
    exp.Unnest, exp.GenerateSeries, exp.ApproxDistinct, exp.ApproxQuantile, exp.Qualify, exp.Round,
    exp.TimeToUnix, exp.UnixToTime, exp.IntDiv, exp.Columns, exp.TableSample, exp.ArgMax,
    exp.ArgMin, exp.Median, exp.Lambda, exp.Command,
)  # fmt: skip
RESERVED = {"at", "end", "group", "order", "user", "window", "limit", "offset"}


def unportable(text: str) -> Iterator[str]:
    """What in a definition would not run, or not mean the same, on another engine."""
    for statement in sqlglot.parse(text, read="duckdb"):
        for node in statement.walk():
            shown = node.sql(dialect="duckdb")[:70]
            yield from (f"{shown}: {why}" for why in reasons(node))


# Kind of node, what is wrong with it, and what to say.
CHECKS = (
    (exp.Star, lambda star: not isinstance(star.parent, exp.Count), "name the columns"),
    (exp.Group, lambda group: group.args.get("all"), "name what to group by"),
    (exp.Group, lambda group: has(exp.Literal, group.expressions), "no positions"),
    (exp.Ordered, lambda key: isinstance(key.this, exp.Var), "name what to order by"),
    (exp.Ordered, lambda key: isinstance(key.this, exp.Literal), "no positions"),
    (exp.Select, lambda select: select.args.get("windows"), "write each window out"),
    (exp.Join, lambda join: join.args.get("method"), "no asof or positional joins"),
    (exp.AggFunc, lambda aggregate: aggregate.find(exp.Select), "subquery inside an aggregate"),
    (exp.Div, lambda division: not is_decimal(division), "make it decimal: 1.0 * a / b"),
    (exp.Alias, lambda alias: alias.alias.lower() in RESERVED, "a reserved word as a name"),
    (exp.Alias, lambda alias: is_shadow(alias), "named like a column it is computed from"),
    (FOREIGN, lambda node: True, "not every engine has this"),
)


def reasons(node: exp.Expression) -> list[str]:
    return [why for kind, is_wrong, why in CHECKS if isinstance(node, kind) and is_wrong(node)]


def has(kind: type, nodes: list[exp.Expression]) -> bool:
    return any(isinstance(node, kind) for node in nodes)


def is_decimal(division: exp.Div) -> bool:
    literals = division.find_all(exp.Literal)
    casts = division.find_all(exp.Cast)
    floats = (exp.DataType.Type.DOUBLE, exp.DataType.Type.FLOAT, exp.DataType.Type.DECIMAL)
    return any(not literal.is_string and not literal.is_int for literal in literals) or any(
        cast.to.this in floats for cast in casts
    )


def is_shadow(alias: exp.Alias) -> bool:
    """Some engines then read the alias where the column was meant, even inside an aggregate."""
    is_computed = not isinstance(alias.this, exp.Column)
    return is_computed and alias.alias in {column.name for column in alias.find_all(exp.Column)}


@pytest.mark.parametrize(
    "text",
    [
        "select * from t",
        "select t.* from t",
        "from t",
        "select a from t group by all",
        "select a from t group by 1",
        "select a from t order by all",
        "select a from t order by 1",
        "select sum(a) over w as b from t window w as (partition by c)",
        "select a from t asof join u on t.a >= u.a",
        "pivot t on a using sum(b)",
        "select [1, 2] as a",
        "select a[1] as b from t",
        "select {'a': 1} as b",
        "select unnest(a) as b from t",
        "select a from generate_series(1, 2) as s(a)",
        "select approx_count_distinct(a) as b from t",
        "select a from t qualify row_number() over (order by a) = 1",
        "select round(a) as b from t",
        "select epoch(a) as b from t",
        "select epoch_ms(a) as b from t",
        "select sum((select 1)) as b from t",
        "select a + 1 as a from t",
        "select a / b as c from t",
        "select a // b as c from t",
        "select list_contains(a, b) as c from t",
        "select list(a) as c from t",
        "select arg_max(a, b) as c from t",
        "select a as at from t",
    ],
)
def test_what_is_not_portable_is_found(text):
    assert list(unportable(text))


def test_what_is_portable_passes():
    text = """
        select t.a, count(*) as answers, 1.0 * sum(t.b) / count(*) as mean_b,
            quantile_cont(t.w, 0.5) as median_wait, lead(t.a) over (order by t.a, t.b) as next_a
        from t where t.a in ($xs) group by t.a order by t.a
    """
    assert not list(unportable(text))
