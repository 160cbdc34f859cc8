"""Compares two trees of an OSTree host file by file, and what differs with a list of what may."""

import difflib
import hashlib
import os
import re
import stat
from dataclasses import dataclass
from pathlib import Path

# What may differ at a path. Missing and added are said from our point of view.
KINDS = ("missing", "added", "type", "mode", "owner", "xattr", "target", "content")
TYPES = {stat.S_IFDIR: "directory", stat.S_IFREG: "file", stat.S_IFLNK: "link"}
DIFF_LINES = 12


@dataclass(frozen=True)
class Entry:
    """A file, directory or link, with all that a commit says of it. The mode of a link means nothing."""

    file: Path
    type: str
    mode: str
    owner: str
    xattr: str
    target: str


@dataclass(frozen=True, order=True)
class Difference:
    """One of KINDS at a path; what is there in our tree, and in the other one. They sort by path."""

    path: str
    kind: str
    ours: str
    theirs: str


def accounts(file):
    """Names by number, of a passwd or group file."""
    fields = (line.split(":") for line in file.read_text().splitlines())
    return {int(f[2]): f[0] for f in fields}


def scan(root):
    """All entries of a tree by path. Owners are names: numbers depend on the order of installation."""
    users, groups = accounts(root / "usr/etc/passwd"), accounts(root / "usr/etc/group")

    def entry(file):
        status = file.lstat()
        type_ = TYPES.get(stat.S_IFMT(status.st_mode), "other")
        attributes = {name: os.getxattr(file, name, follow_symlinks=False) for name in os.listxattr(file, follow_symlinks=False)}
        return Entry(
            file,
            type_,
            "" if type_ == "link" else f"{stat.S_IMODE(status.st_mode):04o}",
            f"{users.get(status.st_uid, status.st_uid)}:{groups.get(status.st_gid, status.st_gid)}",
            " ".join(f"{name}={value.hex()}" for name, value in sorted(attributes.items())),
            destination(os.readlink(file)) if type_ == "link" else "",
        )

    entries = {"/": entry(root)}
    for directory, folders, files in os.walk(root):
        for name in folders + files:
            file = Path(directory, name)
            entries[f"/{file.relative_to(root)}"] = entry(file)
    return entries


def destination(target):
    """Where a link leads: /lib is /usr/lib, and scripts write the one or the other by the order in which they run."""
    return re.sub("^/(bin|sbin|lib|lib64)/", r"/usr/\1/", target)


def sorted_lines(text):
    return "".join(sorted(text.splitlines(keepends=True)))


def account_lines(text):
    """Lines of passwd or group without the numbers that are given on installation, 100 to 999 (Debian Policy 9.2.2)."""
    return sorted_lines(re.sub(r"(?<=:)[1-9][0-9][0-9](?=:)", "N", text))


def shadow_lines(text):
    """Lines of shadow without the day of the last change, which is that of the newest package so far."""
    return sorted_lines(re.sub(r"^([^:]*:[^:]*:)[0-9]+(?=:)", r"\1DAY", text, flags=re.MULTILINE))


def paragraphs(text):
    """Paragraphs but for the package that the build makes, of which the oracle has none."""
    found = text.strip().split("\n\n")
    return "\n\n".join(sorted(p for p in found if not p.startswith("Package: atomsmith-host\n")))


# Files that say the same in another order, by path.
READINGS = {
    "/usr/etc/passwd": account_lines,
    "/usr/etc/group": account_lines,
    "/usr/etc/shadow": shadow_lines,
    "/usr/etc/gshadow": sorted_lines,
    "/usr/lib/sysimage/dpkg/status": paragraphs,
    "/usr/lib/sysimage/dpkg/triggers/File": sorted_lines,
}


def read(path, file):
    """A file's content as it is compared."""
    reading = READINGS.get(path)
    return reading(file.read_text()).encode() if reading else file.read_bytes()


def same_content(path, ours, theirs):
    if path not in READINGS and ours.stat().st_size != theirs.stat().st_size:
        return False
    return hashlib.sha256(read(path, ours)).digest() == hashlib.sha256(read(path, theirs)).digest()


def compare(ours, theirs):
    """All differences of two scanned trees, sorted by path."""
    found = []
    for path in ours.keys() | theirs.keys():
        a, b = ours.get(path), theirs.get(path)
        if a is None or b is None:
            found.append(Difference(path, "missing" if a is None else "added", a.type if a else "", b.type if b else ""))
        elif a.type != b.type:
            found.append(Difference(path, "type", a.type, b.type))
        else:
            for kind in ("mode", "owner", "xattr", "target"):
                if getattr(a, kind) != getattr(b, kind):
                    found.append(Difference(path, kind, getattr(a, kind), getattr(b, kind)))
            if a.type == "file" and not same_content(path, a.file, b.file):
                found.append(Difference(path, "content", str(a.file), str(b.file)))
    return sorted(found)


def described(difference):
    """A difference for a person: one line, and for texts what differs in them."""
    d = difference
    if d.kind in ("missing", "added"):
        return f"{d.kind:8} {d.path}  ({d.ours or d.theirs})"
    if d.kind != "content":
        return f"{d.kind:8} {d.path}  ours {d.ours or 'none'}, theirs {d.theirs or 'none'}"
    lines = [f"content  {d.path}"]
    try:
        texts = [read(d.path, Path(file)).decode().splitlines() for file in (d.theirs, d.ours)]
        changes = list(difflib.unified_diff(*texts, lineterm="", n=0))[2:]
        lines += [f"           {line[:200]}" for line in changes[:DIFF_LINES]]
        if len(changes) > DIFF_LINES:
            lines.append(f"           and {len(changes) - DIFF_LINES} lines more")
    except UnicodeDecodeError:
        pass
    return "\n".join(lines)


def collapsed(differences):
    """Pairs of a difference and how many there are below it, without those below a directory that is missing or added."""
    pairs = []
    for d in differences:
        above = pairs[-1][0] if pairs else None
        if above and d.kind == above.kind in ("missing", "added") and d.path.startswith(above.path + "/"):
            pairs[-1][1] += 1
        else:
            pairs.append([d, 0])
    return pairs


@dataclass
class Expected:
    """A line of the list: kinds of difference at paths, and how many it explained."""

    number: int
    text: str
    kinds: frozenset
    pattern: str
    used: int = 0

    def explains(self, difference):
        return difference.kind in self.kinds and re.fullmatch(self.pattern, difference.path) is not None


def expression(glob):
    """A glob as a regular expression: * and ? stay within a name, ** does not, {a,b} is a choice."""
    words = {"**": ".*", "*": "[^/]*", "?": "[^/]", "{": "(?:", ",": "|", "}": ")"}
    return "".join(words.get(part, re.escape(part)) for part in re.split(r"(\*\*|[*?{},])", glob))


def read_expected(file):
    """The list: "KIND[,KIND] PATTERN  REASON" on a line; # begins a comment, at the beginning of a line."""
    lines = []
    for number, line in enumerate(file.read_text().splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        fields = line.split(maxsplit=2)
        if len(fields) != 3 or not set(fields[0].split(",")) <= set(KINDS):
            raise ValueError(f"{file}:{number}: expected 'KIND[,KIND] PATTERN REASON' with kinds of {', '.join(KINDS)}")
        lines.append(Expected(number, line, frozenset(fields[0].split(",")), expression(fields[1])))
    return lines


def explain(differences, expected):
    """Counts for each line what it explains, and returns what none does."""
    unexplained = []
    for difference in differences:
        line = next((e for e in expected if e.explains(difference)), None)
        if line is None:
            unexplained.append(difference)
        else:
            line.used += 1
    return unexplained
