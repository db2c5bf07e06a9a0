"""What next month must prove: pure rules and plan, the loading of their facts, and the run."""
