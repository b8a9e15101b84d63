"""regrowth: ketamine from dose to synapse to symptom."""
