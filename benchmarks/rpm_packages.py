"""RPM packages to measure with: of seeded random content, by one run of rpmbuild, or the whole of an apt suite, without files."""

import os
import random
import shutil
from pathlib import Path

from measure import Failure, run, user_cache

ROOT = Path(__file__).resolve().parent.parent

HEAD = """Name: bench
Version: 1
Release: 1
Summary: Packages to measure with
License: MIT
BuildArch: noarch
%description
None.
%global debug_package %{nil}
%global __os_install_post %{nil}
%global _build_id_links none
"""


def sizes(chance):
    """How many files a package has and how large they are together: most are small, a few large."""
    return int(3 * 10 ** chance.uniform(0, 2)), int(10_000 * 10 ** chance.uniform(0, 2.6))


def package(number, chance, root):
    """One package's part of the specification; its files are written below root."""
    name = f"p{number:04d}"
    files, size = sizes(chance)
    paths = []
    for i in range(files):
        folder = chance.choice([f"usr/share/{name}/d{i % 7}", f"usr/lib/{name}", "usr/bin", f"etc/{name}"])
        path = Path(folder, f"{name}-{i}")
        (root / folder).mkdir(parents=True, exist_ok=True)
        length = size // files
        # Half of it can be compressed.
        (root / path).write_bytes(chance.randbytes(length // 2) + b"text that repeats\n" * (length // 36))
        paths.append(f"/{path}")
    needs = "".join(f"Requires: bench-p{chance.randrange(number + 1):04d} >= {chance.randrange(9)}\n"
                    for _ in range(chance.randrange(20)))
    provides = "".join(f"Provides: virtual({name}-{i}) = {i}\n" for i in range(chance.randrange(5)))
    return (f"%package {name}\nSummary: Package {number} & more\n{needs}{provides}"
            f"%description {name}\n{'Words about it. ' * chance.randrange(1, 40)}\n"
            f"%files {name}\n" + "\n".join(paths) + "\n")


def make_packages(directory, count, log):
    """Makes the packages unless an earlier run did, and returns their directory."""
    done = directory / "RPMS"
    if (directory / "complete").exists():
        return done
    shutil.rmtree(directory, ignore_errors=True)
    root = directory / "content"
    root.mkdir(parents=True)
    chance = random.Random(count)
    specification = HEAD + "".join(package(number, chance, root) for number in range(count))
    spec = directory / "bench.spec"
    spec.write_text(specification + f"%install\ncp -a {root}/. %{{buildroot}}/\n%changelog\n"
                    "* Mon Jan 01 2024 Nobody <nobody@example.org> - 1-1\n- first\n")
    command = ["rpmbuild", "-bb", "--quiet", "--nodeps", "--define", f"_topdir {directory}",
               "--define", "_binary_payload w1.gzdio", "--define", "_buildhost localhost", spec]
    run(command, log, {**os.environ, "SOURCE_DATE_EPOCH": "1704067200"})
    shutil.rmtree(root)
    for left in ("BUILD", "BUILDROOT"):
        shutil.rmtree(directory / left, ignore_errors=True)
    (directory / "complete").touch()
    return done


def make_suite(directory, sources, log):
    """An RPM repository with metadata of every package of apt suites and no package files, unless an earlier run made it."""
    if (directory / "complete").exists():
        return directory
    shutil.rmtree(directory, ignore_errors=True)
    packages = directory / "packages"
    packages.mkdir(parents=True)
    build = ROOT / ".build" / (ROOT / ".build/current").read_text().strip()
    home = os.environ.get("JAVA_HOME")
    if home is None:
        raise Failure("set JAVA_HOME to a JDK 25")
    run([f"{home}/bin/java", "-XX:+UseSerialGC", "-Xmx2g", "--enable-native-access=ALL-UNNAMED", "-cp", f"{build}/*",
         ROOT / "benchmarks/WholeSuite.java", sources, packages, user_cache(), os.uname().machine], log)
    run(["createrepo_c", "--quiet", "--no-database", packages], log)
    (packages / "repodata").rename(directory / "repodata")
    shutil.rmtree(packages)
    (directory / "complete").touch()
    return directory
