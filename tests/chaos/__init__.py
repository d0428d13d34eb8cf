"""Real processes, real signals, real faults: what Bellhop promises must hold of the books afterwards."""
