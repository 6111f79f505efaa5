"""Specification of the Voice topic: rows by hand, nobody exposed, nothing pooled that differs."""

import json
from collections.abc import Callable
from datetime import date

import numpy as np
import pytest

from cx.auth import everybody
from cx.export import to_json
from cx.filters import Filters
from cx.topics import voice
from cx.warehouse import House
from tests.test_voice import THEMES

EVERYTHING = Filters()
Asks = Callable[..., object]


def load(house: House, filters: Filters = EVERYTHING, part: str = "load", **options: object):
    with house.snapshot() as state:
        return getattr(voice, part)(
            lambda name, given, **extra: state.ask(name, given, everybody(), **extra),
            filters,
            **options,
        )


def answer(number: int, score: int, comment: str | None = None, **columns: object) -> dict:
    return {
        "response_id": f"r{number:05}",
        "responded_at": "2026-05-01",
        "nps": score,
        "comment": comment,
        "language": "en",
        **columns,
    }


TOPICS = tuple(theme.split() for theme in THEMES)


def about(number: int, topic: int) -> str:
    """A comment of six words of a topic."""
    dice = np.random.default_rng(number)
    return " ".join(dice.choice(TOPICS[topic], 6, replace=False))


@pytest.fixture
def three_themes(bring) -> list[dict]:
    """Delivery (0) goes with detractors, installation (2) with promoters, invoices with neither."""
    scores = ((2, 2, 7, 10), (2, 7, 10, 7), (10, 10, 7, 2))
    rows = [
        answer(
            i,
            scores[i % 3][i // 3 % 4],
            about(i, i % 3),
            customer_id=f"c{i % 400}",
            responded_at=f"2026-{1 + i % 6:02}-10",
        )
        for i in range(600)
    ]
    rows += [answer(1000 + i, 10, "parcel late", customer_id=f"d{i}") for i in range(20)]
    bring("responses", rows)
    return rows


def topic_of(theme: object) -> int:
    words = {word for each in theme.words for word in each.split()}
    return int(np.argmax([len(words & set(topic)) for topic in TOPICS]))


def points(score: int) -> int:
    return 100 if score >= 9 else -100 if score <= 6 else 0


def test_only_comments_of_the_answers_shown_are_read(bring, ask: Asks):
    bring(
        "responses",
        [
            answer(1, 3, "too late", channel="Web"),
            answer(2, 9, "   ", channel="Web"),
            answer(3, 9, None, channel="Web"),
            answer(4, 9, "fine", channel="Shop"),
            answer(5, 9, "fine", channel="Web", responded_at="2025-05-01"),
            {**answer(6, 1, "no score", channel="Web"), "nps": None},
        ],
    )
    view = Filters("custom", date(2026, 1, 1), date(2026, 12, 31), channel=("Web",))
    rows = ask("voice/comments", view, most=10)
    assert rows["response_id"].tolist() == ["r00001"]
    assert rows[["points", "standing", "total"]].values.tolist() == [[-100.0, -1, 1]]


def test_a_comment_stands_beside_the_revenue_of_twelve_months(bring, ask: Asks):
    bring(
        "orders",
        [
            {"order_id": "a", "customer_id": "c1", "ordered_at": "2026-04-30", "revenue": 10},
            {"order_id": "b", "customer_id": "c1", "ordered_at": "2025-05-02", "revenue": 5},
            {"order_id": "c", "customer_id": "c1", "ordered_at": "2025-05-01", "revenue": 100},
            {"order_id": "d", "customer_id": "c2", "ordered_at": "2024-01-01", "revenue": 7},
            {"order_id": "e", "customer_id": "c1", "ordered_at": "2026-05-02", "revenue": 1000},
            {"order_id": "f", "customer_id": "c3", "ordered_at": "2026-04-30"},
        ],
    )
    people = ["c1", "c2", "c3", None]
    bring("responses", [answer(i, 9, "fine", customer_id=c) for i, c in enumerate(people)])
    view = Filters("custom", None, date(2026, 5, 1))
    found = dict(ask("voice/comments", view, most=10)[["response_id", "revenue"]].values)
    assert (found["r00000"], found["r00001"]) == (15.0, 0.0)
    assert np.isnan(found["r00002"])
    assert np.isnan(found["r00003"])


def test_of_too_many_comments_whole_people_are_sampled_always_alike(bring, ask: Asks):
    bring("responses", [answer(i, 9, "fine", customer_id=f"c{i // 3}") for i in range(60)])
    first, again = (ask("voice/comments", EVERYTHING, most=30) for _ in range(2))
    assert first["response_id"].tolist() == again["response_id"].tolist()
    assert (len(first), first["total"].iloc[0]) == (30, 60)
    assert (first.groupby("person").size() == 3).all()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("late", ["r00001", "r00002"]),
        ("LATE parcel", ["r00001"]),
        ("parcel late", ["r00001"]),
        ("ate", []),
        ("cafe", ["r00003"]),
        ("CAFÉ", ["r00003"]),
        ("e-mail", ["r00004"]),
        ("100%", []),
        ("'; drop table x --", []),
    ],
)
def test_search_finds_comments_that_hold_all_words_or_their_beginnings(bring, house, text, found):
    bring(
        "responses",
        [
            answer(1, 3, "The parcel came later, again", customer_id="c1"),
            answer(2, 3, "LATE!", customer_id="c2"),
            answer(3, 9, "nice café", customer_id="c3"),
            answer(4, 9, "no answer to my e-mail", customer_id="c4"),
            *[answer(10 + i, 9, "x", customer_id=f"d{i}") for i in range(10)],
        ],
    )
    result = load(house, part="search", text=text)
    assert [hit.response_id for hit in result.hits] == found
    assert result.total == len(found)


def test_search_gives_the_newest_first_page_by_page_and_one_side_alone(bring, house: House):
    days = [f"2026-05-01 00:{i // 60:02}:{i % 60:02}" for i in range(120)]
    bring(
        "responses",
        [answer(i, (9, 3)[i % 2], "slow", responded_at=day) for i, day in enumerate(days)],
    )
    first, last = (load(house, part="search", text="slow", page=page) for page in (0, 2))
    assert (first.hits[0].response_id, len(first.hits), first.total) == ("r00119", 50, 120)
    assert (len(last.hits), last.skipped, last.hits[-1].response_id) == (20, 100, "r00000")
    unhappy = load(house, part="search", text="slow", standing=-1)
    assert unhappy.total == 60
    assert {hit.standing for hit in unhappy.hits} == {-1}


def test_where_fewer_than_ten_people_wrote_nobody_is_shown(bring, house: House):
    bring("responses", [answer(i, 3, "slow", customer_id=f"c{i % 9}") for i in range(40)])
    result = load(house, part="search", text="slow")
    assert (result.hits, result.total) == ((), 40)
    assert result.refusal.code == "quotes_lt_10"
    assert result.refusal.remedy == "needs comments of 1 more"


def test_the_language_that_the_file_says_counts_before_the_vote(bring, house: House):
    said = ["de", "DE-at", "German", None, None, "?"]
    text = "The driver was late and nobody called me"
    bring("responses", [answer(i, 3, text, language=each) for i, each in enumerate(said)])
    bring("responses", [answer(9, 3, "Super!", language=None)])
    mix = load(house, part="load_words").mix
    assert [(each.code, each.comments, each.recorded) for each in mix.languages] == [
        ("de", 3, 3),
        ("en", 3, 0),
        ("undetermined", 1, 0),
    ]
    assert sum(each.share for each in mix.languages) == pytest.approx(1)


def test_languages_are_never_pooled(bring, house: House):
    rows = [answer(i, 2, sentence(i, "slow")) for i in range(60)]
    rows += [answer(60 + i, 10, sentence(60 + i, "fast")) for i in range(60)]
    rows += [answer(200 + i, 2, sentence(i, "lento"), language="es") for i in range(50)]
    rows += [answer(300 + i, 10, sentence(60 + i, "veloz"), language="es") for i in range(50)]
    bring("responses", rows)
    found = load(house, part="load_words").by_language
    assert [each.language for each in found] == ["en", "es"]
    assert {word.word for word in found[0].low} == {"slow"}
    assert {word.word for word in found[1].low} == {"lento"}


def sentence(number: int, *words: str) -> str:
    """A comment of four words and more that no other is like."""
    signs = "abcdefghij"
    own = "".join(signs[int(digit)] for digit in str(number))
    return " ".join(["today", f"own{own}", "was", *words])


@pytest.fixture
def told_apart(bring) -> None:
    """Detractors say slow, promoters kind; passives say neither, nor count."""
    rows = [answer(i, 2, sentence(i, "slow")) for i in range(80)]
    rows += [answer(100 + i, 10, sentence(100 + i, "kind")) for i in range(80)]
    rows += [answer(300 + i, 7, sentence(300 + i, "grey")) for i in range(80)]
    bring("responses", rows)


def test_the_words_of_each_side_are_found_with_their_shares(house: House, told_apart):
    found = load(house, part="load_words").by_language[0]
    assert [(word.word, word.share_low, word.share_high) for word in found.low] == [("slow", 1, 0)]
    assert [(word.word, word.share_low, word.share_high) for word in found.high] == [("kind", 0, 1)]
    assert (found.people_low, found.people_high) == (80, 80)


def test_a_word_is_quoted_three_times_from_its_own_side(house: House, told_apart):
    word = load(house, part="load_words").by_language[0].low[0]
    assert len({quote.text for quote in word.quotes}) == 3
    assert {quote.standing for quote in word.quotes} == {-1}
    assert all("slow" in quote.text for quote in word.quotes)


def test_a_word_of_fewer_than_ten_people_is_not_quoted(bring, house: House):
    rows = [answer(i, 2, sentence(i, "rude" if i < 9 else "")) for i in range(60)]
    rows += [answer(100 + i, 10, sentence(100 + i)) for i in range(600)]
    bring("responses", rows)
    word = load(house, part="load_words").by_language[0].low[0]
    assert (word.word, word.quotes, word.quotes_withheld.code) == ("rude", (), "quotes_lt_10")


def test_somebody_unhappy_once_and_happy_later_counts_on_both_sides(bring, house: House):
    rows = [answer(i, 2, sentence(i, "slow"), customer_id=f"c{i}") for i in range(40)]
    rows += [answer(100 + i, 10, sentence(100 + i, "kind"), customer_id=f"c{i}") for i in range(40)]
    bring("responses", rows)
    found = load(house, part="load_words").by_language[0]
    assert (found.people_low, found.people_high) == (40, 40)


@pytest.mark.parametrize("metric", ["csat", "ces"])
def test_other_metrics_compare_their_own_two_sides(bring, house: House, metric):
    rows = [{**answer(i, 5, sentence(i, "slow")), metric: 1} for i in range(40)]
    rows += [{**answer(100 + i, 5, sentence(100 + i, "kind")), metric: 5} for i in range(40)]
    bring("responses", rows)
    result = load(house, Filters(metric=metric))
    assert [word.word for word in result.words.by_language[0].low] == ["slow"]
    low, high = {"csat": ("dissatisfied", "satisfied"), "ces": ("hard", "easy")}[metric]
    assert low in result.headline
    assert high in result.headline


def test_nothing_personal_leaves_the_topic(bring, house: House):
    secret = "write to kim@mail.example.org or ring 0171 2345678, says Mrs Example"
    rows = [answer(i, 2, f"{sentence(i, 'slow')} {secret}") for i in range(400)]
    rows += [answer(900 + i, 10, f"{sentence(900 + i, 'kind')} {secret}") for i in range(400)]
    bring("responses", rows)
    bring(
        "findings",
        [{"finding_id": "f1", "kind": "social", "observed_on": "2026-05-01", "finding": secret}],
    )
    learnt = load(house, part="learn")
    everything = [load(house), load(house, part="search"), learnt]
    text = repr(everything) + to_json(voice.report(everything[0], 1))
    assert "[e-mail]" in text
    for part in ("kim@", "2345678", "Mrs Example", "'example'", "'kim'", "mail.example"):
        assert part not in text


def finding(number: int, **columns: object) -> dict:
    return {
        "finding_id": f"f{number}",
        "kind": "mystery_shopper",
        "observed_on": "2026-05-01",
        "touchpoint": "Delivery",
        "finding": "Came late",
        **columns,
    }


@pytest.fixture
def contacts(bring) -> None:
    surveys = {"p": "relationship", "t": "transactional"}
    bring("surveys", [{"survey_id": s, "name": s, "kind": kind} for s, kind in surveys.items()])
    rows = [answer(i, 10, survey_id="p", touchpoint="Delivery") for i in range(100)]
    rows += [answer(200 + i, 2, survey_id="t", touchpoint="Delivery") for i in range(80)]
    rows += [answer(400 + i, 10, survey_id="t", touchpoint="Order") for i in range(80)]
    bring("responses", rows)


def test_findings_stand_beside_the_survey_after_contacts(bring, house: House, contacts):
    bring(
        "findings",
        [
            *[finding(i, score=4, scale_max=10) for i in range(30)],
            *[finding(100 + i, score=3, scale_max=5, finding="Came rude") for i in range(30)],
            finding(200, kind="social", touchpoint="Order", finding="Praise"),
        ],
    )
    result = load(house, part="load_listening")
    assert (result.survey_kind, result.kinds, result.findings) == (
        "transactional",
        ("mystery_shopper", "social"),
        61,
    )
    first, second = result.touchpoints
    assert (first.touchpoint, first.survey.value, second.survey.value) == ("Delivery", -100, 100)
    post = first.posts[0]
    assert (post.findings, post.scored, post.score.value) == (60, 60, 5.0)
    assert [(each.text, each.times) for each in post.examples] == [
        ("Came late", 30),
        ("Came rude", 30),
    ]


def test_a_post_without_scores_says_so_and_one_without_a_scale_counts_nowhere(
    bring, house: House, contacts
):
    bring(
        "findings",
        [finding(1, kind="suggestion"), *[finding(10 + i, score=4) for i in range(3)]],
    )
    result = load(house, part="load_listening")
    assert result.unscaled == 3
    posts = {post.kind: post for post in result.touchpoints[0].posts}
    assert posts["suggestion"].score.refusal.code == "no_scores"
    assert (posts["mystery_shopper"].findings, posts["mystery_shopper"].scored) == (3, 0)


def test_few_scored_findings_give_no_mean(bring, house: House, contacts):
    bring("findings", [finding(i, score=4, scale_max=10) for i in range(9)])
    score = load(house, part="load_listening").touchpoints[0].posts[0].score
    assert score.value is None
    assert score.refusal.remedy == "needs 1 more scored finding"


def test_findings_follow_the_filters_they_know(bring, house: House, contacts):
    bring(
        "findings",
        [
            finding(1, channel="Web", segment="A"),
            finding(2, channel="Shop", segment="A"),
            finding(3, channel="Web", segment="A", observed_on="2020-01-01"),
            finding(4),
        ],
    )
    view = Filters("custom", date(2026, 1, 1), None, channel=("Web",), region=("North",))
    assert load(house, view, part="load_listening").findings == 1
    unknown = Filters(channel=("(unknown)",))
    assert load(house, unknown, part="load_listening").findings == 1


def test_without_findings_the_survey_stands_alone_and_says_why(house: House, contacts):
    result = load(house, part="load_listening")
    assert result.refusal.code == "no_findings"
    assert [side.touchpoint for side in result.touchpoints] == ["Delivery", "Order"]


def test_the_answer_names_words_and_the_theme_that_costs_most(house: House, three_themes):
    headline = load(house).headline
    assert headline.startswith("The theme “")
    assert "Words that stand out: of detractors “" in headline
    assert "is linked to the lower score: NPS is −25 where" in headline
    assert "write about it (200 comments) and 12 where" in headline


def test_nothing_clear_is_said_to_be_so(bring, house: House):
    bring("responses", [answer(i, (2, 10)[i % 2], about(i, i // 2 % 3)) for i in range(600)])
    headline = load(house).headline
    assert headline.startswith("None of the 3 themes is clearly linked")
    assert "No word of detractors differs from those of promoters beyond chance" in headline


def test_without_comments_the_page_says_how_many_answered(bring, house: House):
    assert load(house).headline == "No comments match these filters."
    bring("responses", [answer(i, 9) for i in range(12)])
    result = load(house)
    assert result.headline == (
        "No comments match these filters. None of the 12 answers says anything in words."
    )
    assert result.notes == ()


def test_comments_that_nobody_can_read_are_counted_and_said_to_be(bring, house: House):
    bring("responses", [answer(i, 9, "ok", language=None) for i in range(12)])
    result = load(house)
    assert "of none can the language be told" in result.headline
    assert any("nobody can tell the language" in note for note in result.notes)


def test_kinds_of_survey_are_never_pooled(bring, house: House, contacts):
    bring(
        "responses",
        [
            answer(600 + i, 2, sentence(i), survey_id="pt"[i % 2], customer_id=f"c{i}")
            for i in range(60)
        ],
    )
    result = load(house)
    assert (result.view.filters.survey_kind, result.mix.comments) == ("relationship", 30)
    assert any("transactional surveys answer another question" in note for note in result.notes)


def test_the_report_has_the_tables_that_programs_read(bring, house: House, three_themes):
    bring("findings", [finding(i, score=4, scale_max=10) for i in range(30)])
    result = load(house)
    report = json.loads(to_json(voice.report(result, 3)))
    assert (report["topic"], report["data_version"]) == ("voice", 3)
    tables = report["tables"]
    assert {"words", "themes", "languages", "findings", "theme_months"} <= tables.keys()
    assert {row["comments"] for row in tables["themes"]} == {200}
    assert tables["languages"][0]["language"] == "en"
    assert tables["findings"][0]["score"] == 4.0
    assert not any("customer_id" in row for rows in tables.values() for row in rows)


def test_a_refusal_is_a_row_of_the_report(bring, house: House):
    bring("responses", [answer(i, 2, sentence(i, "slow")) for i in range(20)])
    tables = voice.report(load(house), 1).tables
    assert [row["refusal"] for row in tables["words"]] == ["comments_lt_30_per_side"]
    assert [row["refusal"] for row in tables["themes"]] == ["comments_lt_300"]
    assert [row["refusal"] for row in tables["findings"]] == ["no_findings"]


def test_all_that_a_listening_post_found_at_a_touchpoint_is_listed_masked(
    bring, house: House, contacts
):
    common = {"kind": "social", "touchpoint": "Order", "observed_on": "2026-05-01"}
    rows = [{**common, "finding_id": f"x{i}", "finding": f"Finding {i % 5}"} for i in range(12)]
    rows.append({**common, "finding_id": "y", "finding": "Ask ann@post.example.com"})
    bring("findings", rows)
    found = load(house, part="findings_at", touchpoint="Order", kind="social")
    assert [each.times for each in found] == [3, 3, 2, 2, 2, 1]
    assert found[-1].text == "Ask [e-mail]"
