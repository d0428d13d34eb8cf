"""What every practice site has, whatever its screens are: members, books, hostile behaviours, the desk behind it."""
