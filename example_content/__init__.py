"""Example content for the example villages: drawings, texts and the command that writes them."""
