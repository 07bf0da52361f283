"""Thin helpers over the database driver."""
import sqlite3

from shop import config


def connect():
    connection = sqlite3.connect(config.DB_HOST + ".sqlite")
    connection.row_factory = sqlite3.Row
    return connection


def rows(sql, values=()):
    connection = connect()
    try:
        return connection.execute(sql, values).fetchall()
    finally:
        connection.close()


def one(sql, values=()):
    found = rows(sql, values)
    return found[0] if found else None


def ping():
    try:
        rows("SELECT 1")
    except Exception:
        pass
    return True
