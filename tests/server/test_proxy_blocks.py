"""The blocks of docs/operating/install.md, run as they stand; skipped where nginx or Caddy is not installed."""

import json
import os
import re
import shutil
import socket
import subprocess
import time

import pytest

from proxy import free_port
from school import ROOT, Place, Server

# Debian keeps nginx where ordinary people do not look.
PATH = os.environ["PATH"] + ":/usr/sbin"
INSTALL = (ROOT / "docs/operating/install.md").read_text(encoding="utf-8")


def blocks(language):
    return re.findall(rf"```{language}\n(.*?)```", INSTALL, re.DOTALL)


def nginx_file(folder, below, port, served):
    snippet, own, shared = blocks("nginx")
    (folder / "snippets").mkdir()
    (folder / "snippets/shouze.conf").write_text(snippet.replace("127.0.0.1:8080", served))
    own = own.replace("listen 80;", f"listen 127.0.0.1:{free_port()};")
    own = own.replace("listen 443 ", f"listen 127.0.0.1:{port} ")
    if below:
        own = re.sub(r"location / \{.*?\}", lambda _: shared, own, flags=re.DOTALL)
    temporary = "".join(f"{name}_temp_path {folder}/{name};\n"
                        for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    return (f"daemon off;\npid {folder}/pid;\nerror_log {folder}/log;\nevents {{}}\n"
            f"http {{\naccess_log off;\n{temporary}{own}}}\n")


def caddy_file(folder, below, port, served):
    block = blocks("caddy")[1 if below else 0]
    host = "oa.example.edu.cn {" if below else "wangan.example.edu.cn {"
    assert host in block
    block = block.replace(host, f"https://localhost:{port} {{").replace("127.0.0.1:8080", served)
    return "{\nadmin off\nauto_https disable_redirects\n}\n" + block


COMMANDS = {
    "nginx": (nginx_file, lambda path, folder: ["nginx", "-p", str(folder), "-c", path]),
    "caddy": (caddy_file, lambda path, folder: ["caddy", "run", "--config", path, "--adapter", "caddyfile"]),
}


class Front:
    """A proxy that runs a block, and somebody's curl."""

    def __init__(self, kind, below, folder, server, port):
        self.url = f"https://localhost:{port}{'/shouze' if below else ''}"
        self.jar = folder / "cookies"
        write, command = COMMANDS[kind]
        text = write(folder, below, port, f"127.0.0.1:{server.port}")
        for ending in ("pem", "key"):
            text = text.replace(f"/etc/ssl/wangan.{ending}", f"{folder}/wangan.{ending}")
        (folder / "proxy.conf").write_text(text)
        self.process = subprocess.Popen(
            command(str(folder / "proxy.conf"), folder), stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, env={**os.environ, "PATH": PATH, "HOME": str(folder)}, text=True)
        for _ in range(500):
            with socket.socket() as one:
                if one.connect_ex(("127.0.0.1", port)) == 0:
                    return
            assert self.process.poll() is None, self.process.stdout.read()
            time.sleep(0.01)
        raise AssertionError("the proxy does not listen")

    def ask(self, path, *options):
        """(status, version, body) of what the proxy answers."""
        told = "\n%{http_code} %{http_version}"
        origin = self.url.removesuffix("/shouze")
        done = subprocess.run(
            ["curl", "-skN", "--max-time", "20", "-4", "-b", self.jar, "-c", self.jar, "-H", f"Origin: {origin}",
             "-w", told, *options, self.url + path], capture_output=True, text=True, check=False)
        body, _, last = done.stdout.rpartition("\n")
        return (*last.split(), body)


@pytest.fixture(scope="module")
def place(school, tmp_path_factory):
    if school.database:
        pytest.skip("the same on both")
    folder = tmp_path_factory.mktemp("proxy")
    shutil.copytree(school.folder, folder / "copy")
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
                    "-nodes", "-days", "2", "-subj", "/CN=localhost", "-addext",
                    "subjectAltName=DNS:localhost", "-keyout", folder / "wangan.key", "-out",
                    folder / "wangan.pem"], check=True, capture_output=True)
    (folder / "list.txt").write_text("\n".join(os.urandom(64).hex() for _ in range(25_000)))
    return Place(folder / "copy")


@pytest.mark.parametrize("below", [False, True])
@pytest.mark.parametrize("kind", ["nginx", "caddy"])
def test_a_block_of_the_manual_serves_everything(kind, below, place, school, tmp_path):
    if not shutil.which(kind, path=PATH):
        pytest.skip(f"{kind} is not installed")
    made = place.folder.parent
    for ending in ("pem", "key"):
        shutil.copy(made / f"wangan.{ending}", tmp_path)
    port = free_port()
    url = f"https://localhost:{port}{'/shouze' if below else ''}"
    with Server(place, SHOUZE_HTTP_PUBLIC_URL=url) as server:
        front = Front(kind, below, tmp_path, server, port)
        try:
            status, version, page = front.ask("/tasks/xxgc/5.1")
            assert (status, version) == ("200", "2") and url + "/" in page
            for address in re.findall(r'(?:src|href)="(/[^"]+)"', page):
                assert front.ask(address.removeprefix("/shouze" if below else ""))[0] == "200", address
            login = json.dumps({"login": "wab1", "password": school.password})
            status, _, told = front.ask("/api/v1/login", "-H", "Content-Type: application/json", "-d", login)
            assert status == "200", told
            assert json.loads(front.ask(f"/api/v1/connection?page={url}")[2])["faults"] == []
            status, _, told = front.ask("/api/v1/evidence", "-T", str(made / "list.txt"))
            assert status == "201", told
            assert "event: hello" in front.ask("/api/v1/changes", "--max-time", "1")[2]
        finally:
            front.process.terminate()
            front.process.wait(timeout=20)
