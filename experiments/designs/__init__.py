"""Which runs a question needs: studies, their files, their factors, the rows of a design."""
