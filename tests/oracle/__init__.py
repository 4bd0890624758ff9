"""The oracle: the whole week again, an object per agent in plain Mesa, written from docs/odd.md (see docs/oracle.md)."""
