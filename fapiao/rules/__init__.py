"""The rules that a paper meets before it may be made, as pure functions from a case to findings, by what they look at."""
