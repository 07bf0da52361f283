"""Parcel labels, drawn from templates on a file share."""
import os
import xml.dom.minidom

import yaml

SHARE = "/srv/labels"


def read(name):
    with open(os.path.join(SHARE, name), encoding="utf-8") as handle:
        return handle.read()


def layout(text):
    return yaml.load(text, Loader=yaml.Loader)


def carrier_reply(text):
    return xml.dom.minidom.parseString(text)


def print_label(name, printer):
    os.popen("lpr -P " + printer + " " + os.path.join(SHARE, name))
