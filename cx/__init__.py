"""Parallax: a company seen from both sides, by its systems and by its customers."""
