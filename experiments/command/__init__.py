"""The verbs of the command that have a file of their own, and what they share."""
