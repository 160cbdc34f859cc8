"""A treefile as it was before the security updates, which is what a real update changes."""

import shutil


def without_security(treefile, directory):
    """Copies the treefile's directory and takes the suites of security updates out; returns the copied treefile."""
    shutil.copytree(treefile.resolve().parent, directory, dirs_exist_ok=True)
    for sources in directory.glob("*.sources"):
        paragraphs = sources.read_text().split("\n\n")
        sources.write_text("\n\n".join(p for p in paragraphs if "-security" not in p))
    return directory / treefile.name
