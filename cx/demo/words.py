"""What customers write, by theme and tone: an opening and a detail, joined at random."""

THEMES: dict[str, tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...], tuple[str, ...]]] = {
    # theme: openings of the unhappy, their details, openings of the happy, their details
    "delivery": (
        (
            "The delivery came much later than promised",
            "The parcel arrived days after the promised date",
            "We waited at home and no driver came",
            "The delivery date was moved twice",
        ),
        (
            "and nobody told us about the delay",
            "so we had to plan the whole week again",
            "and the tracking showed nothing at all",
            "and one box was still missing",
        ),
        ("The delivery was on time", "The parcel came a day early", "The driver called ahead"),
        ("and everything was in the box", "exactly as promised", "and carried it inside"),
    ),
    "installation": (
        (
            "The installation was not finished on the first visit",
            "The fitters left the work half done",
            "The installer came without the right parts",
            "After the installation nothing worked",
        ),
        (
            "and we had no heating for days",
            "and a second appointment took three weeks",
            "and the mess was left to us",
            "and nobody knew who would come back",
        ),
        (
            "The installation went smoothly",
            "The fitters worked cleanly",
            "It was fitted in a morning",
        ),
        ("and they explained every switch", "and left the room tidy", "on the first visit"),
    ),
    "invoice": (
        (
            "The invoice was wrong again",
            "We were charged twice for the same order",
            "The amount on the bill does not match the offer",
            "I do not understand the invoice",
        ),
        (
            "and the correction took weeks",
            "and then came a reminder for money we do not owe",
            "with fees that nobody had mentioned",
            "and no one could explain the difference",
        ),
        (
            "The invoice was clear",
            "The bill was right the first time",
            "The billing is easy to follow",
        ),
        ("with every line explained", "and matched the offer", "and came when expected"),
    ),
    "advice": (
        (
            "Nobody advised us before the purchase",
            "The advice was plainly wrong for our house",
            "We got a catalogue instead of advice",
        ),
        (
            "so we bought the wrong size",
            "and nobody asked what we really need",
            "and the savings never came",
        ),
        (
            "They told me about a cheaper tariff before I asked",
            "Their advice saved us real money",
            "They noticed our high use and called with a suggestion",
            "The adviser thought ahead for us",
        ),
        (
            "which I have never seen elsewhere",
            "and I told all my neighbours",
            "and it worked from the first day",
            "without trying to sell anything",
        ),
    ),
    "price": (
        (
            "The price increase is too much",
            "It has become too expensive",
            "Others offer the same for less",
            "The new prices came without warning",
        ),
        (
            "for what we get",
            "and loyal customers get nothing for it",
            "so we are comparing offers now",
            "and the service did not improve",
        ),
        ("The price is fair", "Good value", "Cheaper than expected"),
        ("for the quality we get", "with no hidden costs", "and worth every cent"),
    ),
    "portal": (
        (
            "The portal was down for days",
            "I could not log in to the app",
            "The website kept losing my order",
            "The app crashes at the payment step",
        ),
        (
            "and there was no word about the outage",
            "so I could not pay or change anything",
            "and I had to start all over",
            "and the password reset did not work",
        ),
        ("The app is a pleasure", "Ordering on the website is quick", "I do everything in the app"),
        ("and it works every time", "in two minutes", "with no need to call"),
    ),
    "service": (
        (
            "The fault was not fixed",
            "I had to call three times for one problem",
            "The engineer could not solve it",
            "Each time a different person and a different answer",
        ),
        (
            "and I had to tell the whole story again",
            "and the problem came back after two days",
            "so the boiler is still cold",
            "and nobody called back as agreed",
        ),
        ("The fault was fixed at once", "The engineer knew what to do", "Quick help on the phone"),
        ("and the boiler runs again", "in one visit", "and he explained the cause"),
    ),
    "staff": (
        ("The person I spoke to was rude", "I was treated like a number", "Nobody listened to us"),
        ("and hung up on me", "and showed no interest at all", "although I stayed polite"),
        (
            "Very friendly people",
            "The team in the store was kind",
            "The lady at the desk was patient",
        ),
        ("who took their time", "and helped with a smile", "and knew us by name"),
    ),
    "quality": (
        (
            "The product broke after a month",
            "The thermostat never worked properly",
            "Poor quality of the parts",
        ),
        ("and the replacement was no better", "and rattles all night", "for such a big name"),
        ("The product does what it should", "Solid quality", "The heater is quiet and strong"),
        ("and looks good too", "since the first day", "and uses less than the old one"),
    ),
    "contact pressure": (
        (
            "Far too many mails and calls",
            "I get advertising from you every other day",
            "Please stop sending offers",
        ),
        (
            "for things I already own",
            "and the unsubscribe link changes nothing",
            "it is really annoying by now",
        ),
        ("The newsletter is useful", "The offers fit what we need", "Good reminder in the mail"),
        ("and not too often", "and easy to read", "just at the right time"),
    ),
    "waiting": (
        (
            "I waited on the phone for half an hour",
            "My call was answered after ages",
            "Nobody picks up the phone",
        ),
        (
            "and then the line was cut",
            "and then they sent me from one desk to the next",
            "after five tries",
        ),
        ("Somebody answered at once", "Easy to reach by phone", "My mail was answered in an hour"),
        ("even on a Saturday", "with a clear answer", "without any music in the line"),
    ),
    "complaint": (
        (
            "My complaint was never answered",
            "They promised to call back about my complaint",
            "The complaint went round in circles",
        ),
        ("and I gave up in the end", "and nothing has happened since", "with excuses only"),
        ("My complaint was taken seriously", "They made good for the mistake", "Honest apology"),
        ("within two days", "and paid for the damage", "and a solution the same week"),
    ),
}
"""Openings and details by theme; the order is the code of a theme."""

UNHAPPY_ENDS = (
    "",
    "",
    "I expected better.",
    "We are thinking of leaving.",
    "This has to change.",
    "It used to be better a few years ago.",
    "Please do something about it.",
)
HAPPY_ENDS = (
    "",
    "",
    "Keep it up!",
    "I recommend you to everybody.",
    "We have been customers for years.",
    "Thank you very much.",
    "More of this, please.",
)
CONTACT_ENDS = (
    "Please call me on 01632 960 123.",
    "You reach me at customer@example.com.",
    "My number is 01632 960 457.",
    "Write to office@example.org, please.",
)

GERMAN_UNHAPPY = (
    "Die Lieferung kam viel zu spät und niemand hat Bescheid gesagt.",
    "Die Rechnung war falsch und die Korrektur dauerte Wochen.",
    "Der Service war eine Katastrophe, der Fehler ist noch da.",
    "Viel zu teuer geworden für das, was man bekommt.",
    "Ich musste dreimal anrufen und warte immer noch.",
)
GERMAN_HAPPY = (
    "Die Lieferung war pünktlich und alles war vollständig.",
    "Sehr freundliche Beratung, gerne wieder.",
    "Die App ist einfach und funktioniert immer.",
    "Der Monteur war schnell und sauber.",
    "Gutes Preis-Leistungs-Verhältnis.",
)
