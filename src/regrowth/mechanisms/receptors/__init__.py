"""The receptors level."""
