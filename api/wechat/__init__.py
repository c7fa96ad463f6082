"""The WeChat official account: the same turns as everywhere, through another door."""
