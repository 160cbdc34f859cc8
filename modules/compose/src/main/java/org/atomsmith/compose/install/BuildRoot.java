package org.atomsmith.compose.install;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.atomsmith.compose.cache.BuildCache;
import org.atomsmith.compose.tree.FileTree;
import org.atomsmith.compose.tree.Node;
import org.atomsmith.compose.tree.ObjectStore;
import org.atomsmith.linux.Bind;
import org.atomsmith.linux.Command;
import org.atomsmith.linux.CommandResult;
import org.atomsmith.linux.FileStatus;
import org.atomsmith.linux.LinuxFiles;
import org.atomsmith.linux.Sandbox;
import org.atomsmith.linux.Whiteouts;
import org.jspecify.annotations.Nullable;

/**
 * A tree as files, in which scriptlets run: a checkout below, what they change above. Files are added below while it is
 * detached; everything that runs sees both as one.
 */
public final class BuildRoot implements AutoCloseable {
    /** Where scriptlets that are no file of the tree are while they run. */
    static final String SCRIPTLETS = "/run/scriptlets/";

    private static final int OUTPUT_LINES = 30;

    private final Path directory;
    private final Path lower;
    private final Path upper;
    private final Path scriptlets;
    private final ObjectStore objects;
    private final SandboxFiles files;
    private final Map<String, InternalProgram> internal = new TreeMap<>();
    private boolean finishing;
    private ScriptletEnvironment environment;
    private @Nullable Sandbox sandbox;

    /** A root in an empty directory on the cache's file system, for tools. */
    public BuildRoot(Path directory, ObjectStore objects, ScriptletEnvironment environment) throws IOException {
        this(directory, objects, environment, SandboxFiles.debian(), List.of());
    }

    /**
     * A root in an empty directory on the cache's file system, for scriptlets.
     *
     * @param files what the sandbox has beside the tree
     * @param internal what runs scriptlets that name no program of the tree
     */
    public BuildRoot(
            Path directory,
            ObjectStore objects,
            ScriptletEnvironment environment,
            SandboxFiles files,
            List<InternalProgram> internal)
            throws IOException {
        this.directory = directory;
        this.objects = objects;
        this.files = files;
        internal.forEach(program -> this.internal.put(program.name(), program));
        this.environment = environment;
        this.lower = Files.createDirectory(directory.resolve("lower"));
        this.upper = Files.createDirectory(directory.resolve("upper"));
        LinuxFiles.chmod(upper, 0755);
        this.scriptlets = Files.createDirectory(directory.resolve("scriptlets"));
        LinuxFiles.chmod(scriptlets, 0755);
    }

    /** Adds a tree below. Only while detached. */
    public void addFiles(FileTree tree) throws IOException {
        if (sandbox != null) {
            throw new IllegalStateException("the build root is attached");
        }
        new TreeCheckout(objects).into(lower, tree);
    }

    /** Takes a captured tree for what was there from the beginning. Only while detached. */
    void settle(FileTree tree) throws IOException {
        BuildCache.removeAll(upper);
        Files.createDirectory(upper);
        LinuxFiles.chmod(upper, 0755);
        addFiles(tree);
    }

    /**
     * Lets files that are about to be added below come through: what scriptlets left at their paths is dropped, unless it
     * is configuration, which stays as it was edited.
     */
    void makeRoom(FileTree tree, Set<String> configuration) throws IOException {
        for (Map.Entry<String, Node> e : tree.nodes().entrySet()) {
            if (e.getKey().isEmpty()) {
                continue;
            }
            Path above = upper.resolve(e.getKey());
            Optional<FileStatus> status;
            try {
                status = LinuxFiles.find(above);
            } catch (IOException notADirectory) {
                continue;
            }
            if (status.isEmpty() || (status.get().isDirectory() && e.getValue() instanceof Node.Directory)) {
                continue;
            }
            boolean whiteout = Whiteouts.kind(above, status.get()) == Whiteouts.Kind.WHITEOUT;
            if (whiteout
                    || (!configuration.contains(e.getKey()) && !status.get().isDirectory())) {
                Files.delete(above);
            }
        }
    }

    /** Changes the environment of the scriptlets that follow. */
    void environment(ScriptletEnvironment next) {
        this.environment = next;
    }

    /** Whether programs can run now. */
    public boolean isAttached() {
        return sandbox != null;
    }

    /** Makes the tree visible to programs. */
    public void attach() throws IOException {
        if (sandbox == null) {
            Sandbox.Spec spec = Sandbox.Spec.of(List.of(lower), upper, directory.resolve("mount"))
                    .withBind(Bind.readOnly(scriptlets, SCRIPTLETS.substring(0, SCRIPTLETS.length() - 1)));
            for (Map.Entry<String, String> e : files.always().entrySet()) {
                // Where the directory is a link, the place to mount on would have to be made in the tree.
                if (seen(e.getKey().substring(0, e.getKey().lastIndexOf('/')))
                        .filter(FileStatus::isSymlink)
                        .isEmpty()) {
                    spec = spec.withBind(Bind.readOnly(file(e), e.getKey()));
                }
            }
            for (Map.Entry<String, String> e : files.instead().entrySet()) {
                if (!finishing && seen(e.getKey()).filter(FileStatus::isRegular).isPresent()) {
                    spec = spec.withBind(Bind.readOnly(file(e), e.getKey()));
                }
            }
            sandbox = Sandbox.open(spec);
        }
    }

    /** What a path is in the tree, links in it not followed; empty also where they would have to be. */
    private Optional<FileStatus> seen(String path) throws IOException {
        for (Path layer : List.of(upper, lower)) {
            try {
                Optional<FileStatus> status = LinuxFiles.find(layer.resolve(path.substring(1)));
                if (status.isPresent()) {
                    return Whiteouts.kind(layer.resolve(path.substring(1)), status.get()) == Whiteouts.Kind.WHITEOUT
                            ? Optional.empty()
                            : status;
                }
            } catch (IOException notDirectory) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    private Path file(Map.Entry<String, String> entry) throws IOException {
        Path file = directory.resolve(entry.getKey().substring(1).replace('/', '-'));
        if (!Files.exists(file)) {
            Files.writeString(file, entry.getValue());
            LinuxFiles.chmod(file, 0755);
        }
        return file;
    }

    /** From the next {@link #attach} on, nothing stands in front of the tree's own programs. */
    void finishing() {
        finishing = true;
    }

    /** Ends {@link #attach}. */
    public void detach() throws IOException {
        if (sandbox != null) {
            sandbox.close();
            sandbox = null;
        }
    }

    /** Where the tree is seen while attached. */
    public Path directory() {
        return attached().root();
    }

    /** Writes files as root's with mode 0644; a content {@code "-> TARGET"} makes a link. */
    void write(Map<String, byte[]> files) throws IOException {
        for (Map.Entry<String, byte[]> e : files.entrySet()) {
            Path path = directory().resolve(e.getKey());
            Files.createDirectories(
                    path.getParent(),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
            try {
                Files.delete(path);
            } catch (NoSuchFileException e2) {
                // Written for the first time.
            }
            Files.write(path, e.getValue());
            LinuxFiles.chmod(path, 0644);
        }
    }

    /** Deletes a file; missing is fine. */
    void delete(String path) throws IOException {
        Files.deleteIfExists(directory().resolve(path));
    }

    /** Deletes a directory when nothing is in it. */
    void deleteEmpty(String path) throws IOException {
        try {
            Files.deleteIfExists(directory().resolve(path));
        } catch (DirectoryNotEmptyException e) {
            // What others put there keeps it.
        }
    }

    /**
     * Runs a program in the tree and returns how it ended.
     *
     * @param variables beside those of the {@link ScriptletEnvironment}
     */
    public CommandResult run(List<String> command, Map<String, String> variables, String input) throws IOException {
        Command c = attached().command(command).withErrorsInOutput();
        Map<String, String> all = environment.variables();
        all.putAll(variables);
        for (Map.Entry<String, String> v : all.entrySet()) {
            c = c.withEnvironment(v.getKey(), v.getValue());
        }
        if (!input.isEmpty()) {
            c = c.withInput(new Command.Input.Bytes(input.getBytes(StandardCharsets.UTF_8)));
        }
        return c.run();
    }

    /**
     * Runs a scriptlet.
     *
     * @throws ScriptletFailedException when it ends with an error
     */
    void run(ScriptletCall call) throws IOException {
        String program = call.command().getFirst();
        if (program.startsWith("<")) {
            InternalProgram interpreter = internal.get(program);
            if (interpreter == null) {
                throw new ScriptletFailedException(
                        call, "it is for the interpreter " + program + ", which is not here");
            }
            InternalProgram.Outcome outcome = interpreter.run(this, call);
            if (!outcome.succeeded()) {
                throw new ScriptletFailedException(call, 1, outcome.output(), "");
            }
            return;
        }
        Optional<Path> lent = lend(call);
        execute(call);
        if (lent.isPresent()) {
            Files.delete(lent.get());
        }
    }

    private Optional<Path> lend(ScriptletCall call) throws IOException {
        if (call.lent().isEmpty()) {
            return Optional.empty();
        }
        String path = call.lent().get().path();
        Path file = path.startsWith(SCRIPTLETS)
                ? scriptlets.resolve(path.substring(SCRIPTLETS.length()))
                : directory().resolve(path.substring(1));
        if (LinuxFiles.find(file).isPresent()) {
            return Optional.empty();
        }
        Files.writeString(file, call.lent().get().text());
        LinuxFiles.chmod(file, 0755);
        return Optional.of(file);
    }

    private void execute(ScriptletCall call) throws IOException {
        CommandResult result = run(call.command(), call.environment(), call.input());
        if (!result.succeeded()) {
            throw new ScriptletFailedException(
                    call, result.exit(), result.lastLines(OUTPUT_LINES), lineOfFailure(call));
        }
    }

    /** Runs a failed shell scriptlet again, traced, to learn where it stops; the tree is thrown away anyway. */
    private String lineOfFailure(ScriptletCall call) throws IOException {
        Path script = directory().resolve(call.command().getFirst().substring(1));
        if (!Files.isRegularFile(script)) {
            return "";
        }
        String first;
        try (var lines = Files.lines(script, StandardCharsets.ISO_8859_1)) {
            first = lines.findFirst().orElse("");
        }
        if (!first.startsWith("#!") || !first.contains("sh")) {
            return "";
        }
        String shell = Files.exists(directory().resolve("bin/bash")) ? "/bin/bash" : "/bin/sh";
        List<String> traced = new java.util.ArrayList<>(List.of(shell, "-ex"));
        traced.addAll(call.command());
        Map<String, String> variables = new TreeMap<>(call.environment());
        variables.put("PS4", "+line ${LINENO}: ");
        CommandResult result = run(traced, variables, call.input());
        String last = "";
        for (String line : result.output().split("\n", -1)) {
            if (line.startsWith("+line ")) {
                last = line.substring(1);
            }
        }
        return result.succeeded() ? "" : numbered(last, script);
    }

    /** A traced command with its line; not every shell knows the number, and then it is looked for. */
    private static String numbered(String traced, Path script) throws IOException {
        String command = traced.substring(traced.indexOf(':') + 1).strip();
        if (!traced.startsWith("line :")) {
            return traced;
        }
        List<String> lines = Files.readAllLines(script, StandardCharsets.ISO_8859_1);
        for (int i = lines.size() - 1; i >= 0; i--) {
            if (lines.get(i).strip().equals(command)) {
                return "line " + (i + 1) + ": " + command;
            }
        }
        return command;
    }

    /** The variables that every program gets. */
    public Map<String, String> variables() {
        return environment.variables();
    }

    /** The lower tree with everything that was changed above it. */
    public FileTree capture(FileTree lowerTree) throws IOException {
        FileTree tree = lowerTree.copy();
        new Capture(objects, Set.of("proc", "dev", "run", "tmp")).apply(upper, tree);
        return tree;
    }

    private Sandbox attached() {
        if (sandbox == null) {
            throw new IllegalStateException("the build root is detached");
        }
        return sandbox;
    }

    @Override
    public void close() throws IOException {
        detach();
        BuildCache.removeAll(upper);
        BuildCache.removeAll(lower);
    }
}
