"""The signalling level."""
