"""The circuit level."""
