"""Reads what a build of ours left in its output directory."""

import datetime
import hashlib
import json
import os
import re
import subprocess

import debian_chain
from measure import Failure


class Build:
    """A build's output directory."""

    def __init__(self, out):
        report = out / "build.json"
        if not report.is_file():
            raise Failure(f"there is no {report}; build first: ./atomsmith build examples/container-host.yaml")
        self.out, self.facts = out, json.loads(report.read_text())
        self.repo, self.commit, self.ref = out / self.facts["repo"], self.facts["commit"], self.facts["ref"]
        self.lockfile = out / self.facts["lockfile"]
        self.treefile = json.loads(self.ostree("cat", self.commit, "/usr/share/rpm-ostree/treefile.json"))
        date = re.search(r"^Date:\s+(.*)$", self.ostree("show", self.commit), re.MULTILINE)[1]
        self.epoch = int(datetime.datetime.strptime(date, "%Y-%m-%d %H:%M:%S %z").timestamp())

    def ostree(self, *command):
        """Runs ostree on the build's repository and returns what it prints."""
        environment = {**os.environ, "TZ": "UTC", "LC_ALL": "C"}
        command = ["ostree", f"--repo={self.repo}", *command]
        return subprocess.run(command, check=True, capture_output=True, text=True, env=environment).stdout

    def key(self):
        """Stands for all that mmdebstrap's tree of the same packages is made from."""
        parts = [self.lockfile.read_text(), *debian_chain.exclusions(self.treefile), str(self.epoch)]
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]

    def disk_size(self):
        """Bytes that the image shows to whoever boots it."""
        image = self.out / self.facts["artifacts"][0]["path"]
        command = ["qemu-img", "info", "--output=json", image]
        return json.loads(subprocess.run(command, check=True, capture_output=True).stdout)["virtual-size"]
