"""What a benchmark runs against: servers as processes of their own, generated data, people who click."""
