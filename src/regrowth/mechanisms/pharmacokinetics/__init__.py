"""The pharmacokinetics level."""
