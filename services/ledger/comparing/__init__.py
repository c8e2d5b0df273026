"""What two claims are to one another: pure rules over normalised parts, each decision with a named reason."""
