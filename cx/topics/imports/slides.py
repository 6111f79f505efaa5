"""What was brought in, as slides, of the very result that the page shows."""

from cx import zones
from cx.export.slide import Slide
from cx.topics import slides
from cx.topics.imports.results import Import, Imports
from cx.topics.imports.story import state_of
from cx.words import counts_in_words, in_short


def slides_of(result: Imports) -> list[Slide]:
    """Return the slide with the newest imports, or that there are none."""
    if not result.imports:
        return [slides.refused(result.headline, "Bring a file in on the page Upload.")]
    zone = result.settings.time_zone
    columns = ("Number", f"When ({zone})", "By", "Extract", "File", "Rows", "State")
    return [
        Slide(
            result.headline,
            "The newest imports first",
            table=slides.grid(columns, [_row(each, zone) for each in result.imports]),
            notes=["Every import can be undone on the page History."],
        )
    ]


def _row(each: Import, zone: str) -> tuple[str, ...]:
    return (
        str(each.import_id),
        f"{zones.local(each.at, zone):%Y-%m-%d %H:%M}",
        in_short(each.actor, 20),
        each.kind.replace("_", " "),
        in_short(each.file_name, 32),
        counts_in_words(each.rows),
        state_of(each),
    )
