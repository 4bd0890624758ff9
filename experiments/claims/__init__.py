"""Hypotheses: a claim in a file, its lock, its effect, its verdict, its sheet."""
