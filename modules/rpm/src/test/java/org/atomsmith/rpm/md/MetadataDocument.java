package org.atomsmith.rpm.md;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.atomsmith.rpm.RpmPackage;

/**
 * Every kind of document that a repository has or is named by, and its reader. Whatever the bytes are, it reads them or
 * refuses them with an {@link IOException}.
 */
public enum MetadataDocument {
    /** {@code repomd.xml}. */
    REPOMD {
        @Override
        public void parse(byte[] bytes) throws IOException {
            Repomd.parse(bytes, "fuzz");
        }
    },
    /** {@code primary.xml}, whose packages must be the same when they come out of an index. */
    PRIMARY {
        @Override
        public void parse(byte[] bytes) throws IOException {
            List<RpmPackage> packages = new ArrayList<>();
            PackageIndexBuilder builder = new PackageIndexBuilder();
            PrimaryParser.parse(new ByteArrayInputStream(bytes), "fuzz", "fuzz", rpm -> {
                packages.add(rpm);
                builder.add(rpm);
            });
            PackageIndex index = new PackageIndex(builder.bytes(), "fuzz");
            if (!index.packages().equals(packages)) {
                throw new IllegalStateException("the index has other packages: " + packages + " " + index.packages());
            }
            for (RpmPackage rpm : packages) {
                if (!index.named(rpm.name()).contains(rpm) || !index.names().contains(rpm.name())) {
                    throw new IllegalStateException("the index does not find " + rpm);
                }
                rpm.provides().forEach(capability -> {
                    if (!index.providing(capability.name()).contains(rpm)) {
                        throw new IllegalStateException("the index does not find who provides " + capability);
                    }
                });
            }
        }
    },
    /** {@code filelists.xml}. */
    FILELISTS {
        @Override
        public void parse(byte[] bytes) throws IOException {
            FilelistsParser.parse(new ByteArrayInputStream(bytes), "fuzz", new FilelistsParser.Sink() {
                @Override
                public void rpm(String sha256) {}

                @Override
                public void path(String path) {}
            });
        }
    },
    /** {@code other.xml}. */
    OTHER {
        @Override
        public void parse(byte[] bytes) throws IOException {
            OtherParser.parse(new ByteArrayInputStream(bytes), "fuzz", (sha256, changes) -> {});
        }
    },
    /** {@code comps.xml}. */
    COMPS {
        @Override
        public void parse(byte[] bytes) throws IOException {
            CompsParser.parse(new ByteArrayInputStream(bytes), "fuzz");
        }
    },
    /** {@code updateinfo.xml}. */
    UPDATEINFO {
        @Override
        public void parse(byte[] bytes) throws IOException {
            UpdateInfoParser.parse(new ByteArrayInputStream(bytes), "fuzz", advisory -> {});
        }
    },
    /** {@code modules.yaml}. */
    MODULES {
        @Override
        public void parse(byte[] bytes) throws IOException {
            ModulesParser.parse(new ByteArrayInputStream(bytes), "fuzz");
        }
    },
    /** A metalink. */
    METALINK {
        @Override
        public void parse(byte[] bytes) throws IOException {
            Metalink.parse(bytes, "fuzz").check(bytes, URI.create("http://fuzz/"));
        }
    },
    /** A {@code .repo} file. */
    REPO_FILE {
        @Override
        public void parse(byte[] bytes) throws IOException {
            RepoFile file = RepoFile.parse(new String(bytes, StandardCharsets.UTF_8), "fuzz", Path.of("/"));
            for (String id : file.ids()) {
                file.define(id, Map.of("releasever", "9.1", "basearch", "x86_64"));
            }
        }
    };

    /**
     * Reads bytes.
     *
     * @throws IOException when they are not such a document
     */
    public abstract void parse(byte[] bytes) throws IOException;
}
