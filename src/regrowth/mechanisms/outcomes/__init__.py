"""The outcomes level."""
