"""`python -m api.commands`: the same as `wenzheng`, where nothing is installed."""

from api.commands import main

main()
