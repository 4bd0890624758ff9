"""What numbers say and how surely: intervals, contrasts, indices. Knows nothing of folders."""
