"""What NPS, CSAT and CES are: one record each, read by pages, exports and docs alike."""

from dataclasses import dataclass

from cx.words import signed, unsigned


@dataclass(frozen=True, slots=True)
class Metric:
    """An experience metric, whose figure is the mean of the points of its answers.

    Parameters
    ----------
    key, name : str
        Short key of links and files, and the name people read.
    unit : str
        Unit of the figure: ``"points"``, ``"%"`` or ``"of 7"``.
    low, high : float
        Range of the figure.
    is_higher_better : bool
        Polarity: whether a rise is good.
    decimals : int
        Digits shown after the point.
    question, definition, source : str
        What was asked, how the figure is made, and who says so.
    """

    key: str
    name: str
    unit: str
    low: float
    high: float
    is_higher_better: bool
    decimals: int
    question: str
    definition: str
    source: str

    def format(self, value: float) -> str:
        """Write a value as people read it.

        >>> METRICS["nps"].format(30.98), METRICS["nps"].format(-7.2)
        ('31', '−7')
        >>> METRICS["csat"].format(76.8), METRICS["ces"].format(5.25)
        ('76.8 %', '5.25')
        """
        text = unsigned(value, self.decimals)
        return f"{text} %" if self.unit == "%" else text

    def format_change(self, change: float) -> str:
        """Write a change with its sign, in points: never per cent of per cent.

        >>> METRICS["nps"].format_change(5.2), METRICS["csat"].format_change(-1.25)
        ('+5.2 points', '−1.2 points')
        """
        return f"{signed(change, max(self.decimals, 1))} points"

    def is_good(self, verdict: str) -> bool | None:
        """Whether a verdict (``"up"``, ``"down"``, anything else) is good news.

        >>> METRICS["nps"].is_good("up"), METRICS["nps"].is_good("no clear change")
        (True, None)
        """
        if verdict not in ("up", "down"):
            return None
        return (verdict == "up") == self.is_higher_better


METRICS: dict[str, Metric] = {
    metric.key: metric
    for metric in (
        Metric(
            key="nps",
            name="NPS",
            unit="points",
            low=-100.0,
            high=100.0,
            is_higher_better=True,
            decimals=0,
            question="How likely are you to recommend us? (0 to 10)",
            definition=(
                "Share of promoters (9 or 10) minus share of detractors (0 to 6) among valid "
                "answers, in points from -100 to 100. Interval: adjusted Wald, 95 %."
            ),
            source="Reichheld 2003; interval: Rocks 2016, The American Statistician 70:365",
        ),
        Metric(
            key="csat",
            name="CSAT",
            unit="%",
            low=0.0,
            high=100.0,
            is_higher_better=True,
            decimals=1,
            question="How satisfied are you?",
            definition=(
                "Share of satisfied answers among valid ones: 4 or 5 on a scale of 5, 6 or 7 on "
                "a scale of 7, 8 to 10 on a scale of 10. Interval: Wilson, 95 %."
            ),
            source="Interval: Wilson 1927; difference: Newcombe 1998, method 10",
        ),
        Metric(
            key="ces",
            name="CES",
            unit="of 7",
            low=1.0,
            high=7.0,
            is_higher_better=True,
            decimals=2,
            question="How easy was it to deal with us?",
            definition=(
                "Mean ease from 1 (very hard) to 7 (very easy); questionnaires that ask for effort "
                "are turned round and scales of 5 stretched to 7, so that higher always means less "
                "effort. Interval: Student t, 95 %."
            ),
            source="Dixon, Freeman and Toman 2010; CES 2.0 wording",
        ),
    )
}
