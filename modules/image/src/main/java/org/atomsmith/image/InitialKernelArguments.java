package org.atomsmith.image;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.atomsmith.image.customization.PartitionPlan;
import org.atomsmith.image.platform.Platform;
import org.atomsmith.ostree.tree.TreeNode;

/**
 * The kernel arguments of a new disk: those of every host, the platform's, then what the tree asks for in
 * {@code /usr/lib/bootc/kargs.d/*.toml} (the format of bootc: {@code kargs = ["a=b", "c"]}).
 */
final class InitialKernelArguments {
    private static final String DIRECTORY = "usr/lib/bootc/kargs.d";
    /** The root of a disk whose {@code /boot} lies there. */
    static final String ROOT = "root=LABEL=root";

    private static final List<String> HOST = List.of(
            "rw",
            // Whatever gives up restarts, so that the boot loader can count: a kernel, and an initramfs without a
            // shell.
            "panic=10",
            "rd.shell=0",
            "rd.emergency=reboot");

    /** Names the platform to the host, as {@code ignition.platform.id} does elsewhere. */
    private static final String PLATFORM = "atomsmith.platform=";

    private static final Pattern LIST = Pattern.compile("(?m)^\\s*kargs\\s*=\\s*\\[([^\\]]*)\\]");
    private static final Pattern TEXT = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"");

    private InitialKernelArguments() {}

    /**
     * The argument that says where the root is. By its label, to which the menu adds the UUID of the file system that it was
     * read from; where that is not the root, by the UUID alone.
     */
    static String root(PartitionPlan partitions, Identifiers identifiers) {
        return partitions.hasBoot() ? "root=UUID=" + identifiers.of("root-fs") : ROOT;
    }

    static List<String> of(HostCommit host, Platform platform, String root) throws IOException {
        List<String> arguments = new ArrayList<>();
        arguments.add(root);
        arguments.addAll(HOST);
        arguments.addAll(platform.kernelArguments());
        arguments.add(PLATFORM + platform.name());
        if (host.tree().find(DIRECTORY).orElse(null) instanceof TreeNode.Directory directory) {
            for (String name : directory.children().keySet()) {
                if (name.endsWith(".toml")) {
                    parse(host.text(DIRECTORY + "/" + name).orElse(""), arguments);
                }
            }
        }
        return arguments;
    }

    private static void parse(String toml, List<String> to) {
        Matcher list = LIST.matcher(toml);
        while (list.find()) {
            Matcher text = TEXT.matcher(list.group(1));
            while (text.find()) {
                to.add(text.group(1).replace("\\\"", "\"").replace("\\\\", "\\"));
            }
        }
    }
}
