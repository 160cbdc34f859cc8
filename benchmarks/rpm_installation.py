"""Packages of an RPM repository: what they are, and how long it takes ours and others to find them and to have them."""

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

from measure import Failure, Usage, run

ROOT = Path(__file__).resolve().parent.parent
ESSENTIAL = "system(essential)"


class Installation:
    """Packages of a repository, which ours and dnf look for with a cache each that lies in the work directory."""

    def __init__(self, repository, names, work):
        self.repository = repository.resolve()
        self.names = names
        self.work = work
        shutil.rmtree(self.work, ignore_errors=True)
        self.work.mkdir()
        self.log = work / "log"
        self.lock = self.work / "host.lock.json"
        self.treefile = self.work / "host.yaml"
        self.treefile.write_text("ref: bench\ncontainer: true\nrecommends: false\nrepos: [bench]\n"
                                 f"packages: [{', '.join(self.names)}]\n")
        (self.work / "bench.repo").write_text(f"[bench]\nbaseurl=file://{self.repository}\ngpgcheck=0\n")
        self.cache = self.work / "cache"
        self.environment = {**os.environ, "XDG_CACHE_HOME": str(self.cache), "LC_ALL": "C.UTF-8"}
        found = subprocess.run([*self.dnf_command(), "--quiet", "repoquery", "--qf=%{name}", f"--whatprovides={ESSENTIAL}"],
                               check=True, capture_output=True, text=True, env=self.environment)
        # A treefile has them anyway.
        self.essential = sorted(set(found.stdout.split()))

    def dnf_command(self):
        return ["dnf", f"--installroot={self.work}/root", f"--repofrompath=bench,file://{self.repository}",
                "--repo=bench", "--setopt=reposdir=/nonexistent", "--setopt=bench.gpgcheck=0",
                f"--setopt=cachedir={self.work}/dnf", f"--setopt=persistdir={self.work}/state", "--releasever=1",
                "--setopt=install_weak_deps=0", "--setopt=metadata_expire=-1", "--assumeno"]

    def resolve(self):
        command = [ROOT / "atomsmith", "resolve", self.treefile, "--write", self.lock, "--progress", "none"]
        return run(command, self.log, self.environment)

    def dnf(self):
        command = [*self.dnf_command(), "install", *self.names, *self.essential]
        # Saying no is its status 1; that it found an answer shows in the log.
        return run(["sh", "-c", '"$@"; [ $? = 1 ]', "dnf", *command], self.log, self.environment)

    def forget_index(self):
        """Ours has the metadata, but not what it made of them."""
        for index in self.cache.glob("atomsmith/metadata/*"):
            index.unlink()

    def forget_solv(self):
        """The same for dnf."""
        for solv in self.work.glob("dnf/**/*.solv*"):
            solv.unlink()

    def check(self):
        """Both are to have found the same packages."""
        begin = self.log.stat().st_size if self.log.exists() else 0
        self.resolve()
        self.dnf()
        with open(self.log, encoding="utf-8", errors="replace") as log:
            log.seek(begin)
            theirs = set(re.findall(r"^ (\S+)\s+\S+\s+\S+\s+bench\s", log.read(), re.MULTILINE))
        ours = set(json.loads(self.lock.read_text())["packages"])
        if ours != theirs:
            raise Failure(f"only ours: {sorted(ours - theirs)}; only dnf: {sorted(theirs - ours)}; see {self.log}")
        return len(ours)

    def imported(self):
        """Wall seconds of the step; what comes after it is not waited for."""
        shutil.rmtree(self.cache, ignore_errors=True)
        command = [ROOT / "atomsmith", "compose", self.treefile, "--repo", self.work / "ostree", "--progress", "json"]
        with open(self.log, "ab") as errors:
            process = subprocess.Popen([str(word) for word in command], stdout=subprocess.PIPE, stderr=errors,
                                       env=self.environment)
            try:
                for line in process.stdout:
                    event = json.loads(line)
                    if event.get("step") == "import" and event.get("event") == "ended":
                        return Usage(event["seconds"])
            finally:
                process.terminate()
                process.stdout.close()
                process.wait()
        raise Failure(f"the import did not end; see {self.log}")

    def rpm(self):
        root = self.work / "rpmroot"
        shutil.rmtree(root, ignore_errors=True)
        root.mkdir()
        locked = json.loads(self.lock.read_text())["packages"]
        files = {file.name.rsplit("-", 2)[0]: file for file in sorted(self.repository.glob("**/*.rpm"))}
        packages = [files[name] for name in locked if name in files]
        usage = run(["rpm", "--root", root, "-i", "--noscripts", "--notriggers", "--nodeps", "--nosignature", *packages],
                    self.log)
        return Usage(usage.wall)


def example_packages(treefile):
    """What a treefile names, without the package that only our own build makes."""
    command = [ROOT / "atomsmith", "compose", "print", treefile, "--json"]
    printed = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    names = [name for line in printed["treefile"]["packages"] for name in line.split()]
    return [name for name in names if name != "atomsmith-host"]
