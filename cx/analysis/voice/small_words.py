"""Words so common that they say nothing but the language; written by hand."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


SMALL_WORDS: dict[str, frozenset[str]] = {
    "en": _words(
        """
        the a an and or but if of to in on at for with from by about as is are was were be
        been it its this that these those i you he she we they me him her us them my your
        his our their have has had do does did will would can could should not no very too
        just so than then there here when where who what which how all any some more most
        only also after before again because while it's don't didn't can't i'm
        """
    ),
    "de": _words(
        """
        der die das den dem des ein eine einen einem einer und oder aber wenn von zu zum zur
        in im am an auf für mit aus bei nach über als ist sind war waren sein ich du er sie
        wir ihr es mich mir dir uns euch mein meine dein unser nicht kein keine sehr auch
        nur noch schon so dass weil hat haben hatte wird werden wurde kann können alle man
        bin habe doch
        """
    ),
    "fr": _words(
        """
        le la les un une des du de et ou mais si à au aux en dans sur pour avec par chez est
        sont était être je tu il elle nous vous ils elles me te se mon ma mes notre votre
        leur ne pas plus très aussi que qui quoi dont où ce cette ces ai as avons avez ont
        avait fait tout tous c'est j'ai n'est d'un d'une qu'il l'on y on
        """
    ),
    "es": _words(
        """
        el la los las un una unos unas de del y o pero si a al en con por para sin sobre es
        son era ser está están yo tú él ella nosotros ustedes ellos me te se mi mis su sus
        nuestro no muy más también que quien como cuando donde este esta estos ese eso lo le
        les ha han había fue todo todos hay porque ya nada
        """
    ),
    "pt": _words(
        """
        o os a as um uma uns umas de do da dos das e ou mas se ao aos à em no na nos nas com
        por para sem sobre é são era foi ser está estão eu ele ela nós vocês eles me te lhe
        meu minha seu sua não muito mais também que quem como quando onde este esta isso
        isto já tem tinha tudo todos pelo pela
        """
    ),
    "it": _words(
        """
        il lo la i gli le un uno una di del della dei delle e o ma se a al alla in nel nella
        con per su da dal è sono era essere io tu lui lei noi voi loro mi ti si mio mia
        nostro non molto più anche che chi come quando dove questo questa quello ho ha hanno
        aveva tutto tutti perché c'è già
        """
    ),
    "nl": _words(
        """
        de het een en of maar als van naar te in op aan voor met uit bij over is zijn was
        waren ik je jij hij zij wij we jullie ze mij me mijn jouw ons onze niet geen zeer
        ook nog al zo dat die dit deze omdat heb heeft hebben had wordt worden kan kunnen
        alle er wel
        """
    ),
}

LANGUAGES_OF: dict[str, tuple[str, ...]] = {
    word: tuple(code for code, words in SMALL_WORDS.items() if word in words)
    for word in frozenset().union(*SMALL_WORDS.values())
}
"""The same the other way round: which languages know a word."""
