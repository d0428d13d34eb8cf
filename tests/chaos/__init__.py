"""Real processes, real signals, real faults: what Bellhop promises must hold in all records afterwards."""
