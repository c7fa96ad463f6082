"""The other script: texts in simplified characters, given back in traditional ones."""
