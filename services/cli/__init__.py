"""``gainsay``, the program that people and checks drive everything with."""
