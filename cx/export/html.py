"""Writes reports as one page of HTML for a mail: plain, escaped, nothing loaded from elsewhere."""

from collections.abc import Sequence
from html import escape

from cx.export.plain import plain
from cx.export.report import Figure, Link, Report, figure_words
from cx.export.theme import colour
from cx.words import day_in_words

MOST_FIGURES, MOST_FINDINGS = 6, 4


def to_html(reports: Sequence[Report]) -> str:
    """Write a summary of reports: of each its answer, its first figures and findings.

    Parameters
    ----------
    reports : sequence of Report
        The first is what the whole is about.

    Examples
    --------
    >>> page = to_html([Report("nps", {}, "all time", 7, "NPS is 31 <b>.", title="NPS")])
    >>> "NPS is 31 &lt;b&gt;." in page, "<script" in page, "src=" in page
    (True, False, False)
    """
    first = reports[0]
    title = _said(first.title or first.topic)
    parts = "\n".join(map(_part, reports))
    return (
        f'<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>{_style(first.accent)}</style>\n</head>\n"
        f"<body>\n<p>{_said(first.company)}</p>\n<h1>{title}</h1>\n{parts}\n</body>\n</html>\n"
    )


def _style(accent: str) -> str:
    ink, muted, grid = (f"#{colour(name)}" for name in ("ink", "muted", "grid"))
    return (
        f"body{{font-family:Segoe UI,Helvetica,Arial,sans-serif;color:{ink};max-width:46rem;"
        f"margin:1.5rem auto;padding:0 1rem;line-height:1.45}}"
        f"h1{{color:#{colour('focus', accent)}}}h2{{font-size:1.15rem;margin-top:2rem}}"
        f".about{{color:{muted};font-size:.9rem}}table{{border-collapse:collapse;width:100%}}"
        f"td,th{{text-align:left;border-bottom:1px solid {grid};padding:.3rem .5rem .3rem 0}}"
    )


def _said(text: str) -> str:
    return escape(plain(text))


def _part(report: Report) -> str:
    """Write one report: its answer as a heading, what it is of, figures and findings."""
    latest = f"data of {day_in_words(report.latest_on)}, " if report.latest_on else ""
    about = f"{report.filters_in_words} · {latest}version {report.data_version}"
    findings = [each.title for each in report.slides if each.title != report.headline]
    items = "".join(f"<li>{_said(each)}</li>" for each in findings[:MOST_FINDINGS])
    return (
        f'<h2>{_said(report.headline)}</h2>\n<p class="about">{_said(about)}</p>\n'
        f"{_figures(report.figures[:MOST_FIGURES])}{f'<ul>{items}</ul>' if items else ''}\n"
        f"{_where(report.link)}"
    )


def _where(link: Link) -> str:
    said = _said(link)
    shown = f'<a href="{said}">{said}</a>' if link.is_whole else said
    return f'<p class="about">The same view in the dashboard: {shown}</p>' if link else ""


def _figures(figures: Sequence[Figure]) -> str:
    rows = "".join(_row(each) for each in figures)
    head = "<tr><th>Figure</th><th>Value</th><th>95 % interval</th><th>Verdict</th></tr>"
    return f"<table>{head}{rows}</table>" if rows else ""


def _row(each: Figure) -> str:
    cells = (each.label, figure_words(each), each.shown_interval, each.verdict or "")
    return f"<tr>{''.join(f'<td>{_said(cell)}</td>' for cell in cells)}</tr>"
