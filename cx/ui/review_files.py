"""Files of a review: slides to send afterwards, and a workbook of all behind them."""

from dataclasses import replace
from functools import partial

from cx.export.pptx import to_deck
from cx.export.xlsx import to_xlsx
from cx.topics import review
from cx.topics.review import Agenda, Made
from cx.ui import downloads, here, session


def show(agenda: Agenda) -> None:
    """Offer a review as slides and as a workbook; they are made when asked for."""
    if not agenda.items:
        return
    with session.asking() as run:
        scope = run.scope
    house, address = session.house(), here.address(session.settings())

    def made() -> Made:
        with house.snapshot() as state:
            ask = partial(state.ask, scope=scope)
            settings = replace(state.settings(), address=address)
            return review.make(ask, agenda, settings, state.version)

    downloads.documents("review", lambda: to_deck(made().deck), lambda: to_xlsx(made().whole))
