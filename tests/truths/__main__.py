"""Looks how honest two pages are: ``python -m tests.truths --seeds 20 --shuffles 100``.

Prints tables as docs/honesty.md holds them. Ends with 1 when something lies outside what chance
allows.
"""

import argparse
import sys
from collections import Counter
from concurrent.futures import Executor, ProcessPoolExecutor
from multiprocessing import get_context

from tests.truths.companies import ANSWERS, PEOPLE
from tests.truths.coverage import Found, look
from tests.truths.limits import least_of, most_of
from tests.truths.named import LEVEL
from tests.truths.noise import ANYTHING, HEADLINE, Named, shuffle, shuffle_passengers
from tests.truths.planted import CLASSES, PLANTED, in_the_limit

ONE_SIDED = ("frustrator", "delighter")
FIRST_COMPANY, FIRST_SHUFFLED, TURNS = 1, 101, 10
AIRPORT = "airport"
WORDS = {
    ANSWERS: "every score to any answer of its kind of survey",
    PEOPLE: "a person's scores together to another person",
    AIRPORT: "fourteen ratings of the airport's passengers, every score to any answer",
}


def say(text: str = "") -> None:
    """Print at once."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def main() -> int:
    """Read the command, simulate, print tables."""
    parser = argparse.ArgumentParser(prog="python -m tests.truths", description=__doc__)
    parser.add_argument("--seeds", type=int, default=20, help="companies that are looked at")
    parser.add_argument("--shuffles", type=int, default=100, help="of each of the three sorts")
    parser.add_argument("--processes", type=int, default=2)
    given = parser.parse_args()
    with ProcessPoolExecutor(given.processes, get_context("spawn")) as pool:
        failed = recover(pool, given.seeds) if given.seeds else []
        for by in WORDS if given.shuffles else ():
            failed += name_nothing(pool, given.shuffles, by)
    say("\n".join(["", *failed]) if failed else "\nAll within what chance allows.")
    return 1 if failed else 0


def recover(pool: Executor, seeds: int) -> list[str]:
    """Say how often the truth was found; return what was found too rarely."""
    limit = in_the_limit(pool)
    found = list(pool.map(look, range(FIRST_COMPANY, FIRST_COMPANY + seeds)))
    return [*cover(found, limit), *classify(found), *claim(found)]


def cover(found: list[Found], limit: dict[str, float]) -> list[str]:
    """Print how often intervals hold the truth."""
    least = least_of(len(found), 0.95)
    say(f"\n{len(found)} companies; an interval of 95 % holds the truth in {least} or more\n")
    say("| figure | planted | in the limit | mean found | holds planted | holds limit |")
    say("|---|---|---|---|---|---|")
    failed, held, seen = [], Counter(), Counter()
    for name, truth in limit.items():
        spans = [each.spans[name] for each in found if name in each.spans]
        inside = {
            which: sum(low <= true <= high for _, low, high in spans)
            for which, true in (("planted", PLANTED.get(name)), ("limit", truth))
            if true is not None
        }
        held.update(inside)
        seen.update(dict.fromkeys(inside, len(spans)))
        mean = sum(value for value, _, _ in spans) / max(len(spans), 1)
        planted = f"{PLANTED[name]:g}" if name in PLANTED else ""
        counts = [
            f"{inside[w]} of {len(spans)}" if w in inside else "" for w in ("planted", "limit")
        ]
        say(f"| {name} | {planted} | {truth:.3g} | {mean:.3g} | {' | '.join(counts)} |")
        if inside["limit"] < least_of(len(spans), 0.95):
            failed.append(f"{name}: {inside['limit']} of {len(spans)} intervals hold the truth.")
    totals = [f"{held[w]} of {seen[w]}" for w in ("planted", "limit")]
    say(f"| all | | | | {' | '.join(totals)} |")
    return failed


def classify(found: list[Found]) -> list[str]:
    """Print which classes were named; return what was called by the name of another too often."""
    say("\n| attribute | planted class | named |\n|---|---|---|")
    failed, wrong, chances = [], 0, 0
    for name, planted in CLASSES.items():
        named = Counter(each.classes[name] for each in found)
        say(f"| {name} | {planted} | {', '.join(f'{c} {n}' for c, n in named.most_common())} |")
        others = sum(named.values()) - sum(named[each] for each in {planted, "undetermined"})
        if planted in ONE_SIDED and others:
            failed.append(f"{name}, a {planted}, is called something else {others} times.")
        elif planted not in ONE_SIDED:
            wrong, chances = wrong + others, chances + len(found)
    most = most_of(chances, LEVEL)
    say(f"\nOne-sided class for what weighs alike on both: {wrong} of {chances}; 5 % allows {most}")
    return failed + ([f"{wrong} wrong classes of {chances}."] if wrong > most else [])


def claim(found: list[Found]) -> list[str]:
    """Print what was claimed."""
    say("\n| claim | made |\n|---|---|")
    for name in found[0].claims:
        say(f"| {name} | {sum(each.claims[name] for each in found)} of {len(found)} |")
    return []


def name_nothing(pool: Executor, shuffles: int, by: str) -> list[str]:
    """Say how often something was named in shuffled scores; return what was named too often."""
    parts = range(-(-shuffles // TURNS))
    turns = [min(TURNS, shuffles - TURNS * at) for at in parts]
    if by == AIRPORT:
        done = pool.map(shuffle_passengers, [TURNS * at for at in parts], turns)
    else:
        done = pool.map(shuffle, [FIRST_SHUFFLED + at for at in parts], turns, [by] * len(parts))
    return tell([each for part in done for each in part], by)


def tell(found: list[Named], by: str) -> list[str]:
    """Print in how many shuffles each part named something."""
    most = most_of(len(found), LEVEL)
    say(f"\n{len(found)} shuffles, {WORDS[by]}; 5 % allows {most}\n")
    say("| part | shuffles in which it names something | named in all |\n|---|---|---|")
    failed = []
    for part in found[0]:
        hits = sum(bool(each[part]) for each in found)
        say(f"| {part} | {hits} | {sum(len(each[part]) for each in found)} |")
        if hits > most and part not in (HEADLINE, ANYTHING):
            failed.append(f"{part}: names something in {hits} of {len(found)} shuffles.")
    for part in found[0]:
        told = [
            f"{at}: {', '.join(map(str, each[part]))}"
            for at, each in enumerate(found)
            if each[part]
        ]
        if told and part != ANYTHING:
            sys.stderr.write(f"{by}, {part}\n  " + "\n  ".join(told) + "\n")
    return failed


if __name__ == "__main__":
    sys.exit(main())
