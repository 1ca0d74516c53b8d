"""`make fuzz`: mutated documents through the readers; mutated texts through extraction, guided by the code they reach."""
