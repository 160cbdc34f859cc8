package org.atomsmith.compose;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.atomsmith.compose.boot.BootLoader;
import org.atomsmith.compose.boot.Initramfs;
import org.atomsmith.compose.cache.BuildCache;
import org.atomsmith.compose.cache.CacheKey;
import org.atomsmith.compose.cache.CacheObjects;
import org.atomsmith.compose.commit.CommitFacts;
import org.atomsmith.compose.commit.CommitRequest;
import org.atomsmith.compose.commit.TreeCommit;
import org.atomsmith.compose.commit.TreeConversion;
import org.atomsmith.compose.content.AccountChecks;
import org.atomsmith.compose.content.ContentRules;
import org.atomsmith.compose.content.Postprocess;
import org.atomsmith.compose.content.Sysusers;
import org.atomsmith.compose.install.Installer;
import org.atomsmith.compose.install.PayloadFilter;
import org.atomsmith.compose.install.ScriptletEnvironment;
import org.atomsmith.compose.layout.AccountNumbers;
import org.atomsmith.compose.layout.HostLayout;
import org.atomsmith.compose.layout.Kernel;
import org.atomsmith.compose.layout.LayoutRule;
import org.atomsmith.compose.layout.LocalDirectories;
import org.atomsmith.compose.layout.SelinuxLabels;
import org.atomsmith.compose.layout.StableAccounts;
import org.atomsmith.compose.lua.LuaScriptlets;
import org.atomsmith.compose.packages.PackageDownload;
import org.atomsmith.compose.packages.PackageImporter;
import org.atomsmith.compose.program.ProgramPackage;
import org.atomsmith.compose.program.ProgramRepository;
import org.atomsmith.compose.resolve.Resolution;
import org.atomsmith.compose.rpmdb.TreeDatabase;
import org.atomsmith.compose.tree.FileTree;
import org.atomsmith.compose.tree.Node;
import org.atomsmith.compose.tree.PackageTree;
import org.atomsmith.compose.treefile.Located;
import org.atomsmith.compose.treefile.Treefile;
import org.atomsmith.event.EventSink;
import org.atomsmith.event.Step;
import org.atomsmith.ostree.gvariant.Variant;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.object.Commit;
import org.atomsmith.ostree.repo.BackgroundCopy;
import org.atomsmith.ostree.repo.Repository;
import org.atomsmith.ostree.repo.Transaction;
import org.atomsmith.ostree.sign.Signatures;
import org.atomsmith.ostree.sign.Signer;
import org.atomsmith.ostree.tree.Tree;
import org.atomsmith.rpm.RpmPackage;
import org.atomsmith.rpm.fetch.DownloadCache;

/** Makes a commit of a treefile: downloads, imports, installs, arranges, commits, signs. */
public final class Composer {
    private final BuildCache cache;
    private final CacheObjects objects;
    private final DownloadCache downloads;
    private final Options options;
    private final EventSink events;

    /**
     * How to compose.
     *
     * @param jobs how many things are done at once
     * @param parallelDownloads how many transfers run at once
     * @param sourceDateEpoch the time that stands for "now", seconds since 1970; absent takes the newest package's
     * @param signers who signs the commit and the summary; nobody leaves them unsigned
     */
    public record Options(int jobs, int parallelDownloads, OptionalLong sourceDateEpoch, List<Signer> signers) {
        public Options {
            signers = List.copyOf(signers);
        }
    }

    /**
     * A commit that was made.
     *
     * @param tree the commit's files; their contents are in the cache
     * @param accounts the numbers of its users and groups, for the lockfile
     * @param changed false when the ref named it already
     */
    public record Composed(
            Checksum commit,
            Tree tree,
            Optional<String> version,
            long timestamp,
            AccountNumbers accounts,
            boolean changed) {}

    /** A composer that keeps what it makes in this cache. */
    public Composer(
            BuildCache cache, CacheObjects objects, DownloadCache downloads, Options options, EventSink events) {
        this.cache = cache;
        this.objects = objects;
        this.downloads = downloads;
        this.options = options;
        this.events = events;
    }

    /** Composes a resolved treefile into a repository of mode archive. */
    public Composed compose(Treefile treefile, Resolution resolution, Repository target) throws IOException {
        List<PackageImporter.Source> sources = download(resolution);
        PayloadFilter filter = filter(treefile);
        Set<String> inTree =
                resolution.packages().stream().map(p -> p.location().sha256()).collect(Collectors.toSet());
        // Labels make other objects of the same contents.
        boolean early = !willBeLabelled(treefile, resolution.packages());
        try (Transaction transaction = target.begin();
                BackgroundCopy copy =
                        new BackgroundCopy(objects.repository(), transaction, options.jobs(), bytes -> {})) {
            Map<String, PackageTree> imported = new PackageImporter(cache, objects, options.jobs(), events)
                    .importAll(sources, (source, tree) -> {
                        if (early && inTree.contains(source.sha256())) {
                            archive(tree, filter, copy);
                        }
                    });
            makePrograms(treefile, resolution, imported, tree -> {
                if (early) {
                    archive(tree, filter, copy);
                }
            });
            ImportedPackages packages = new ImportedPackages(resolution, imported);
            long timestamp = options.sourceDateEpoch().orElseGet(packages::newest);
            ScriptletEnvironment environment = new ScriptletEnvironment(timestamp);

            Installer.Installed installed = new Installer(
                            cache,
                            objects,
                            packages.kind(treefile.basearch()),
                            filter,
                            List.of(new LuaScriptlets(treefile.basearch(), filter.languages())),
                            events)
                    .install(packages.groups(options.sourceDateEpoch()), filter.key());

            String inputHash = inputHash(treefile, installed, timestamp);
            Optional<Commit> previous = previous(target, treefile);
            Optional<String> version = version(treefile, timestamp, previous, inputHash);
            EarlierAccounts.Texts before = EarlierAccounts.of(target, previous);
            AccountChecks checks = new AccountChecks(treefile.accounts());
            FileTree tree = new Sysusers(cache, objects, environment, events)
                    .run(treefile.accounts().sysusers(), installed.tree().copy());
            AccountNumbers earlier = checks.numbers(EarlierAccounts.find(resolution.lockfile(), before));
            new StableAccounts(earlier, checks.given()).apply(tree, objects);
            AccountNumbers accounts = AccountNumbers.read(tree, objects);
            TreeDatabase database =
                    TreeDatabase.of(cache, objects, packages.system(treefile.basearch()), timestamp, events);
            tree = arrange(treefile, installed, tree, version.orElse(""), environment, database);
            database.write(tree);
            checks.check(text(tree, "passwd"), text(tree, "group"), before.passwd(), before.group());
            label(treefile.system().selinux(), tree);
            Optional<String> kernel =
                    treefile.system().container() ? Optional.empty() : Optional.of(Kernel.version(tree));
            objects.flush();
            Tree converted = new TreeConversion(objects).convert(tree);
            objects.flush();

            CommitRequest request = new CommitRequest(
                    treefile.ref().value(),
                    version,
                    timestamp,
                    kernel,
                    resolution.packages().stream()
                            .map(p -> packages.tree(p).nevra())
                            .toList(),
                    inputHash,
                    treefile.commitMetadata(),
                    CommitFacts.of(
                            treefile.facts(),
                            resolution.repositories().stream()
                                    .filter(r -> !(r instanceof ProgramRepository))
                                    .toList(),
                            resolution.packages().stream()
                                    .map(RpmPackage::nevra)
                                    .toList()));
            TreeCommit.Written written = new TreeCommit(transaction, copy, events).write(converted, request);
            Optional<Checksum> named = target.refs().resolve(treefile.ref().value());
            finish(target, transaction, written, timestamp);
            return new Composed(
                    written.checksum(),
                    converted,
                    version,
                    timestamp,
                    accounts,
                    named.filter(written.checksum()::equals).isEmpty());
        }
    }

    private List<PackageImporter.Source> download(Resolution resolution) throws IOException {
        List<RpmPackage> files = Stream.concat(resolution.packages().stream(), resolution.tools().stream())
                .filter(p -> !ProgramRepository.has(p))
                .toList();
        return new PackageDownload(resolution.repositories(), downloads, options.parallelDownloads(), events)
                .fetch(files);
    }

    /** Makes the packages that the build makes itself, and adds them to those that were imported. */
    private void makePrograms(
            Treefile treefile, Resolution resolution, Map<String, PackageTree> imported, Consumer<PackageTree> made)
            throws IOException {
        ImportedPackages packages = new ImportedPackages(resolution, imported);
        for (RpmPackage p : resolution.packages()) {
            if (resolution.repositoryOf(p) instanceof ProgramRepository repository) {
                List<PackageTree> tools =
                        resolution.tools().stream().map(packages::tree).toList();
                PackageTree tree = new ProgramPackage(cache, objects, packages.kind(treefile.basearch()), events)
                        .make(repository, p, tools);
                imported.put(p.location().sha256(), tree);
                made.accept(tree);
            }
        }
    }

    private static boolean willBeLabelled(Treefile treefile, List<RpmPackage> packages) {
        return treefile.system()
                .selinux()
                .wanted()
                .orElseGet(() -> packages.stream().anyMatch(p -> p.name().startsWith("selinux-policy-")));
    }

    private void label(Treefile.SelinuxSettings selinux, FileTree tree) throws IOException {
        if (selinux.wanted().isPresent() ? selinux.wanted().get() : SelinuxLabels.hasPolicy(tree, objects)) {
            SelinuxLabels.apply(tree, objects, selinux.labelVersion());
        }
    }

    /** Starts to compress what a package brings while the next ones are read and scriptlets run. */
    private static void archive(PackageTree tree, PayloadFilter filter, BackgroundCopy copy) {
        for (PackageTree.Entry e : tree.entries()) {
            if (e.node() instanceof Node.File f && filter.keeps(tree.nevra().name(), e)) {
                copy.submit(Checksum.parse(f.object()));
            }
        }
    }

    private static PayloadFilter filter(Treefile treefile) {
        Map<String, List<Pattern>> removed = new HashMap<>();
        for (Treefile.RemoveFromPackage r : treefile.content().removeFromPackages()) {
            removed.computeIfAbsent(r.name().value(), k -> new ArrayList<>())
                    .addAll(r.paths().stream().map(Located::value).toList());
        }
        return new PayloadFilter(
                treefile.packages().documentation(), treefile.packages().installLangs(), removed);
    }

    /** Everything that the tree is made from: a commit with the same hash needs no successor. */
    private String inputHash(Treefile treefile, Installer.Installed installed, long timestamp) throws IOException {
        CacheKey key = new CacheKey("input", 1)
                .add(treefile.json())
                .add(installed.key())
                .add(Long.toString(timestamp));
        FileTree layers = new FileTree();
        for (LayoutRule rule : ContentRules.overlays(treefile)) {
            rule.apply(layers, objects);
        }
        layers.forEach((path, node) -> key.add(path).add(node.key()));
        for (Path file : otherFiles(treefile)) {
            key.add(file.getFileName().toString()).add(Files.readAllBytes(file));
        }
        return key.hex();
    }

    /** Files that the treefile names and that change the tree otherwise than by lying in it. */
    private static List<Path> otherFiles(Treefile treefile) {
        List<Path> files = new ArrayList<>();
        treefile.content().postprocessScript().ifPresent(script -> files.add(script.value()));
        for (Treefile.AccountCheck check :
                List.of(treefile.accounts().users(), treefile.accounts().groups())) {
            if (check instanceof Treefile.AccountCheck.InFile in) {
                files.add(in.file().value());
            }
        }
        return files;
    }

    private static Optional<Commit> previous(Repository target, Treefile treefile) throws IOException {
        Optional<Checksum> checksum = target.refs().resolve(treefile.ref().value());
        return checksum.isEmpty() ? Optional.empty() : Optional.of(target.readCommit(checksum.get()));
    }

    private static Optional<String> version(
            Treefile treefile, long timestamp, Optional<Commit> previous, String inputHash) {
        if (treefile.version().isEmpty()) {
            return Optional.empty();
        }
        Optional<String> last = previous.flatMap(Commit::version);
        boolean same = previous.map(c -> c.metadata().get("rpmostree.inputhash"))
                .filter(Variant.Text.class::isInstance)
                .map(Variant::asString)
                .filter(inputHash::equals)
                .isPresent();
        return same ? last : Optional.of(treefile.version().get().next(Instant.ofEpochSecond(timestamp), last));
    }

    private FileTree arrange(
            Treefile treefile,
            Installer.Installed installed,
            FileTree tree,
            String version,
            ScriptletEnvironment environment,
            TreeDatabase database)
            throws IOException {
        Treefile.HostSettings system = treefile.system();
        if (!system.container()) {
            HostLayout.prepare(tree, objects);
        }
        for (LayoutRule rule : ContentRules.of(treefile, version)) {
            rule.apply(tree, objects);
        }
        if (treefile.content().hasPostprocess()) {
            // Scripts ask for packages.
            database.write(tree);
        }
        FileTree finished = new Postprocess(cache, objects, environment, events).run(treefile.content(), tree);
        if (!system.container()) {
            String kernel = Kernel.version(finished);
            Node.File initramfs = new Initramfs(cache, objects, events)
                    .make(installed.tree(), installed.key(), finished, kernel, system.initramfsArgs());
            finished.put("usr/lib/modules/" + kernel + "/initramfs.img", initramfs);
            new BootLoader(cache, objects, events).addTo(finished);
        }
        HostLayout.finish(
                finished,
                objects,
                new HostLayout.Facts(
                        system.machineidCompat(),
                        system.tmpIsDir(),
                        LocalDirectories.valueOf(system.optUsrlocal().name()),
                        system.bootLocation() == Treefile.BootLocation.NEW && !system.container()));
        return finished;
    }

    private String text(FileTree tree, String name) throws IOException {
        return tree.get("usr/etc/" + name).orElse(null) instanceof Node.File file
                ? new String(objects.read(file), StandardCharsets.UTF_8)
                : "";
    }

    private void finish(Repository target, Transaction transaction, TreeCommit.Written written, long timestamp)
            throws IOException {
        try (Step step = Step.begin(events, "publish-commit", "Sign and publish the commit")) {
            for (Signer signer : options.signers()) {
                Signatures.signCommit(transaction, written.checksum(), signer);
            }
            transaction.commit();
            Signatures.writeSummary(target, timestamp, options.signers());
            if (options.signers().isEmpty()) {
                step.warn("the commit is not signed: hosts that verify signatures will refuse it (--sign-key FILE)");
            }
            step.end(options.signers().isEmpty() ? "unsigned" : "signed");
        }
    }
}
