"""Definitions of the published outcome measures, one file per kind."""
