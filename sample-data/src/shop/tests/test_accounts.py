"""Tests of the accounts (run against a throwaway database)."""
from shop import accounts, basket

PASSWORD = "test-only-password"


def test_digest_is_stable():
    assert accounts.digest(PASSWORD) == accounts.digest(PASSWORD)


def test_basket_round_trip():
    lines = [{"sku": "rope-10", "quantity": 2, "price": 5}]
    assert basket.restore(basket.keep(lines)) == lines
    assert basket.total(lines) == 10
