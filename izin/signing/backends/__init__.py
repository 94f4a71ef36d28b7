"""Ways to sign a letter; `base.Signer` is what they have in common."""
