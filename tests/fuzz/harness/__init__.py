"""What the fuzz tests play on: inputs of all kinds, the stage, and the verdict on an answer."""
