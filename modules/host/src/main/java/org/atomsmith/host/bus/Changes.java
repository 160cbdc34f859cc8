package org.atomsmith.host.bus;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.atomsmith.ostree.gvariant.Variant;

/** Which command does what a method of {@code org.projectatomic.rpmostree1.OS} asks for, and what permits it. */
final class Changes {
    /** A package that a caller hands over as an open file has no name that a command could be given. */
    private static final List<String> OPEN_FILES =
            List.of("install-local-packages", "install-local-fileoverride-packages", "override-replace-local-packages");

    private Changes() {}

    /**
     * What a call asks for.
     *
     * @param actions the last words of the names of polkit's actions, all of which it takes
     */
    record Wanted(Change change, List<String> actions) {}

    /**
     * The change that a call asks for.
     *
     * @param in the call's arguments
     * @param stateroot of the object that is called
     * @return empty when the method changes nothing
     */
    static Optional<Wanted> of(String method, List<Variant> in, String stateroot) throws CallException {
        Words words = new Words(stateroot);
        return switch (method) {
            case "Upgrade" ->
                wanted(
                        words.command("upgrade")
                                .flags(in.get(0), "reboot", "allow-downgrade", "cache-only", "download-only"),
                        "upgrade");
            case "DownloadUpdateRpmDiff" -> wanted(words.command("upgrade").word("--check"), "repo-refresh");
            case "Deploy" ->
                wanted(words.command("deploy").flags(in.get(1), "reboot").argument(in.get(0)), "deploy");
            case "DownloadDeployRpmDiff" ->
                wanted(words.command("deploy").word("--preview").argument(in.get(0)), "repo-refresh");
            case "Rollback" -> wanted(words.command("rollback").flags(in.get(0), "reboot"), "rollback");
            case "ClearRollbackTarget" -> wanted(words.command("cleanup").word("--rollback"), "rollback");
            case "Rebase" ->
                wanted(
                        words.command("rebase")
                                .flags(in.get(0), "reboot", "skip-purge")
                                .argument(in.get(1))
                                .argument(in.get(0), "revision"),
                        "rebase");
            case "DownloadRebaseRpmDiff" ->
                wanted(words.command("rebase").word("--preview").argument(in.get(0)), "repo-refresh");
            case "PkgChange" -> wanted(packages(words, in), "install-uninstall-packages");
            case "SetInitramfsState" ->
                wanted(
                        words.command("initramfs")
                                .word(in.get(0).asBoolean() ? "--enable" : "--disable")
                                .options("--arg", in.get(1))
                                .flags(in.get(2), "reboot"),
                        "bootconfig");
            case "InitramfsEtc" ->
                wanted(
                        words.command("initramfs-etc")
                                .options("--track", in.get(0))
                                .options("--untrack", in.get(1))
                                .flag("--untrack-all", in.get(2))
                                .flag("--force-sync", in.get(3))
                                .flags(in.get(4), "reboot"),
                        "bootconfig");
            case "KernelArgs" -> wanted(kernelArguments(words, in), "bootconfig");
            case "Cleanup" -> wanted(cleanup(words, in.get(0)), "cleanup");
            case "RefreshMd" -> wanted(words.command("refresh-md").flags(in.get(0), "force"), "repo-refresh");
            case "FinalizeDeployment" ->
                wanted(
                        words.command("finalize-deployment")
                                .flags(in.get(0), "allow-missing-checksum", "allow-unlocked")
                                .argument(in.get(0), "checksum"),
                        "finalize-deployment");
            case "UpdateDeployment" -> Optional.of(update(words, in.get(0), in.get(1)));
            case "LiveFs" -> wanted(words.command("apply-live").flags(in.get(0), "reboot"), "override");
            default -> Optional.empty();
        };
    }

    private static Optional<Wanted> wanted(Words words, String action) {
        return Optional.of(new Wanted(Change.of(words.list()), List.of(action)));
    }

    private static Words packages(Words words, List<Variant> in) {
        if (in.get(1).children().isEmpty()) {
            words.command("uninstall").arguments(in.get(2));
        } else {
            words.command("install").options("--uninstall", in.get(2)).arguments(in.get(1));
        }
        return words.flags(in.get(0), "reboot", "dry-run");
    }

    private static Words kernelArguments(Words words, List<Variant> in) throws CallException {
        words.command("kargs");
        Map<String, Variant> options = in.get(4).asDict();
        if (options.containsKey("final-kernel-args")) {
            throw new CallException(
                    CallException.NOT_SUPPORTED, "final-kernel-args is not supported: say what to append and delete");
        }
        words.options("--append", in.get(1));
        words.options("--replace", in.get(2));
        words.options("--delete", in.get(3));
        if (options.get("append-if-missing") instanceof Variant some) {
            words.options("--append-if-missing", some);
        }
        if (options.get("delete-if-present") instanceof Variant some) {
            words.options("--delete-if-present", some);
        }
        return words.flags(in.get(4), "reboot", "lock-finalization");
    }

    private static Words cleanup(Words words, Variant elements) throws CallException {
        words.command("cleanup");
        for (Variant element : elements.children()) {
            words.word(
                    switch (element.asString()) {
                        case "base" -> "--base";
                        case "pending-deploy" -> "--pending";
                        case "rollback-deploy" -> "--rollback";
                        case "repomd" -> "--repomd";
                        default ->
                            throw new CallException(
                                    CallException.INVALID_ARGUMENTS,
                                    "cleanup knows base, pending-deploy, rollback-deploy and repomd, not '"
                                            + element.asString() + "'");
                    });
        }
        return words;
    }

    private static Wanted update(Words words, Variant modifierValues, Variant optionValues) throws CallException {
        Map<String, Variant> modifiers = modifierValues.asDict();
        Map<String, Variant> options = optionValues.asDict();
        for (String name : OPEN_FILES) {
            if (modifiers.get(name) instanceof Variant files
                    && !files.children().isEmpty()) {
                throw new CallException(
                        CallException.NOT_SUPPORTED,
                        name + " over D-Bus is not supported: 'atomic host install FILE' takes local packages");
            }
        }
        String action = action(words, modifierValues, options);
        String command = words.list().getFirst();
        boolean layers = List.of("install", "uninstall").contains(command);
        if (!layers && (modifiers.containsKey("install-packages") || modifiers.containsKey("uninstall-packages"))) {
            throw new CallException(
                    CallException.NOT_SUPPORTED,
                    "packages and '" + command + "' in one change are not supported: call twice, the second time with"
                            + " no-pull-base");
        }
        flags(words, command, options);
        if (layers) {
            words.flag(options, "idempotent-layering", "--idempotent");
        }
        if (command.equals("install")) {
            words.flag(options, "allow-inactive-requests", "--allow-inactive");
        }
        String title = options.get("initiating-command-line") instanceof Variant.Text text
                ? text.value()
                : String.join(" ", words.list());
        List<String> actions = new ArrayList<>(List.of(action));
        if (is(options, "no-initramfs")) {
            actions.add("bootconfig");
        }
        return new Wanted(new Change(title, words.list()), actions);
    }

    /** Puts the command's words together; returns what permits it. */
    private static String action(Words words, Variant modifierValues, Map<String, Variant> options)
            throws CallException {
        Map<String, Variant> modifiers = modifierValues.asDict();
        if (modifiers.containsKey("set-refspec")) {
            words.command("rebase").argument(modifierValues, "set-refspec").argument(modifierValues, "set-revision");
            return "rebase";
        }
        if (modifiers.containsKey("set-revision")) {
            words.command("deploy").argument(modifierValues, "set-revision");
            return "deploy";
        }
        for (String how : List.of("remove", "replace", "reset")) {
            if (modifiers.containsKey("override-" + how + "-packages")) {
                words.command("override").word(how).arguments(modifiers, "override-" + how + "-packages");
                return "override";
            }
        }
        if (!is(options, "no-pull-base")) {
            words.command("upgrade");
            return "upgrade";
        }
        if (modifiers.containsKey("install-packages")) {
            words.command("install")
                    .options(modifiers, "--uninstall", "uninstall-packages")
                    .arguments(modifiers, "install-packages");
            return "install-uninstall-packages";
        }
        if (modifiers.containsKey("uninstall-packages")) {
            words.command("uninstall").arguments(modifiers, "uninstall-packages");
            return "install-uninstall-packages";
        }
        if (is(options, "no-layering") || is(options, "no-overrides") || is(options, "no-initramfs")) {
            words.command("reset");
            words.flag(options, "no-layering", "--overlays");
            words.flag(options, "no-overrides", "--overrides");
            words.flag(options, "no-initramfs", "--initramfs");
            return "override";
        }
        throw new CallException(CallException.INVALID_ARGUMENTS, "UpdateDeployment is asked to change nothing");
    }

    /** Adds the options that a command has; refuses those that it has not and that would change what comes of it. */
    private static void flags(Words words, String command, Map<String, Variant> options) throws CallException {
        List<String> known = switch (command) {
            case "upgrade" ->
                List.of("reboot", "allow-downgrade", "cache-only", "download-only", "lock-finalization", "dry-run");
            case "deploy", "rebase" -> List.of("reboot", "skip-purge", "download-only", "lock-finalization", "dry-run");
            case "reset" -> List.of("reboot", "lock-finalization");
            default -> List.of("reboot", "cache-only", "apply-live", "dry-run");
        };
        boolean based = List.of("upgrade", "deploy", "rebase").contains(command);
        for (String name : List.of(
                "reboot",
                "allow-downgrade",
                "skip-purge",
                "cache-only",
                "download-only",
                "lock-finalization",
                "apply-live",
                "dry-run")) {
            if (!is(options, name)) {
                continue;
            }
            if (known.contains(name)) {
                words.word(based && name.equals("dry-run") ? "--preview" : "--" + name);
            } else if (List.of("download-only", "lock-finalization", "apply-live", "dry-run")
                    .contains(name)) {
                throw new CallException(CallException.NOT_SUPPORTED, name + " is not supported for " + command);
            }
        }
    }

    private static boolean is(Map<String, Variant> options, String name) {
        return options.get(name) instanceof Variant value && value.asBoolean();
    }

    /** The words of a command while they are put together. */
    private static final class Words {
        private final String stateroot;
        private final List<String> words = new ArrayList<>();
        private final List<String> arguments = new ArrayList<>();

        Words(String stateroot) {
            this.stateroot = stateroot;
        }

        List<String> list() {
            List<String> all = new ArrayList<>(words);
            if (!arguments.isEmpty()) {
                // What a caller names is never taken for an option.
                all.add("--");
                all.addAll(arguments);
            }
            return all;
        }

        Words command(String name) {
            words.add(name);
            if (!stateroot.isEmpty() && List.of("upgrade", "deploy", "rebase").contains(name)) {
                words.add("--os=" + stateroot);
            }
            return this;
        }

        Words word(String word) {
            words.add(word);
            return this;
        }

        Words argument(Variant value) {
            if (!value.asString().isEmpty()) {
                arguments.add(value.asString());
            }
            return this;
        }

        Words argument(Variant values, String key) {
            return values.asDict().get(key) instanceof Variant value ? argument(value) : this;
        }

        Words arguments(Variant values) {
            values.children().forEach(this::argument);
            return this;
        }

        Words arguments(Map<String, Variant> values, String key) {
            return values.get(key) instanceof Variant some ? arguments(some) : this;
        }

        Words options(String option, Variant values) {
            for (Variant value : values.children()) {
                words.add(option + "=" + value.asString());
            }
            return this;
        }

        Words options(Map<String, Variant> values, String option, String key) {
            return values.get(key) instanceof Variant some ? options(option, some) : this;
        }

        Words flag(String option, Variant value) {
            return value.asBoolean() ? word(option) : this;
        }

        Words flag(Map<String, Variant> values, String key, String option) {
            return is(values, key) ? word(option) : this;
        }

        /** The options whose names are the same in both worlds. */
        Words flags(Variant values, String... names) {
            Map<String, Variant> given = values.asDict();
            for (String name : names) {
                flag(given, name, "--" + name);
            }
            return this;
        }
    }
}
