"""How figures and pages look, whoever draws them: one palette, one frame."""
