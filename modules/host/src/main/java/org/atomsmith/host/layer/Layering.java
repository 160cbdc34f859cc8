package org.atomsmith.host.layer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.atomsmith.compose.boot.Initramfs;
import org.atomsmith.compose.cache.BuildCache;
import org.atomsmith.compose.cache.CacheKey;
import org.atomsmith.compose.cache.CacheObjects;
import org.atomsmith.compose.commit.TreeConversion;
import org.atomsmith.compose.install.InstalledSystem;
import org.atomsmith.compose.install.LayerInstaller;
import org.atomsmith.compose.install.PackageKinds;
import org.atomsmith.compose.install.ScriptletEnvironment;
import org.atomsmith.compose.install.ScriptletFailedException;
import org.atomsmith.compose.layout.AccountNumbers;
import org.atomsmith.compose.layout.HostLayout;
import org.atomsmith.compose.layout.Kernel;
import org.atomsmith.compose.layout.SelinuxLabels;
import org.atomsmith.compose.layout.StableAccounts;
import org.atomsmith.compose.lua.LuaScriptlets;
import org.atomsmith.compose.packages.PackageImporter;
import org.atomsmith.compose.resolve.HostRepositories;
import org.atomsmith.compose.rpmdb.ChangedDatabase;
import org.atomsmith.compose.tree.FileTree;
import org.atomsmith.compose.tree.Node;
import org.atomsmith.compose.tree.PackageTree;
import org.atomsmith.event.EventSink;
import org.atomsmith.ostree.gvariant.Variant;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.repo.ContentObject;
import org.atomsmith.ostree.repo.Repository;
import org.atomsmith.ostree.tree.Tree;
import org.atomsmith.ostree.tree.TreeReader;
import org.atomsmith.ostree.tree.TreeRoot;
import org.atomsmith.rpm.Nevra;
import org.atomsmith.rpm.PackageHeader;
import org.atomsmith.rpm.RpmPackage;
import org.atomsmith.rpm.fetch.DownloadCache;
import org.atomsmith.rpm.fetch.Request;

/**
 * Derives a commit from an image and what is layered on it, in the host's own repository: contents of the image are not
 * copied. The same image and the same packages give the same commit.
 */
public final class Layering {
    /** Raised whenever the same inputs give another tree. */
    private static final int VERSION = 2;

    private static final int PARALLEL_DOWNLOADS = 4;
    private static final int JOBS = 2;
    /** More than any {@code passwd}; a larger file is not read. */
    private static final int MAX_BYTES = 16 << 20;

    private final Repository repository;
    private final LayerPlaces places;
    private final DownloadCache downloads;
    private final InstantSource clock;
    private final EventSink events;

    /**
     * Layering on a host.
     *
     * @param repository the system's own, of mode bare
     * @param offline whether only what the cache holds is used
     * @param clock tells whether signed indexes are still valid
     */
    public Layering(Repository repository, LayerPlaces places, boolean offline, InstantSource clock, EventSink events) {
        this.repository = repository;
        this.places = places;
        this.downloads = new DownloadCache(places.cache(), offline);
        this.clock = clock;
        this.events = events;
    }

    /** The host's package repositories. */
    public HostRepositories repositories() {
        return new HostRepositories(places.definitions(), places.root(), places.cache(), downloads, clock, events);
    }

    /** Package files that were given by hand. */
    public LocalPackages localPackages() {
        return new LocalPackages(places);
    }

    /**
     * Finds out what has to come, go and be downloaded.
     *
     * @param base an image's commit
     * @throws LayerException when that cannot be layered on this image; says why
     */
    public LayerPlan plan(Checksum base, Layers layers) throws IOException {
        FileTree tree = BaseTree.read(repository, base);
        CacheObjects objects = new CacheObjects(repository);
        InstalledSystem system = system(base, tree);
        BaseSettings settings = BaseSettings.read(tree, objects);
        boolean needed = !layers.packages().isEmpty()
                || !layers.files().isEmpty()
                || !layers.removals().isEmpty();
        return new LayerResolver(repositories(), localPackages(), downloads, events)
                .resolve(
                        new LayerResolver.Base(base, tree, system, settings),
                        layers,
                        needed ? repositories().open(system.kind(), system.arch()) : List.of());
    }

    /**
     * The packages of an image.
     *
     * @throws LayerException when it has no package database that is known
     */
    public InstalledSystem system(Checksum base) throws IOException {
        return system(base, BaseTree.read(repository, base));
    }

    private InstalledSystem system(Checksum base, FileTree tree) throws IOException {
        // The database says where files are before a tree becomes a host's: in /etc and /var.
        FileTree open = tree.copy();
        try (CacheObjects objects = new CacheObjects(repository)) {
            HostLayout.reopen(open, objects);
            return InstalledSystem.read(open, objects)
                    .orElseThrow(
                            () -> new LayerException(
                                    "the image " + base.hex().substring(0, 12)
                                            + " has no package database that can be layered on (/usr/lib/sysimage/dpkg, /usr/share/rpm)"));
        }
    }

    /**
     * Makes the commit. Without changes that is the image itself.
     *
     * @param previous a layered commit whose users keep their numbers, as files in {@code /var} are theirs
     * @throws ScriptletFailedException when a scriptlet fails
     */
    public Checksum derive(LayerPlan plan, Optional<Checksum> previous) throws IOException {
        if (plan.isUnchanged()) {
            return plan.base();
        }
        AccountNumbers earlier = previous.isEmpty() ? AccountNumbers.NONE : accounts(previous.get());
        String inputs = inputs(plan);
        if (previous.isPresent()
                && inputs(previous.get()).filter(inputs::equals).isPresent()) {
            return previous.get();
        }
        BuildCache work = new BuildCache(places.work());
        try (CacheObjects objects = new CacheObjects(repository)) {
            List<PackageTree> packages = packages(plan, work, objects);
            long time = Math.max(
                    repository.readCommit(plan.base()).timestamp(),
                    packages.stream().mapToLong(Layering::buildTime).max().orElse(0));
            FileTree tree = plan.tree().copy();
            boolean labelled = SelinuxLabels.in(tree);
            if (labelled) {
                SelinuxLabels.strip(tree);
            }
            HostLayout.Facts facts = HostLayout.reopen(tree, objects);
            AccountNumbers image = AccountNumbers.read(tree, objects);
            if (!plan.removed().isEmpty() || !packages.isEmpty()) {
                LayerInstaller.Changes changes = new LayerInstaller.Changes(
                        plan.removed().stream().map(n -> n.name()).toList(), packages);
                tree = new LayerInstaller(
                                work,
                                objects,
                                plan.system(),
                                plan.settings().filter(),
                                List.of(new LuaScriptlets(
                                        plan.system().arch(),
                                        plan.settings().filter().languages())),
                                events)
                        .install(tree, changes, new ScriptletEnvironment(time));
            }
            if (!tree.children("boot").isEmpty()) {
                new Kernel().apply(tree, objects);
            }
            new StableAccounts(numbers(image, earlier)).apply(tree, objects);
            initramfs(plan, tree, work, objects, inputs);
            HostLayout.finish(tree, objects, facts);
            ChangedDatabase.change(
                    tree,
                    work,
                    objects,
                    plan.system(),
                    plan.removed().stream().map(Nevra::name).toList(),
                    members(plan, packages),
                    time);
            if (labelled) {
                SelinuxLabels.apply(tree, objects, SelinuxLabels.version(plan.tree()));
            }
            String kernel = Kernel.version(tree);
            objects.flush();
            Tree converted = new TreeConversion(objects).convert(tree);
            objects.flush();
            return new LayerCommit(repository, events).write(plan, converted, kernel, time, inputs);
        } catch (ScriptletFailedException e) {
            throw e.advising("This system is as it was. Leave out the package, or that which needs it ('atomic host"
                    + " uninstall PACKAGE' when it is layered already), or wait for a version that works.");
        }
    }

    private List<PackageTree> packages(LayerPlan plan, BuildCache work, CacheObjects objects) throws IOException {
        List<Request> requests = new ArrayList<>();
        Map<String, Path> files = new HashMap<>();
        for (LayerPlan.Added added : plan.added()) {
            RpmPackage p = added.description();
            if (added.repository().isPresent()) {
                requests.add(Request.of(added.repository().get(), p));
            } else {
                files.put(
                        p.location().sha256(),
                        localPackages().file(p.location().sha256(), p.nevra().toString()));
            }
        }
        if (!requests.isEmpty()) {
            files.putAll(downloads.fetchAll(requests, PARALLEL_DOWNLOADS, events, "download", "Download packages"));
        }
        List<PackageImporter.Source> sources = new ArrayList<>();
        for (LayerPlan.Added added : plan.added()) {
            RpmPackage p = added.description();
            Path file = Objects.requireNonNull(files.get(p.location().sha256()));
            sources.add(new PackageImporter.Source(
                    p.name(),
                    file,
                    p.location().size(),
                    p.location().sha256(),
                    added.repository().isPresent() ? added.repository().get().format() : PackageKinds.format(file)));
        }
        Map<String, PackageTree> imported =
                new PackageImporter(work, objects, JOBS, events).importAll(sources, (source, tree) -> {});
        List<PackageTree> packages = new ArrayList<>();
        for (LayerPlan.Added added : plan.added()) {
            PackageTree tree = Objects.requireNonNull(
                    imported.get(added.description().location().sha256()));
            requireKind(plan.system(), tree.header(), added.description().location());
            packages.add(tree);
        }
        return packages;
    }

    /** Packages of another kind have another database and other scriptlets. */
    static void requireKind(InstalledSystem system, PackageHeader header, RpmPackage.Location from)
            throws LayerException {
        if (!PackageKinds.kindOf(header).equals(system.kind())) {
            throw new LayerException(header.nevra() + " ("
                    + (from.repository().equals(LayerResolver.LOCAL)
                            ? from.href()
                            : "of repository " + from.repository())
                    + ") is " + (system.kind().equals("deb") ? "RPM's own package" : "a package of Debian's")
                    + ", and this host is made of "
                    + (system.kind().equals("deb")
                            ? "Debian's: it layers .deb files, and RPM files that 'atomsmith repo convert' made of them"
                            : "RPM packages: it layers .rpm files"));
        }
    }

    private static List<InstalledSystem.Member> members(LayerPlan plan, List<PackageTree> packages) {
        List<InstalledSystem.Member> members = new ArrayList<>();
        for (int i = 0; i < packages.size(); i++) {
            members.add(new InstalledSystem.Member(plan.added().get(i).description(), packages.get(i)));
        }
        return members;
    }

    private static long buildTime(PackageTree tree) {
        return Long.parseLong(tree.header().attributes().getOrDefault(PackageHeader.BUILD_TIME, "0"));
    }

    /** The image's initramfs stays, unless another kernel came or this host wants its own. */
    private void initramfs(LayerPlan plan, FileTree tree, BuildCache work, CacheObjects objects, String inputs)
            throws IOException {
        String kernel = Kernel.version(tree);
        String directory = "usr/lib/modules/" + kernel + "/";
        boolean sameKernel = tree.get(directory + "vmlinuz").equals(plan.tree().get(directory + "vmlinuz"));
        if (sameKernel && !plan.layers().initramfs()) {
            return;
        }
        List<String> arguments = new ArrayList<>(plan.settings().initramfsArguments());
        arguments.addAll(plan.layers().initramfsArguments());
        Node.File image = new Initramfs(work, objects, events).make(tree, inputs, tree, kernel, arguments);
        tree.put(directory + "initramfs.img", image);
    }

    /** The image's numbers, and those that an earlier layered commit gave to others, as far as they are still free. */
    private static AccountNumbers numbers(AccountNumbers image, AccountNumbers earlier) {
        return new AccountNumbers(merged(image.users(), earlier.users()), merged(image.groups(), earlier.groups()));
    }

    private static SortedMap<String, Integer> merged(
            SortedMap<String, Integer> image, SortedMap<String, Integer> earlier) {
        SortedMap<String, Integer> merged = new TreeMap<>(image);
        earlier.forEach((name, number) -> {
            if (!image.containsKey(name) && !image.containsValue(number)) {
                merged.put(name, number);
            }
        });
        return merged;
    }

    private AccountNumbers accounts(Checksum commit) throws IOException {
        org.atomsmith.ostree.object.Commit c = repository.readCommit(commit);
        TreeRoot root = new TreeRoot(c.rootTree(), c.rootMeta());
        return AccountNumbers.of(text(root, "usr/etc/passwd"), text(root, "usr/etc/group"));
    }

    private String text(TreeRoot root, String path) throws IOException {
        if (!(new TreeReader(repository).find(root, path).orElse(null) instanceof TreeReader.Entry.File file)) {
            return "";
        }
        try (ContentObject content = repository.openContent(file.checksum())) {
            return new String(content.stream().readNBytes(MAX_BYTES), StandardCharsets.UTF_8);
        }
    }

    private static String inputs(LayerPlan plan) {
        CacheKey key = new CacheKey("layer", VERSION).add(plan.base().hex());
        key.add(String.join(" ", plan.layers().packages()));
        key.add(plan.layers().local().toString()).add(plan.layers().removals().toString());
        key.add(plan.layers().replacements().toString());
        key.add(plan.layers().initramfs() + " " + plan.layers().initramfsArguments());
        plan.added().forEach(a -> key.add(a.description().location().sha256()));
        return key.hex();
    }

    private Optional<String> inputs(Checksum commit) throws IOException {
        return repository.readCommit(commit).metadata().get(LayerCommit.INPUTS) instanceof Variant.Text text
                ? Optional.of(text.value())
                : Optional.empty();
    }
}
