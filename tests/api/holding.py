"""A process that holds the database's write lock, says so, and lets go when its input ends."""

from __future__ import annotations

import sys

from sqlalchemy import create_engine

LOCKS = {
    "sqlite": "BEGIN IMMEDIATE",
    "postgresql": "LOCK TABLE turn, conversation IN EXCLUSIVE MODE",
}


def main(url: str) -> None:
    engine = create_engine(url)
    with engine.connect() as connection:
        connection.exec_driver_sql(LOCKS[engine.dialect.name])
        print("held", flush=True)
        sys.stdin.read()
        connection.rollback()


if __name__ == "__main__":
    main(sys.argv[1])
