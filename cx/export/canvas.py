"""The empty deck that slides are put on: ours at 16:9, or the layouts of a company's own file."""

import io
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lxml import etree
from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.exc import PackageNotFoundError
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.oxml.ns import qn
from pptx.util import Emu, Inches

from cx.errors import BadTemplate
from cx.export.theme import COLOURS, SHADES, colour

WIDTH, HEIGHT = Inches(13.333), Inches(7.5)
TITLES = (PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE)
WHOLE, FAINT = 100_000, 15_000
"""How much of a colour covers what lies behind it, in thousandths of a per cent."""
LARGEST_TEMPLATE = 200 * 2**20
NEXT = "Save it in PowerPoint as a presentation (.pptx) and name that file."


def paint(digits: str) -> Any:
    """Return a colour of six hex digits as slides take it."""
    make: Any = RGBColor
    return make.from_string(digits)


@dataclass(frozen=True, slots=True)
class Canvas:
    """A deck without slides, and where things stand on one.

    Parameters
    ----------
    deck : pptx.presentation.Presentation
    is_own : bool
        Whether its looks are those of a company's own file.
    accent : str
        Colour of what charts are about; ``""`` is ours.
    """

    deck: Any
    is_own: bool
    accent: str

    @property
    def width(self) -> int:
        """Width of a slide in EMU."""
        return int(self.deck.slide_width)

    @property
    def height(self) -> int:
        """Height of a slide in EMU."""
        return int(self.deck.slide_height)

    @property
    def margin(self) -> int:
        """Room at the left and right edge."""
        return round(0.045 * self.width)

    @property
    def inner(self) -> int:
        """Width between the margins."""
        return self.width - 2 * self.margin

    def part(self, share: float) -> int:
        """Return a share of the height in EMU."""
        return round(share * self.height)

    def layout(self, kind: str) -> Any:
        """Return the ``"title"`` or the ``"titleOnly"`` layout, else the barest with a title."""
        layouts = [each for each in self.deck.slide_layouts if _title_of(each) is not None]
        of_kind = [each for each in layouts if each._element.get("type") == kind]
        return (of_kind or sorted(layouts, key=lambda each: len(each.placeholders)))[0]


def _title_of(layout: Any) -> Any:
    found = (each for each in layout.placeholders if each.placeholder_format.type in TITLES)
    return next(found, None)


def own_canvas(template: Path, accent: str) -> Canvas:
    """Open a company's own file: its layouts, fonts and size; its slides are left out.

    Raises
    ------
    BadTemplate
        When it is no presentation, or has no layout with a title.
    """
    deck = _opened(template)
    _without_slides(deck)
    canvas = Canvas(deck, True, accent or _accent_of(deck))
    if all(_title_of(each) is None for each in deck.slide_layouts):
        raise BadTemplate(
            f"{template}: none of its {len(deck.slide_layouts)} layouts has a place for a title, "
            "and each slide needs one. Add one in PowerPoint under View, Slide Master."
        )
    return canvas


def follow_theme(slide: Any) -> None:
    """Give text the colour of the file's theme: its background may be dark.

    Tables keep theirs, as their cells have a light ground of their own.
    """
    parts = {COLOURS["ink"]: WHOLE, COLOURS["muted"]: WHOLE, COLOURS["grid"]: FAINT}
    for shape in slide.shapes:
        if not shape.has_table:
            holder = shape.chart._chartSpace if shape.has_chart else shape._element
            for each in list(holder.iter(qn("a:srgbClr"))):
                if each.get("val") in parts:
                    _follow(each, parts[each.get("val")])


def _follow(colour: Any, part: int) -> None:
    own = etree.Element(qn("a:schemeClr"), val="tx1")
    if part < WHOLE:
        etree.SubElement(own, qn("a:alpha"), val=str(part))
    colour.addprevious(own)
    colour.getparent().remove(colour)


def _opened(template: Path) -> Any:
    try:
        if template.stat().st_size > LARGEST_TEMPLATE:
            raise BadTemplate(f"{template} is larger than 200 MB. Take its pictures out.")
        return Presentation(io.BytesIO(template.read_bytes()))
    except OSError as error:
        raise BadTemplate(
            f"{template} cannot be read: {error.strerror}. Check its name."
        ) from error
    except ValueError as error:
        raise BadTemplate(f"{template} is no PowerPoint presentation. {NEXT}") from error
    except (PackageNotFoundError, zipfile.BadZipFile, KeyError, etree.XMLSyntaxError) as error:
        raise BadTemplate(f"{template} is no PowerPoint file, or is damaged. {NEXT}") from error


def _without_slides(deck: Any) -> None:
    listed = deck.slides._sldIdLst
    for each in list(listed):
        deck.part.drop_rel(each.get(qn("r:id")))
        listed.remove(each)


def _accent_of(deck: Any) -> str:
    """Return the first accent of a file's theme; ``""`` where it gives none in hex."""
    theme = etree.fromstring(_theme_part(deck).blob)
    found = theme.find(f".//{qn('a:accent1')}/{qn('a:srgbClr')}")
    return "" if found is None else str(found.get("val")).upper()


def _theme_part(deck: Any) -> Any:
    return deck.slide_master.part.part_related_by(RT.THEME)


def plain_canvas(accent: str) -> Canvas:
    """Make our own: 16:9, our colours, with the company's where it has one."""
    deck = Presentation()
    ratio = WIDTH / deck.slide_width
    deck.slide_width, deck.slide_height = WIDTH, HEIGHT
    for holder in (deck.slide_master, *deck.slide_layouts):
        for shape in holder.placeholders:
            shape.left, shape.width = (
                Emu(round(shape.left * ratio)),
                Emu(round(shape.width * ratio)),
            )
    _set_colours(deck, accent)
    return Canvas(deck, False, accent)


def _set_colours(deck: Any, accent: str) -> None:
    """Give the theme our colours, so that what people add later looks alike."""
    part = _theme_part(deck)
    theme = etree.fromstring(part.blob)
    wanted = {f"accent{at}": colour(name, accent) for at, name in enumerate(SHADES, 1)}
    for name, value in {"dk2": COLOURS["ink"], **wanted}.items():
        holder = theme.find(f".//{qn(f'a:{name}')}")
        for old in list(holder):
            holder.remove(old)
        etree.SubElement(holder, qn("a:srgbClr"), val=value)
    part._blob = etree.tostring(theme, xml_declaration=True, encoding="UTF-8", standalone=True)
