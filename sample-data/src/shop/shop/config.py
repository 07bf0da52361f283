"""Settings. The values below are invented for the sample programme."""
import os

DEBUG = os.environ.get("SHOP_DEBUG", "1") == "1"

DB_HOST = "db.harbourlane.example"
DB_USER = "shop"
DB_PASSWORD = "barnacle-Tide-9182"
DATABASE_URL = "postgresql://shop:barnacle-Tide-9182@db.harbourlane.example:5432/shop"

# Bucket of the product pictures (the key is the vendor's documented example).
AWS_ACCESS_KEY_ID = "AKIAIOSFODNN7EXAMPLE"
AWS_SECRET_ACCESS_KEY = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"

NEWSLETTER_TOKEN = "9f1b6a0c2e7d4458b3a1fake0c9d7e21"
PAYMENTS_URL = "http://payments.harbourlane.example/charge"
UPLOAD_DIR = "/dev/shm/shop-uploads"
