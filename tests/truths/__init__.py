"""How often Drivers and Voice find what was planted, and how often they name what is not there.

``python -m tests.truths --seeds 20 --shuffles 100`` does it in full, which takes half an hour;
``tests/test_planted_drivers.py`` does a little of it. What came out is in docs/honesty.md.
"""
