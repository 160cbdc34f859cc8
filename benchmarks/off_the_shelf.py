"""The chain of off-the-shelf tools that makes a disk of packages: what our build is measured against."""

import shutil
import subprocess
from pathlib import Path

import debian_chain
from measure import Usage, run, user_cache

ROOT = Path(__file__).resolve().parent.parent
DRACUT = ROOT / "modules/compose/src/main/resources/org/atomsmith/compose/host/usr/lib/dracut/dracut.conf.d/20-atomsmith.conf"
OS = "host"


class Chain:
    """Makes a qcow2 of the packages that a build of ours locked.

    The disk is as large as ours, but holds a file system alone: no partitions, no boot loader.
    """

    def __init__(self, build, work):
        self.build, self.work, self.log = build, work, work / "chain.log"
        self.repository, self.tree = work / "apt", work / "tree"
        self.repo, self.sysroot = work / "chain-repo", work / "sysroot"
        self.file_system, self.disk = work / "root.img", work / "chain.qcow2"
        self.size = build.disk_size()
        self.names = debian_chain.apt_repository(build.lockfile, user_cache() / "downloads", self.repository)

    def steps(self):
        """Names of the steps and what does them, in order."""
        return {
            "mmdebstrap": self.install,
            "dracut": self.initramfs,
            "layout": self.lay_out,
            "ostree commit": self.commit,
            "ostree pull-local": self.pull,
            "ostree admin deploy": self.deploy,
            "mke2fs -d": self.format,
            "qemu-img convert -c": self.compress,
        }

    def install(self):
        b = self.build
        return debian_chain.debian_tree(self.repository, self.names, self.tree, b.treefile, b.epoch, self.log)

    def initramfs(self):
        shutil.copy(DRACUT, self.tree / "etc/dracut.conf.d")
        usage = Usage()
        for modules in (self.tree / "usr/lib/modules").iterdir():
            image = f"/usr/lib/modules/{modules.name}/initramfs.img"
            command = ["dracut", "--force", "--kver", modules.name, image]
            usage += debian_chain.run_in(self.tree, command, self.log, SOURCE_DATE_EPOCH=str(self.build.epoch))
        return usage

    def lay_out(self):
        usage = debian_chain.ostree_layout(self.tree, self.build.treefile, self.log)
        debian_chain.empty(self.tree / "var")
        return usage

    def commit(self):
        run(["ostree", "init", f"--repo={self.repo}", "--mode=archive"], self.log)
        command = ["ostree", "commit", f"--repo={self.repo}", f"--branch={self.build.ref}", f"--tree=dir={self.tree}"]
        return run([*command, "--bootable"], self.log)

    def pull(self):
        self.sysroot.mkdir()
        run(["ostree", "admin", "init-fs", "--modern", self.sysroot], self.log)
        run(["ostree", "admin", "os-init", f"--sysroot={self.sysroot}", OS], self.log)
        return run(["ostree", "pull-local", f"--repo={self.sysroot}/ostree/repo", self.repo, self.build.ref], self.log)

    def deploy(self):
        run(["ostree", "config", f"--repo={self.sysroot}/ostree/repo", "set", "sysroot.bootloader", "none"], self.log)
        command = ["ostree", "admin", "deploy", f"--sysroot={self.sysroot}", f"--os={OS}", "--karg=root=LABEL=root"]
        return run([*command, self.build.ref], self.log)

    def format(self):
        command = ["mke2fs", "-q", "-t", "ext4", "-L", "root", "-d", self.sysroot, self.file_system]
        return run([*command, f"{self.size // 1024}k"], self.log)

    def compress(self):
        command = ["qemu-img", "convert", "-c", "-O", "qcow2", "-o", "compression_type=zlib"]
        return run([*command, self.file_system, self.disk], self.log)

    def clear(self):
        """Removes what a run left; deployments are immutable even to root."""
        for deployment in self.sysroot.glob("ostree/deploy/*/deploy/*/"):
            subprocess.run(["chattr", "-i", deployment], check=True)
        for directory in (self.tree, self.repo, self.sysroot):
            shutil.rmtree(directory, ignore_errors=True)
        for file in (self.file_system, self.disk):
            file.unlink(missing_ok=True)
