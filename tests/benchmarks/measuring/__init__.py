"""How the benchmarks measure: clocks, memory, processor time, rates."""
