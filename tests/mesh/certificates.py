"""An authority of a test's own, and certificates by it. With the openssl program."""

import subprocess


def openssl(*words):
    subprocess.run(["openssl", *words], check=True, capture_output=True)


class Authority:
    """Files in `folder`: ca.pem, and for each name NAME.cert.pem, NAME.key.pem and NAME.pem, which holds both."""

    def __init__(self, folder):
        self.folder = folder
        self.ca = f"{folder}/ca.pem"
        openssl("req", "-x509", *self._key("ca"), "-subj", "/CN=test authority", "-days", "2", "-out", self.ca)

    def _key(self, name):
        curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]
        return [*curve, "-keyout", f"{self.folder}/{name}.key.pem"]

    def issue(self, name, *hosts):
        """Gives a certificate to `name`; `hosts` are names that a server is called by."""
        stem = f"{self.folder}/{name}"
        openssl("req", *self._key(name), "-subj", f"/CN={name}", "-out", f"{stem}.csr")
        names = ",".join(f"DNS:{host}" for host in (name, *hosts))
        with open(f"{stem}.ext", "w", encoding="ascii") as file:
            file.write(f"subjectAltName={names}\n")
        signer = ["-CA", self.ca, "-CAkey", f"{self.folder}/ca.key.pem", "-CAcreateserial", "-days", "2"]
        openssl("x509", "-req", "-in", f"{stem}.csr", *signer, "-extfile", f"{stem}.ext", "-out", f"{stem}.cert.pem")
        with open(f"{stem}.pem", "w", encoding="ascii") as both:
            for part in ("cert", "key"):
                with open(f"{stem}.{part}.pem", encoding="ascii") as file:
                    both.write(file.read())
