"""The synapses level."""
