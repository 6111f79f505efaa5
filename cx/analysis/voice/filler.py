"""Words that carry a comment but tell nothing by themselves, and words of mood; by hand."""

from cx.analysis.voice.words import NEGATIONS


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


FILLER = _words(
    """
    something nothing anything everything somebody nobody everybody someone everyone anyone thing
    things first second last next few several many much more less lot ago year years month months
    week weeks day days time times once twice two three every each another other others one ones
    came come comes coming went go goes going get gets got getting make makes made take takes took
    give gives gave say said says tell told want wanted need needs thought think really still even
    ever never always again already yet since until now today yesterday new old own same such well
    quite rather maybe please thank thanks everywhere around back used use whole
    etwas nichts niemand jemand jeder alles erste ersten letzte wenige viele mehr weniger jahre
    jahr monat woche tag tage mal immer nie wieder schon jetzt heute neu alt bitte danke kam kommt
    gemacht gesagt viel gar ganz wurde
    quelque chose rien personne tout monde premier dernier peu beaucoup plus moins an ans mois
    semaine jour jours fois toujours encore déjà maintenant nouveau vieux merci fait dit
    algo nada alguien nadie todo primero último poco mucho más menos año años mes semana día días
    vez veces siempre ahora nuevo viejo gracias hecho dicho
    qualcosa niente qualcuno nessuno primo ultimo anno anni mese settimana giorno giorni volta
    sempre ancora adesso nuovo vecchio grazie fatto detto
    alguém ninguém ano anos mês dia dias vezes agora novo velho obrigado feito dito
    iets niets iemand niemand eerste laatste paar jaar jaren maand dag dagen keer altijd weer nu
    nieuw oud bedankt gedaan gezegd
    """
)
"""Of all seven languages: no word of one that matters means nothing in another."""

MOOD = _words(
    """
    good better best great excellent perfect nice fine lovely wonderful fantastic amazing happy
    pleased pleasure satisfied glad bad worse worst poor terrible awful horrible unhappy angry
    annoyed annoying disappointed disappointing frustrated frustrating love loved hate hated like
    liked expected easy hard worth super
    gut besser beste toll prima schlecht schlechter schlimm furchtbar zufrieden unzufrieden
    enttäuscht gerne leider freundlich
    bon bonne meilleur mieux parfait mauvais pire nul content déçu
    bueno buena mejor excelente malo mala peor contento decepcionado
    buono buona migliore meglio ottimo cattivo peggio contento deluso
    bom boa melhor ótimo mau má pior
    goed beter beste slecht slechter tevreden teleurgesteld
    """
)


def is_telling(word: str) -> bool:
    """Whether a word may stand by itself: neither filler nor mood.

    >>> is_telling("delivery"), is_telling("better"), is_telling("nobody")
    (True, False, False)
    """
    return word not in FILLER and word not in MOOD and word not in NEGATIONS
