"""The description the console was made from, sentence by sentence: the docstring of each test is one of them."""
