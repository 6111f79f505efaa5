"""What the Voice page shows, as frozen values: no frames, no connections, no widgets."""

from dataclasses import dataclass
from datetime import date

from cx.analysis.ladder import Refusal
from cx.analysis.score import Score
from cx.analysis.voice.effects import Effect, Spread
from cx.topics.voice import words
from cx.topics.voice.learnt import Learnt
from cx.topics.voice.listening import Listening
from cx.topics.voice.view import Mix, Quote, View


@dataclass(frozen=True, slots=True)
class Word:
    """A word that sets one side apart.

    Attributes
    ----------
    word : str
        As it is counted; a negation sticks to the word after it: ``"not_working"``.
    share_low, share_high : float
        Of the people of each side, the share who use it.
    people : int
        Who use it, on both sides.
    log_odds, z : float
        Above 0: the unhappy use it more.
    quotes : tuple of Quote
        Up to three of the side that it sets apart.
    quotes_withheld : Refusal or None
    phrase : str
        What it nearly always stands in; empty where that is nothing.
    """

    word: str
    share_low: float
    share_high: float
    people: int
    log_odds: float
    z: float
    quotes: tuple[Quote, ...]
    quotes_withheld: Refusal | None = None
    phrase: str = ""

    @property
    def label(self) -> str:
        """The word as people read it, in the phrase that it nearly always stands in."""
        return self.phrase or words.spoken(self.word)


@dataclass(frozen=True, slots=True)
class WordsOf:
    """The words that set the unhappy and the happy of one language apart.

    Attributes
    ----------
    low, high : tuple of Word
        Of detractors (dissatisfied, who found it hard) and of promoters; most telling first.
    more_low, more_high : int
        Further clear words that are not listed.
    people_low, people_high : int
        Who are compared.
    compared : int
        Words.
    repeated : int
        Comments left out since they say word for word what another says.
    """

    language: str
    low: tuple[Word, ...]
    high: tuple[Word, ...]
    more_low: int
    more_high: int
    people_low: int
    people_high: int
    compared: int
    repeated: int
    refusal: Refusal | None = None


@dataclass(frozen=True, slots=True)
class Words:
    """Words by language, the commonest language first."""

    view: View
    mix: Mix
    by_language: tuple[WordsOf, ...]


@dataclass(frozen=True, slots=True)
class Worth:
    """What the customers behind some comments are worth.

    Attributes
    ----------
    customers, known : int
        Different ones, and those whose revenue is known.
    revenue : float or None
        Of twelve months, together; None where fewer than five are known.
    unhappy_customers : int
        Those of them who gave a bad answer.
    unhappy_revenue : float or None
    """

    customers: int
    known: int
    revenue: float | None
    unhappy_customers: int
    unhappy_revenue: float | None


@dataclass(frozen=True, slots=True)
class ThemeMonth:
    """How many comments of a month are about a theme; `share` in %, with its interval."""

    starts_on: date
    comments: int
    about: int
    share: Score


@dataclass(frozen=True, slots=True)
class Theme:
    """One theme in the comments of a view.

    Attributes
    ----------
    number, name, found_name, words
        As in LearntTheme.
    members : tuple of (int, str)
        Themes that were merged into it: number and name.
    comments, people : int
        About it.
    share : Score
        Of the comments that are long enough, in %.
    effect : Effect
        Score with and without it.
    spread : Spread or None
        Share now and in the period before; None without a comparison.
    months : tuple of ThemeMonth
    quotes : tuple of Quote
        Up to three.
    quotes_withheld : Refusal or None
    worth : Worth
    """

    number: int
    name: str
    found_name: str
    words: tuple[str, ...]
    members: tuple[tuple[int, str], ...]
    comments: int
    people: int
    share: Score
    effect: Effect
    spread: Spread | None
    months: tuple[ThemeMonth, ...]
    quotes: tuple[Quote, ...]
    quotes_withheld: Refusal | None
    worth: Worth


@dataclass(frozen=True, slots=True)
class ThemesOf:
    """The themes of the comments of one language.

    Attributes
    ----------
    learnt : Learnt
        Where they come from.
    themes : tuple of Theme
        The commonest first.
    comments : int
        In the view.
    long : int
        Of four words or more: the others are not judged.
    without_theme : int
        Long ones that are about none of them.
    unknown_share : float or None
        Of the words of the long ones, the share that the themes do not know.
    refusal : Refusal or None
        Why there are no themes.
    """

    language: str
    learnt: Learnt | None
    themes: tuple[Theme, ...]
    comments: int
    long: int
    without_theme: int
    unknown_share: float | None
    refusal: Refusal | None = None


@dataclass(frozen=True, slots=True)
class Themes:
    """Themes by language, the commonest language first; `tested` effects allow for each other."""

    view: View
    mix: Mix
    by_language: tuple[ThemesOf, ...]
    tested: int


@dataclass(frozen=True, slots=True)
class Voice:
    """Everything the page shows; each part can be loaded by itself."""

    words: Words
    themes: Themes
    listening: Listening

    @property
    def view(self) -> View:
        """Whose comments are shown."""
        return self.words.view

    @property
    def mix(self) -> Mix:
        """How many wrote something, and in which language."""
        return self.words.mix

    @property
    def headline(self) -> str:
        """The page's answer in a sentence or two."""
        return words.headline_of(self)

    @property
    def notes(self) -> tuple[str, ...]:
        """What a careful reader must know beside it."""
        return words.notes_of(self)
