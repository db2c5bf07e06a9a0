"""The monthly engine: generation, proof, review."""
