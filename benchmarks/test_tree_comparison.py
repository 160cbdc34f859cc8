"""Tests of tree_comparison: python3 -m unittest, in this directory."""

import os
import tempfile
import unittest
from pathlib import Path

import tree_comparison
from tree_comparison import Difference, compare, explain, read_expected, scan


class TreeComparison(unittest.TestCase):
    def setUp(self):
        self.directory = tempfile.TemporaryDirectory()
        self.addCleanup(self.directory.cleanup)
        self.ours, self.theirs = (self.tree(name) for name in ("ours", "theirs"))

    def tree(self, name):
        root = Path(self.directory.name, name)
        (root / "usr/etc").mkdir(parents=True)
        (root / "usr/bin").mkdir()
        (root / "usr/bin/tool").write_text("#!/bin/sh\n")
        (root / "usr/bin/tool").chmod(0o755)
        (root / "usr/bin/link").symlink_to("tool")
        (root / "usr/etc/passwd").write_text("root:x:0:0::/root:/bin/sh\n_a:x:101:101::/:/bin/false\n_b:x:102:102::/:/bin/false\n")
        (root / "usr/etc/group").write_text("root:x:0:\n_a:x:101:\n_b:x:102:\n")
        return root

    def found(self):
        return [(d.kind, d.path) for d in compare(scan(self.ours), scan(self.theirs))]

    def test_equal_trees_do_not_differ(self):
        self.assertEqual(self.found(), [])

    def test_missing_and_added_files_are_found(self):
        (self.ours / "usr/bin/tool").unlink()
        (self.ours / "usr/bin/other").write_text("")
        self.assertEqual(self.found(), [("added", "/usr/bin/other"), ("missing", "/usr/bin/tool")])

    def test_another_content_of_the_same_size_is_found(self):
        (self.ours / "usr/bin/tool").write_text("#!/bin/ch\n")
        self.assertEqual(self.found(), [("content", "/usr/bin/tool")])

    def test_the_day_in_shadow_does_not_count_but_all_else_does(self):
        for root, day in ((self.ours, "20769"), (self.theirs, "20776")):
            (root / "usr/etc/shadow").write_text(f"root:*:{day}:0:99999:7:::\n")
        self.assertEqual(self.found(), [])
        (self.ours / "usr/etc/shadow").write_text("root::20776:0:99999:7:::\n")
        self.assertEqual(self.found(), [("content", "/usr/etc/shadow")])

    def test_another_mode_type_or_target_is_found(self):
        (self.ours / "usr/bin/tool").chmod(0o4755)
        (self.ours / "usr/bin/link").unlink()
        (self.ours / "usr/bin/link").symlink_to("elsewhere")
        (self.ours / "usr/bin/d").mkdir()
        (self.theirs / "usr/bin/d").write_text("")
        self.assertEqual(self.found(), [("type", "/usr/bin/d"), ("target", "/usr/bin/link"), ("mode", "/usr/bin/tool")])

    def test_another_extended_attribute_is_found(self):
        try:
            os.setxattr(self.ours / "usr/bin/tool", "user.test", b"1")
        except OSError:
            self.skipTest("the file system has no extended attributes")
        self.assertEqual(self.found(), [("xattr", "/usr/bin/tool")])

    @unittest.skipUnless(os.geteuid() == 0, "only root can give files away")
    def test_owners_are_compared_by_name(self):
        (self.ours / "usr/etc/passwd").write_text("root:x:0:0::/root:/bin/sh\n_b:x:101:101::/:/bin/false\n_a:x:102:102::/:/bin/false\n")
        (self.ours / "usr/etc/group").write_text("root:x:0:\n_b:x:101:\n_a:x:102:\n")
        os.chown(self.ours / "usr/bin/tool", 102, 102)
        os.chown(self.theirs / "usr/bin/tool", 101, 101)
        self.assertEqual(self.found(), [])
        os.chown(self.ours / "usr/bin/tool", 101, 102)
        self.assertEqual(self.found(), [("owner", "/usr/bin/tool")])

    def test_an_account_with_another_shell_is_found(self):
        passwd = self.ours / "usr/etc/passwd"
        passwd.write_text(passwd.read_text().replace("/bin/false", "/bin/bash"))
        self.assertEqual(self.found(), [("content", "/usr/etc/passwd")])

    def test_a_link_through_a_top_level_link_leads_to_the_same_file(self):
        (self.ours / "usr/bin/unit").symlink_to("/lib/unit")
        (self.theirs / "usr/bin/unit").symlink_to("/usr/lib/unit")
        self.assertEqual(self.found(), [])

    def test_the_list_explains_only_what_it_names(self):
        file = Path(self.directory.name, "expected")
        file.write_text("# comment\nmissing,mode /a/*.{x,y}  reason\nadded /b{,/**}  reason\n")
        expected = read_expected(file)
        differences = [Difference(path, kind, "", "") for kind, path in [
            ("missing", "/a/1.x"), ("mode", "/a/1.y"), ("missing", "/a/1.z"), ("content", "/a/1.x"),
            ("missing", "/a/c/1.x"), ("added", "/b"), ("added", "/b/c/d"), ("added", "/bc")]]
        left = [(d.kind, d.path) for d in explain(differences, expected)]
        self.assertEqual(left, [("missing", "/a/1.z"), ("content", "/a/1.x"), ("missing", "/a/c/1.x"), ("added", "/bc")])
        self.assertEqual([e.used for e in expected], [2, 2])

    def test_a_line_without_a_reason_is_refused(self):
        file = Path(self.directory.name, "expected")
        file.write_text("missing /a\n")
        self.assertRaisesRegex(ValueError, "expected:1: expected 'KIND", read_expected, file)

    def test_what_is_below_a_missing_directory_is_counted(self):
        pairs = tree_comparison.collapsed([Difference(p, "missing", "", "file") for p in ("/a", "/a/b", "/a/c", "/ab")])
        self.assertEqual([(d.path, below) for d, below in pairs], [("/a", 2), ("/ab", 0)])


if __name__ == "__main__":
    unittest.main()
