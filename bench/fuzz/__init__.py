"""`make fuzz`: mutated texts through extraction and resolution, guided by the code they reach."""
