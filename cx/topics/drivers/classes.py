"""What people read for the class of an attribute: on the page and on slides."""

from cx.analysis.dissatisfaction.asymmetry import (
    DELIGHTER,
    DISSATISFIER,
    FRUSTRATOR,
    HYBRID,
    SATISFIER,
)

IN_WORDS = {
    FRUSTRATOR: "basic: only hurts",
    DISSATISFIER: "hurts more than it pleases",
    HYBRID: "performance: hurts and pleases",
    SATISFIER: "pleases more than it hurts",
    DELIGHTER: "delighter: only pleases",
}
