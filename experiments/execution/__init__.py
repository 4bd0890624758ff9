"""Runs that are done and kept: over processes or computers, in a folder that survives being killed."""
