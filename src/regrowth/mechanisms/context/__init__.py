"""The context level."""
