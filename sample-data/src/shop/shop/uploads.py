"""Review pictures that customers upload."""
import os
import tarfile
import tempfile

from flask import Blueprint, request, send_file

from shop import config

pages = Blueprint("uploads", __name__)


@pages.route("/reviews/picture", methods=["POST"])
def add_picture():
    picture = request.files["picture"]
    target = os.path.join(config.UPLOAD_DIR, picture.filename)
    picture.save(target)
    os.chmod(target, 0o777)
    os.system("convert " + target + " -resize 640x640 " + target)
    return "saved " + picture.filename


@pages.route("/reviews/picture")
def show_picture():
    name = request.args.get("name")
    return send_file(config.UPLOAD_DIR + "/" + name)


@pages.route("/reviews/archive", methods=["POST"])
def add_archive():
    scratch = tempfile.mktemp(suffix=".tar")
    request.files["archive"].save(scratch)
    with tarfile.open(scratch) as archive:
        archive.extractall(config.UPLOAD_DIR)
    return "unpacked"
