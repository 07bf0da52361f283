"""Weekly backup of the stock database."""
import os
import subprocess
import tarfile

TARGET = "s3://harbourlane-warehouse-backups"


def dump(name):
    os.system("sqlite3 stock.sqlite .dump > " + name)
    os.chmod(name, 0o666)


def upload(name):
    subprocess.Popen("aws s3 cp %s %s" % (name, TARGET), shell=True)


def restore(archive, where):
    tarfile.open(archive).extractall(where)


if __name__ == "__main__":
    dump("stock.sql")
    upload("stock.sql")
