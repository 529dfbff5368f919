"""The tests, from the single rule up to the whole site in a browser."""
