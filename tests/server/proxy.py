"""A reverse proxy in front of a server, as wrong as a test wants it."""

import http.client
import http.server
import socket
import threading


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


class Proxy:
    """Passes on what comes; `host`, `forwarded`: whether it says where from; `prefix`: taken off."""

    def __init__(self, port, to_port, host=True, forwarded=True, prefix=""):
        proxy = self
        self.host, self.port, self.to_port = "127.0.0.1", port, to_port
        self.keeps_host, self.forwards, self.prefix = host, forwarded, prefix

        class Handler(http.server.BaseHTTPRequestHandler):
            def answer(self):
                proxy.pass_on(self)

            do_GET = do_POST = do_PUT = answer

            def log_message(self, *_):
                pass

        self.listener = http.server.ThreadingHTTPServer((self.host, port), Handler)

    def __enter__(self):
        threading.Thread(target=self.listener.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.listener.shutdown()
        self.listener.server_close()

    def pass_on(self, asked):
        headers = {name: value for name, value in asked.headers.items()
                   if name.lower() not in ("connection", "host")}
        headers["Host"] = (asked.headers["Host"] if self.keeps_host
                           else f"127.0.0.1:{self.to_port}")
        if self.forwards:
            headers["X-Forwarded-For"] = "192.0.2.7"
        body = asked.rfile.read(int(asked.headers.get("Content-Length", 0)))
        connection = http.client.HTTPConnection("127.0.0.1", self.to_port, timeout=30)
        path = asked.path
        if self.prefix and path.startswith(self.prefix):
            path = path[len(self.prefix):] or "/"
        connection.request(asked.command, path, body or None, headers)
        answer = connection.getresponse()
        content = answer.read()
        asked.send_response(answer.status)
        for name, value in answer.getheaders():
            if name.lower() not in ("connection", "content-length", "date", "transfer-encoding"):
                asked.send_header(name, value)
        asked.send_header("Content-Length", str(len(content)))
        asked.end_headers()
        asked.wfile.write(content)
        connection.close()
