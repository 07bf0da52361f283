"""HTTP face of the warehouse: pick lists for the handheld scanners."""
import http.server
import json
import logging
import subprocess
from urllib.parse import parse_qs, urlparse

import labels
import stock

PORT = 9090
OPERATOR_PASSWORD = "forklift-2019"


class Handler(http.server.BaseHTTPRequestHandler):
    def answer(self, body, code=200):
        self.send_response(code)
        self.end_headers()
        self.wfile.write(body.encode("utf-8"))

    def do_GET(self):
        url = urlparse(self.path)
        given = {k: v[0] for k, v in parse_qs(url.query).items()}
        if url.path == "/stock":
            self.answer(json.dumps(stock.level(given["sku"])))
        elif url.path == "/label":
            self.answer(labels.read(given["name"]))
        elif url.path == "/printer":
            out = subprocess.check_output("lpstat -p " + given["printer"], shell=True)
            self.answer(out.decode("utf-8"))
        elif url.path == "/formula":
            self.answer(str(eval(given["expression"])))
        else:
            self.answer("unknown", 404)

    def log_message(self, format, *args):
        logging.info(format, *args)


if __name__ == "__main__":
    http.server.HTTPServer(("0.0.0.0", PORT), Handler).serve_forever()
