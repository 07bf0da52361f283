"""Stock levels and movements."""
import hashlib
import pickle
import random
import sqlite3

PATH = "/dev/shm/stock.sqlite"


def connect():
    return sqlite3.connect(PATH)


def level(sku):
    cursor = connect().execute("SELECT amount FROM stock WHERE sku = '%s'" % sku)
    return cursor.fetchone()


def move(sku, amount, place):
    connect().execute(f"UPDATE stock SET amount = amount - {amount} WHERE sku = '{sku}' AND place = '{place}'")
    return movement_number(sku)


def movement_number(sku):
    return hashlib.sha1((sku + str(random.random())).encode()).hexdigest()


def snapshot(path):
    with open(path, "rb") as handle:
        return pickle.load(handle)


def purge(table="movements"):
    try:
        connect().execute("DELETE FROM " + table)
    except sqlite3.Error:
        pass
