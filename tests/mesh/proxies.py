"""HAProxy and nginx with the configuration files that are shipped, as processes of a test."""

import os
import shutil
import signal
import socket
import subprocess
import time

START_SECONDS = 20


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def wait_for_port(port):
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)


class Settings:
    """What stands in the place of names in the shipped files. `servers`: (port, admin port) of each."""

    def __init__(self, authority, servers, host_2):
        self.port = free_port()
        self.values = {"PLEDGE_BIND": f"127.0.0.1:{self.port}", "PLEDGE_HOST_2": host_2, "PLEDGE_CA": authority.ca}
        for name in ("proxy", "client"):
            for kind, end in (("PEM", "pem"), ("CERT", "cert.pem"), ("KEY", "key.pem")):
                self.values[f"PLEDGE_{name.upper()}_{kind}"] = f"{authority.folder}/{name}.{end}"
        for number, (port, admin_port) in enumerate(servers, 1):
            self.values[f"PLEDGE_SERVER_{number}"] = f"127.0.0.1:{port}"
            self.values[f"PLEDGE_ADMIN_PORT_{number}"] = str(admin_port)


class _Proxy:
    def __enter__(self):
        self.start()
        wait_for_port(self.settings.port)
        return self

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


class HAProxy(_Proxy):
    program = shutil.which("haproxy") or "/usr/sbin/haproxy"

    def __init__(self, deploy, folder, settings):
        self.settings = settings
        self._config = f"{deploy}/haproxy/haproxy.cfg"
        self._environment = {**os.environ, **settings.values}
        self._log = f"{folder}/haproxy.log"

    def check(self):
        return subprocess.run(
            [self.program, "-c", "-f", self._config], env=self._environment, text=True, capture_output=True
        )

    def start(self):
        with open(self._log, "ab") as log:
            self.process = subprocess.Popen(
                [self.program, "-W", "-db", "-f", self._config], env=self._environment, stdout=log, stderr=log,
                stdin=subprocess.DEVNULL,
            )

    def reload(self):
        self.process.send_signal(signal.SIGUSR2)


class Nginx(_Proxy):
    program = shutil.which("nginx") or "/usr/sbin/nginx"

    def __init__(self, deploy, folder, settings):
        self.settings = settings
        self._folder = f"{folder}/nginx"
        os.makedirs(self._folder, exist_ok=True)
        with open(f"{deploy}/nginx/pledge.conf", encoding="utf-8") as file:
            site = file.read()
        for name, value in sorted(settings.values.items(), reverse=True):  # the longer name first
            site = site.replace(name, value)
        temporary = "".join(
            f"    {kind}_temp_path {self._folder}/{kind};\n" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        with open(f"{self._folder}/nginx.conf", "w", encoding="utf-8") as file:
            file.write(
                f"pid {self._folder}/pid;\nerror_log {self._folder}/error.log;\ndaemon off;\nuser root;\n"
                f"events {{ worker_connections 4096; }}\nhttp {{\n    access_log off;\n{temporary}{site}}}\n"
            )
        self._words = [self.program, "-p", self._folder, "-c", f"{self._folder}/nginx.conf"]

    def check(self):
        return subprocess.run([*self._words, "-t"], text=True, capture_output=True)

    def start(self):
        with open(f"{self._folder}/output", "ab") as log:
            self.process = subprocess.Popen(self._words, stdout=log, stderr=log, stdin=subprocess.DEVNULL)

    def reload(self):
        self.process.send_signal(signal.SIGHUP)
