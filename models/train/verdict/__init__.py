"""The recipe of the verdict model, models/en_gainsay_verdict."""
