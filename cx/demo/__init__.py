"""The demo company: believable, made from a seed, with planted truths that analyses recover."""

from cx.demo.truths import TRUTHS, Truths
from cx.demo.write import write_company

__all__ = ["TRUTHS", "Truths", "write_company"]
