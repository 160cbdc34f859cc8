package org.atomsmith.rpm.md;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.atomsmith.rpm.Capability;
import org.atomsmith.rpm.Dependency;
import org.atomsmith.rpm.Evr;
import org.atomsmith.rpm.Nevra;
import org.atomsmith.rpm.RpmPackage;

/** Makes packages of the bytes of a {@link PackageIndex}. Strings and dependencies that packages share are made once. */
final class PackageDecoder {
    private static final Dependency.Comparison[] COMPARISONS = Dependency.Comparison.values();
    private static final int DIGEST = 32;

    private final String repository;
    private final Table strings;
    private final Table dependencies;
    private final Table packages;
    private final AtomicReferenceArray<String> knownStrings;
    private final AtomicReferenceArray<Dependency> knownDependencies;

    PackageDecoder(String repository, Table strings, Table dependencies, Table packages) {
        this.repository = repository;
        this.strings = strings;
        this.dependencies = dependencies;
        this.packages = packages;
        this.knownStrings = new AtomicReferenceArray<>(strings.count());
        this.knownDependencies = new AtomicReferenceArray<>(dependencies.count());
    }

    /**
     * Entries of different lengths, one after the other.
     *
     * @param endsAt the int at which the table of their ends begins
     * @param bytesAt the byte at which they begin
     */
    record Table(ByteBuffer bytes, int endsAt, int count, int bytesAt) {
        int start(int number) {
            return bytesAt + (number == 0 ? 0 : bytes.getInt(4 * (endsAt + number - 1)));
        }

        int end(int number) {
            return bytesAt + bytes.getInt(4 * (endsAt + number));
        }

        ByteBuffer at(int number) {
            return bytes.duplicate().position(start(number));
        }
    }

    boolean isString(int number, byte[] wanted) {
        int start = strings.start(number);
        if (strings.end(number) - start != wanted.length) {
            return false;
        }
        for (int i = 0; i < wanted.length; i++) {
            if (strings.bytes().get(start + i) != wanted[i]) {
                return false;
            }
        }
        return true;
    }

    String string(int number) {
        String known = knownStrings.get(number);
        if (known == null) {
            byte[] text = new byte[strings.end(number) - strings.start(number)];
            strings.bytes().get(strings.start(number), text);
            known = new String(text, StandardCharsets.UTF_8);
            knownStrings.set(number, known);
        }
        return known;
    }

    private String string(ByteBuffer in) {
        return string(Varints.getInt(in));
    }

    private Evr evr(ByteBuffer in) {
        return new Evr(Varints.get(in), string(in), string(in));
    }

    private Dependency dependency(ByteBuffer in) {
        return dependency(Varints.getInt(in));
    }

    private Dependency dependency(int number) {
        Dependency known = knownDependencies.get(number);
        if (known == null) {
            known = decode(dependencies.at(number));
            knownDependencies.set(number, known);
        }
        return known;
    }

    private Dependency decode(ByteBuffer in) {
        int kind = Varints.getInt(in);
        if (kind < PackageIndex.AND) {
            String name = string(in);
            return kind == 0 ? Dependency.Simple.any(name) : Dependency.Simple.of(name, COMPARISONS[kind], evr(in));
        }
        List<Dependency> parts = list(in);
        Optional<Dependency> third = parts.size() > 2 ? Optional.of(parts.get(2)) : Optional.empty();
        return switch (kind) {
            case PackageIndex.AND -> new Dependency.And(parts);
            case PackageIndex.OR -> new Dependency.Or(parts);
            case PackageIndex.IF -> new Dependency.If(parts.get(0), parts.get(1), third);
            case PackageIndex.UNLESS -> new Dependency.Unless(parts.get(0), parts.get(1), third);
            case PackageIndex.WITH -> new Dependency.With(parts.get(0), parts.get(1));
            case PackageIndex.WITHOUT -> new Dependency.Without(parts.get(0), parts.get(1));
            default -> throw new IllegalStateException("an index has a dependency of kind " + kind);
        };
    }

    private List<Dependency> list(ByteBuffer in) {
        int count = Varints.getInt(in);
        List<Dependency> list = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            list.add(dependency(in));
        }
        return list;
    }

    RpmPackage rpm(int number) {
        ByteBuffer in = packages.at(number);
        String name = string(in);
        String arch = string(in);
        Nevra nevra = new Nevra(name, evr(in), arch);
        List<RpmPackage.Requirement> requires = new ArrayList<>();
        for (int count = Varints.getInt(in); count > 0; count--) {
            int requirement = Varints.getInt(in);
            requires.add(new RpmPackage.Requirement(dependency(requirement >> 1), (requirement & 1) == 1));
        }
        List<Capability> provides = new ArrayList<>();
        for (Dependency provided : list(in)) {
            if (provided instanceof Dependency.Simple simple) {
                provides.add(new Capability(simple.name(), simple.op(), simple.evr()));
            }
        }
        List<Dependency> conflicts = list(in);
        List<Dependency.Simple> obsoletes = new ArrayList<>();
        for (Dependency obsoleted : list(in)) {
            if (obsoleted instanceof Dependency.Simple simple) {
                obsoletes.add(simple);
            }
        }
        return new RpmPackage(
                nevra,
                requires,
                provides,
                conflicts,
                obsoletes,
                list(in),
                list(in),
                list(in),
                list(in),
                files(in),
                provides.stream().anyMatch(c -> c.name().equals(RpmPackage.ESSENTIAL)),
                new RpmPackage.Info(
                        string(in), string(in), string(in), string(in), string(in), Varints.get(in), Varints.get(in)),
                location(in));
    }

    private List<String> files(ByteBuffer in) {
        int count = Varints.getInt(in);
        List<String> files = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            files.add(string(in));
        }
        return files;
    }

    private RpmPackage.Location location(ByteBuffer in) {
        String href = string(in);
        long size = Varints.get(in);
        byte[] digest = new byte[DIGEST];
        in.get(digest);
        return new RpmPackage.Location(repository, href, size, HexFormat.of().formatHex(digest));
    }
}
