package org.atomsmith.compose.program;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.atomsmith.compose.boot.ToolRoot;
import org.atomsmith.compose.cache.BuildCache;
import org.atomsmith.compose.cache.CacheKey;
import org.atomsmith.compose.cache.CachedTrees;
import org.atomsmith.compose.install.Accounts;
import org.atomsmith.compose.install.PackageKind;
import org.atomsmith.compose.install.PayloadFilter;
import org.atomsmith.compose.install.ScriptletEnvironment;
import org.atomsmith.compose.install.Unpack;
import org.atomsmith.compose.tree.FileTree;
import org.atomsmith.compose.tree.Node;
import org.atomsmith.compose.tree.NodeCodec;
import org.atomsmith.compose.tree.ObjectStore;
import org.atomsmith.compose.tree.PackageTree;
import org.atomsmith.event.EventSink;
import org.atomsmith.event.Step;
import org.atomsmith.rpm.PackageHeader;
import org.atomsmith.rpm.RpmPackage;

/**
 * Makes the package of a program: {@code jlink} of the target's own JDK makes its runtime, and the JVM itself the archive of
 * the classes that a start loads. Both run in the sandbox; for the same packages and the same program they give the same
 * bytes, and their results are kept.
 */
public final class ProgramPackage {
    /** Raised whenever the same inputs give another result. */
    private static final int VERSION = 7;

    private static final String ENTRIES = "runtimes";
    private static final String RUNTIME = Program.DIRECTORY + "/runtime";
    private static final String JAR = Program.DIRECTORY + "/host.jar";
    private static final String ARCHIVE = Program.DIRECTORY + "/host.jsa";
    private static final String SCRATCH = "var/tmp";

    /** The runtime is never asked for these: who signs TLS is the system's to say, and nothing debugs or builds with it. */
    private static final Set<String> SUPERFLUOUS = Set.of(
            RUNTIME + "/lib/classlist",
            RUNTIME + "/lib/jexec",
            RUNTIME + "/lib/jrt-fs.jar",
            RUNTIME + "/lib/libjsig.so",
            // Sorting is done without it where it is missing.
            RUNTIME + "/lib/libsimdsort.so",
            RUNTIME + "/lib/security/cacerts",
            RUNTIME + "/lib/security/public_suffix_list.dat",
            RUNTIME + "/lib/server/libjsig.so",
            RUNTIME + "/conf/jaxp-strict.properties.template",
            RUNTIME + "/conf/sdp/sdp.conf.template",
            RUNTIME + "/conf/security/policy/README.txt",
            RUNTIME + "/bin/keytool");
    /** Nine tenths of it are comments. */
    private static final String SECURITY = RUNTIME + "/conf/security/java.security";

    private static final String XML = "java.xml";
    private static final String EXCLUDED = SCRATCH + "/never-loaded";

    /** The program runs in the locale C.UTF-8, where Java's messages are the English ones. */
    private static final String TRANSLATIONS =
            "regex:.*_(ca|cs|de|es|fr|it|ja|ko|pt_BR|sk|sv|tr|zh_CN|zh_HK|zh_TW)[.](class|properties)";

    private static final List<String> STYLE_SHEETS = List.of(
            "com/sun/org/apache/bcel/",
            "com/sun/org/apache/xalan/",
            "com/sun/org/apache/xml/internal/dtm/",
            "com/sun/org/apache/xpath/");

    /** An archive serves only a start with the same collector and the same native access as the one that made it. */
    private static final List<String> OPTIONS = List.of("-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED");

    private final BuildCache cache;
    private final CachedTrees trees;
    private final ObjectStore objects;
    private final PackageKind kind;
    private final EventSink events;

    /** A maker of packages of one kind. */
    public ProgramPackage(BuildCache cache, ObjectStore objects, PackageKind kind, EventSink events) {
        this.cache = cache;
        this.trees = new CachedTrees(cache, objects, ENTRIES);
        this.objects = objects;
        this.kind = kind;
        this.events = events;
    }

    /**
     * Makes the package.
     *
     * @param described what the repository says of it
     * @param tools {@link ProgramTools} and all that they need, as they were imported
     */
    public PackageTree make(ProgramRepository repository, RpmPackage described, List<PackageTree> tools)
            throws IOException {
        Program program = repository.program();
        try (Step step = Step.begin(events, "program", "Make the package " + program.name())) {
            CacheKey runtimeKey = new CacheKey("runtime", VERSION)
                    .add(Integer.toString(NodeCodec.VERSION))
                    .add(environment().key());
            tools.forEach(tool -> runtimeKey.add(tool.nevra().toString()));
            program.modules().forEach(runtimeKey::add);
            String runtimeHex = runtimeKey.hex();
            String hex = new CacheKey("program", VERSION)
                    .add(runtimeHex)
                    .add(described.location().sha256())
                    .hex();
            Optional<FileTree> ready = trees.find(hex);
            FileTree tree = ready.isPresent() ? ready.get() : make(repository, tools, runtimeHex);
            if (ready.isEmpty()) {
                objects.flush();
                trees.put(hex, tree);
            }
            step.end(sizes(tree), ready.isPresent());
            return packageTree(described, tree);
        }
    }

    private static ScriptletEnvironment environment() {
        return ScriptletEnvironment.timeless();
    }

    private FileTree make(ProgramRepository repository, List<PackageTree> tools, String runtimeHex) throws IOException {
        Program program = repository.program();
        FileTree toolTree =
                new Unpack(kind, PayloadFilter.everything(), new FileTree()).unpack(tools, Map.of(), Accounts.none());
        toolTree.mkdirs(SCRATCH);
        Optional<FileTree> known = trees.find(runtimeHex);
        FileTree runtime = known.isPresent() ? known.get() : runtime(program, toolTree);
        if (known.isEmpty()) {
            objects.flush();
            trees.put(runtimeHex, runtime);
        }
        FileTree tree = runtime.copy();
        tree.put(JAR, objects.store(repository.jar(), 0, 0, 0644));
        tree.put(ARCHIVE, archive(program, toolTree, tree));
        for (Map.Entry<String, Program.Entry> file : program.files().entrySet()) {
            tree.put(
                    file.getKey(),
                    switch (file.getValue()) {
                        case Program.Content content -> objects.store(content.bytes(), 0, 0, content.mode());
                        case Program.Link link -> new Node.Symlink(0, 0, link.target());
                    });
        }
        return tree;
    }

    /**
     * Classes of XML's style sheets and byte code, which nothing of ours comes near. A package must not vanish from a module:
     * of each one class stays.
     */
    private static List<String> neverLoaded(ToolRoot tools, String jlink, Program program) throws IOException {
        List<String> excluded = new ArrayList<>();
        if (program.modules().contains(XML)) {
            String jdk = jlink.substring(0, jlink.length() - "/bin/jlink".length());
            String list = tools.run(
                    List.of("/" + jdk + "/bin/jmod", "list", "/" + jdk + "/jmods/" + XML + ".jmod"),
                    "The JDK's packages do not fit together.");
            Set<String> kept = new HashSet<>();
            list.lines()
                    .filter(line -> line.startsWith("classes/") && line.endsWith(".class"))
                    .map(line -> line.substring("classes/".length()))
                    .filter(name -> STYLE_SHEETS.stream().anyMatch(name::startsWith))
                    .sorted()
                    .forEach(name -> {
                        if (!kept.add(FileTree.parent(name))) {
                            excluded.add("/" + XML + "/" + name);
                        }
                    });
        }
        return excluded;
    }

    private FileTree runtime(Program program, FileTree toolTree) throws IOException {
        String jlink = toolTree.nodes().keySet().stream()
                .filter(path -> path.endsWith("/bin/jlink"))
                .filter(path -> toolTree.get(path).orElseThrow() instanceof Node.File)
                .findFirst()
                .orElseThrow(() -> new IOException("the repositories' JDK has no jlink"));
        String advice = "The tools are the newest of the treefile's repositories: look at their versions.";
        try (ToolRoot tools = new ToolRoot(cache, objects, environment(), toolTree)) {
            Files.createDirectories(tools.root().directory().resolve(Program.DIRECTORY));
            List<String> excluded = neverLoaded(tools, jlink, program);
            excluded.add(TRANSLATIONS);
            Files.writeString(
                    tools.root().directory().resolve(EXCLUDED), "--exclude-resources " + String.join(",", excluded));
            tools.run(
                    List.of(
                            "/" + jlink,
                            "--add-modules",
                            String.join(",", program.modules()),
                            "--strip-java-debug-attributes",
                            "--no-header-files",
                            "--no-man-pages",
                            "--compress",
                            "zip-9",
                            "@/" + EXCLUDED,
                            "--vm",
                            "server",
                            "--output",
                            "/" + RUNTIME),
                    advice);
            List<String> strip = new ArrayList<>(List.of("/usr/bin/strip", "--strip-unneeded"));
            withoutComments(tools.root().directory().resolve(SECURITY));
            FileTree made = tools.capture();
            made.below(RUNTIME).forEach((path, node) -> {
                if (node instanceof Node.File && (path.endsWith(".so") || path.startsWith(RUNTIME + "/bin/"))) {
                    strip.add("/" + path);
                }
            });
            tools.run(strip, advice);
            FileTree stripped = tools.capture();
            FileTree runtime = new FileTree();
            stripped.below(RUNTIME).forEach((path, node) -> {
                if (!SUPERFLUOUS.contains(path)) {
                    runtime.put(path, node);
                }
            });
            return runtime;
        }
    }

    private static void withoutComments(Path properties) throws IOException {
        List<String> lines = Files.readAllLines(properties, StandardCharsets.ISO_8859_1);
        Files.write(
                properties,
                lines.stream()
                        .filter(line -> !line.isBlank() && !line.startsWith("#"))
                        .toList(),
                StandardCharsets.ISO_8859_1);
    }

    private Node.File archive(Program program, FileTree toolTree, FileTree programTree) throws IOException {
        FileTree input = toolTree.copy();
        programTree.forEach((path, node) -> {
            if (!path.isEmpty()) {
                input.put(path, node);
            }
        });
        String advice = "This is a defect of the program itself.";
        String all = "/" + SCRATCH + "/loaded";
        String sorted = "/" + SCRATCH + "/classes";
        try (ToolRoot tools = new ToolRoot(cache, objects, environment(), input)) {
            List<String> training = new ArrayList<>(List.of(program.trainingClass()));
            training.addAll(program.training());
            tools.run(java(List.of("-Xshare:off", "-XX:DumpLoadedClassList=" + all), training), advice);
            Path root = tools.root().directory();
            // Threads load classes in any order: sorted, the archive is the same each time.
            List<String> classes = Files.readAllLines(root.resolve(all.substring(1))).stream()
                    // Which references between classes were followed depends on how threads met; it costs no time to do
                    // without.
                    .filter(line -> !line.startsWith("#") && !line.startsWith("@cp "))
                    .map(line -> line.replaceFirst(" id: \\d+$", ""))
                    .distinct()
                    // What says more about classes begins with "@", and comes after their names.
                    .sorted(Comparator.comparing((String line) -> line.startsWith("@"))
                            .thenComparing(Comparator.naturalOrder()))
                    .toList();
            Files.write(root.resolve(sorted.substring(1)), classes);
            String archive = "-XX:SharedArchiveFile=/" + ARCHIVE;
            tools.run(java(List.of("-Xshare:dump", "-XX:SharedClassListFile=" + sorted, archive), List.of()), advice);
            // It is refused silently otherwise, and starting takes three times as long.
            tools.run(java(List.of("-Xshare:on", archive), training), advice);
            return (Node.File) tools.capture().get(ARCHIVE).orElseThrow().owned(0, 0, 0644);
        }
    }

    /** A start of the runtime's JVM with the program on its class path. */
    private static List<String> java(List<String> options, List<String> words) {
        List<String> command = new ArrayList<>(List.of("/" + RUNTIME + "/bin/java"));
        command.addAll(OPTIONS);
        command.addAll(options);
        command.addAll(List.of("-cp", "/" + JAR));
        command.addAll(words);
        return command;
    }

    private PackageTree packageTree(RpmPackage described, FileTree made) throws IOException {
        FileTree tree = made.copy();
        List<String> paths =
                made.nodes().keySet().stream().filter(path -> !path.isEmpty()).toList();
        for (Map.Entry<String, byte[]> file :
                kind.listing(described.nevra().name(), paths).entrySet()) {
            tree.put(file.getKey(), objects.store(file.getValue(), 0, 0, 0644));
        }
        List<PackageTree.Entry> entries = new ArrayList<>();
        tree.forEach((path, node) -> {
            if (!path.isEmpty()) {
                entries.add(new PackageTree.Entry(path, node, "root", "root", Set.of()));
            }
        });
        return new PackageTree(new PackageHeader(described.nevra(), List.of(), kind.attributes(described)), entries);
    }

    private static String sizes(FileTree tree) {
        long[] sizes = new long[4];
        tree.forEach((path, node) -> {
            if (node instanceof Node.File file) {
                int part = path.startsWith(RUNTIME) ? 0 : path.equals(ARCHIVE) ? 1 : path.equals(JAR) ? 2 : 3;
                sizes[part] += file.size();
            }
        });
        return "%.1f MB: Java runtime %.1f, archive of classes %.1f, program %.1f, other files %.1f"
                .formatted(
                        megabytes(sizes[0] + sizes[1] + sizes[2] + sizes[3]),
                        megabytes(sizes[0]),
                        megabytes(sizes[1]),
                        megabytes(sizes[2]),
                        megabytes(sizes[3]));
    }

    private static double megabytes(long bytes) {
        return bytes / 1e6;
    }
}
