"""Alert rules, their incidents, what waits, and the daily digest."""
