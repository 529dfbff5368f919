"""Measures of speed and weight, shown as ratios and counts of one run."""
