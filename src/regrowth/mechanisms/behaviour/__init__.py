"""The behaviour level."""
