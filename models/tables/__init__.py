"""Tables that more than one module writes."""
