"""What Debian's own tools make of the packages of a lockfile: an apt repository, a tree, the tree of an OSTree host.

Nothing here calls Atomsmith: the rules are written a second time, so that an error in one of the two shows.
"""

import json
import os
import re
import shutil
import subprocess

from measure import Failure, Usage, run

# Kept beside the package manager's files even where documentation is left out.
LICENCES = ("copyright", "COPYING", "LICENSE", "LICENCE", "NOTICE")

# Where an OSTree host's root leads elsewhere: what changes is in /var.
TOP_LEVEL = {
    "home": "var/home",
    "root": "var/roothome",
    "opt": "var/opt",
    "srv": "var/srv",
    "mnt": "var/mnt",
    "media": "run/media",
    "ostree": "sysroot/ostree",
    "usr/local": "../var/usrlocal",
}
MOUNT_POINTS = ("boot", "dev", "proc", "run", "sys", "sysroot")
PATH = "/usr/sbin:/usr/bin:/sbin:/bin"
ENVIRONMENT = {"HOME": "/root", "LC_ALL": "C.UTF-8", "TZ": "UTC"}

PACKAGE_DATABASE = "usr/lib/sysimage/dpkg"


def apt_repository(lockfile, downloads, directory):
    """Makes a flat repository of exactly the locked packages and returns their names.

    Package files are hard links to those of the cache (<downloads>/<aa>/<SHA-256>), copies where that is elsewhere.
    """
    directory.mkdir(parents=True)
    packages = json.loads(lockfile.read_text())["packages"]
    with open(directory / "Packages", "w") as index:
        for name, package in sorted(packages.items()):
            digest = package["digest"].removeprefix("sha256:")
            source = downloads / digest[:2] / digest
            if not source.exists():
                raise Failure(
                    f"{lockfile}: {name} {package['evra']} is not in {downloads}; if another user built, set"
                    " XDG_CACHE_HOME to the .cache in that user's home, else build again to fetch it"
                )
            file = f"{name}_{digest[:16]}.deb"
            try:
                os.link(source, directory / file)
            except OSError:
                shutil.copyfile(source, directory / file)
            control = subprocess.run(["dpkg-deb", "--field", source], check=True, capture_output=True, text=True).stdout
            index.write(f"{control.rstrip()}\nFilename: ./{file}\n")
            index.write(f"Size: {os.path.getsize(source)}\nSHA256: {digest}\n\n")
    return sorted(packages)


def exclusions(treefile):
    """dpkg's options, dpkg.cfg(5), for what a treefile leaves out; the last pattern that fits a path decides."""
    options = []
    if treefile.get("documentation") is False:
        options += [f"path-exclude=/usr/share/{kind}/*/*" for kind in ("man", "doc", "gtk-doc")]
        options += ["path-exclude=/usr/share/info/*", "path-exclude=/usr/share/doc-base/*"]
        options += [f"path-include=/usr/share/doc/*/{name}" for name in LICENCES]
    if "install-langs" in treefile:
        options.append("path-exclude=/usr/share/locale/*/*")
        for language in treefile["install-langs"]:
            options += [f"path-include=/usr/share/locale/{language}{more}/*" for more in ("", "[_@.]*")]
    return options


def debian_tree(repository, names, tree, treefile, epoch, log):
    """Makes a tree of all packages with mmdebstrap.

    As in our scriptlets, kernel packages make no initramfs, and Python caches nothing of what scripts happen to import.
    """
    command = ["mmdebstrap", "--mode=root", "--variant=custom", "--format=directory", "--include=" + ",".join(names)]
    command += [f"--dpkgopt={option}" for option in exclusions(treefile)]
    command += ["", tree, f"deb [trusted=yes] copy:{repository} ./"]
    environment = {"INITRD": "No", "PYTHONDONTWRITEBYTECODE": "1", "SOURCE_DATE_EPOCH": str(epoch)}
    usage = run(command, log, {**ENVIRONMENT, "PATH": os.environ["PATH"], **environment})
    prune(tree, treefile)
    return usage


def prune(tree, treefile):
    """Removes the directories, and the links in them, that dpkg keeps of what it excludes."""
    share = tree / "usr/share"
    if treefile.get("documentation") is False:
        for package in (share / "doc").iterdir():
            if package.is_dir() and not package.is_symlink():
                prune_to(package, lambda file: file.name in LICENCES)
    if "install-langs" in treefile:
        kept = treefile["install-langs"]
        for language in [*(share / "locale").iterdir(), *(share / "man").iterdir()]:
            name = language.name
            manuals = re.fullmatch("man[0-9].?", name)
            if language.is_dir() and not manuals and name not in kept and re.split("[_@.]", name)[0] not in kept:
                shutil.rmtree(language)


def prune_to(directory, keep):
    """Leaves only files that are to be kept, and the directories that hold one."""
    for file in directory.iterdir():
        if file.is_dir() and not file.is_symlink():
            prune_to(file, keep)
            if not any(file.iterdir()):
                file.rmdir()
        elif not keep(file):
            file.unlink()


def run_in(tree, command, log, **environment):
    """Runs one of a tree's own programs in it; what that needs is mounted where only it sees it."""
    script = 'mount -t proc proc "$1/proc" && mount --bind /dev "$1/dev" && cd / && exec chroot "$@"'
    command = ["unshare", "--mount", "--propagation", "private", "sh", "-ec", script, "sh", tree, *command]
    return run(command, log, {**ENVIRONMENT, "PATH": PATH, "SYSTEMD_OFFLINE": "1", **environment})


def ostree_layout(tree, treefile, log):
    """Makes an OSTree host of a tree. What is in /var stays there, for whoever takes it out."""
    usage = Usage()
    for unit in treefile.get("units", []):
        usage += run_in(tree, ["systemctl", "enable", unit], log)
    if "default-target" in treefile:
        usage += run_in(tree, ["systemctl", "set-default", treefile["default-target"]], log)
    kernel(tree)
    (tree / PACKAGE_DATABASE).parent.mkdir(parents=True)
    (tree / "var/lib/dpkg").rename(tree / PACKAGE_DATABASE)
    (tree / "var/lib/dpkg").symlink_to("../../" + PACKAGE_DATABASE)
    for path, target in TOP_LEVEL.items():
        link(tree, path, target)
    for path in MOUNT_POINTS:
        empty(tree / path)
    empty(tree / "tmp", 0o1777)
    (tree / "etc").rename(tree / "usr/etc")
    return usage


def kernel(tree):
    """Moves kernels to where OSTree looks for them and removes the links that a boot loader of Debian's follows."""
    for file in sorted((tree / "boot").iterdir()):
        for kind in ("vmlinuz", "config", "System.map"):
            modules = tree / "usr/lib/modules" / file.name.removeprefix(kind + "-")
            if file.name.startswith(kind + "-") and modules.is_dir():
                file.rename(modules / kind)
    for file in [*tree.glob("vmlinuz*"), *tree.glob("initrd.img*")]:
        file.unlink()


def link(tree, path, target):
    """Makes a link of a directory; what was in it goes to where the link leads, if that is in /var."""
    place, destination = tree / path, tree / target.removeprefix("../")
    if place.is_dir():
        if destination.is_relative_to(tree / "var"):
            place.rename(destination)
        else:
            shutil.rmtree(place)
    elif destination.is_relative_to(tree / "var"):
        destination.mkdir(parents=True)
    place.symlink_to(target)


def empty(directory, mode=0o755):
    """Makes an empty directory of whatever is there."""
    if directory.is_dir():
        shutil.rmtree(directory)
    directory.mkdir()
    directory.chmod(mode)


def tmpfiles(tree, log):
    """Fills /var as the first boot does."""
    etc = tree / "etc"
    etc.symlink_to("usr/etc")
    try:
        run_in(tree, ["systemd-tmpfiles", "--create", "--prefix=/var"], log)
    finally:
        etc.unlink()
