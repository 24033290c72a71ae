"""wrk as the load, and nginx serving the same bytes as static files: what HTTP costs at the least."""

import os
import pathlib
import re
import subprocess
import time

CONNECTIONS = 64
SCRIPT = pathlib.Path(__file__).parent / "units.lua"
NGINX = """
worker_processes auto;
worker_rlimit_nofile 20000;
error_log {folder}/error.log;
pid {folder}/nginx.pid;
events {{ worker_connections 10000; }}
http {{
  access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000000;
  default_type application/json; open_file_cache max=100;
  client_body_temp_path {folder}/b; proxy_temp_path {folder}/p; fastcgi_temp_path {folder}/f;
  uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
  server {{ listen 127.0.0.1:{port}; root {folder}/www; }}
}}
"""


class Load:
    """wrk at work: 64 connections ask for the paths in turn. `wait` gives (answers a second, p99
    in ms); every answer must be a 200."""

    def __init__(self, origin, paths, seconds, cookie=""):
        script = ["-s", str(SCRIPT)] if len(paths) > 1 else []
        url = f"http://{origin}{paths[0]}"
        words = ["wrk", "-t2", f"-c{CONNECTIONS}", f"-d{seconds}s", "--latency", *script,
                 "-H", f"Cookie: {cookie}", url]
        self.process = subprocess.Popen(words + (["--", *paths] if script else []),
                                        stdout=subprocess.PIPE, text=True)

    def is_on(self):
        return self.process.poll() is None

    def wait(self):
        told = self.process.communicate()[0]
        assert self.process.returncode == 0 and "Non-2xx" not in told, told
        assert "Socket errors" not in told, told
        rate = float(re.search(r"Requests/sec:\s+([\d.]+)", told).group(1))
        number, unit = re.search(r"99%\s+([\d.]+)(us|ms|s)", told).groups()
        return rate, float(number) * {"us": 0.001, "ms": 1, "s": 1000}[unit]


class Nginx:
    """nginx over a folder of these files, by path."""

    def __init__(self, folder, files):
        self.folder, self.files = pathlib.Path(folder), files
        for path, content in files.items():
            file = self.folder / "www" / path.lstrip("/")
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
        port = 18800 + os.getpid() % 1000
        self.origin = f"127.0.0.1:{port}"
        (self.folder / "nginx.conf").write_text(NGINX.format(folder=folder, port=port))

    def __enter__(self):
        os.chmod(self.folder, 0o755)
        self.process = subprocess.Popen(["/usr/sbin/nginx", "-c", str(self.folder / "nginx.conf"),
                                         "-g", "daemon off;"], stderr=subprocess.DEVNULL)
        time.sleep(0.5)
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()
