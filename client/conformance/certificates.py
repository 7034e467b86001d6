"""Makes an authority and the certificates of a server and a client for a test, with openssl."""

import os
import subprocess

_NEW_KEY = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
_DAYS = ["-days", "2"]
_NAMES = {
    "server": "DNS:localhost,IP:127.0.0.1",
    "client": "URI:spiffe://example.test/pledge/client",
}


def _openssl(folder, *words):
    done = subprocess.run(["openssl", *words], cwd=folder, stderr=subprocess.PIPE, check=False)
    if done.returncode:
        raise RuntimeError(f"openssl {words[0]}: {done.stderr.decode()}")


def make(folder):
    """Paths of ca.pem, server.pem, server.key, client.pem and client.key, by these names."""
    _openssl(folder, "req", "-x509", *_NEW_KEY, *_DAYS, "-subj", "/CN=test authority", "-keyout", "ca.key", "-out", "ca.pem")
    for who, names in _NAMES.items():
        with open(os.path.join(folder, f"{who}.ext"), "w", encoding="utf-8") as file:
            file.write(f"subjectAltName={names}\n")
        _openssl(folder, "req", *_NEW_KEY, "-subj", f"/CN={who}", "-keyout", f"{who}.key", "-out", f"{who}.csr")
        _openssl(folder, "x509", "-req", *_DAYS, "-in", f"{who}.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial",
                 "-extfile", f"{who}.ext", "-out", f"{who}.pem")
    names = ["ca.pem", "server.pem", "server.key", "client.pem", "client.key"]
    return {name: os.path.join(folder, name) for name in names}
