"""What the body does: one folder per level, one file per mechanism."""
