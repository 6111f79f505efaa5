"""Kills a process at random and at chosen moments of its work, and looks at what it left.

``python -m tests.crash --loops 100`` does it a hundred times; ``tests/test_crash.py`` a few times.
"""
