"""All state of the app: SQLAlchemy models, migrations, and the conversations kept in them.

SQLite (WAL) on one machine, PostgreSQL past that: the same models, no type that only one of them
has.
"""
