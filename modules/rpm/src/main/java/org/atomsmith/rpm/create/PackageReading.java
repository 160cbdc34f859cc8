package org.atomsmith.rpm.create;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.atomsmith.rpm.PackageFormatException;
import org.atomsmith.rpm.file.PackageDescription;

/** Reads one package file once, from front to back: its headers and its digest. */
final class PackageReading {
    /** How many entries of a changelog are listed, as createrepo_c does by default. */
    static final int CHANGES = 10;

    private static final int HEAD = 64 << 10;
    private static final int BUFFER = 256 << 10;

    private PackageReading() {}

    static Fragments read(PackageFiles.Found file, boolean ext) throws IOException {
        try (Digesting in = new Digesting(Files.newInputStream(file.path()))) {
            PackageDescription rpm = PackageDescription.read(
                    new BufferedInputStream(in, HEAD), file.path().toString());
            byte[] buffer = new byte[BUFFER];
            while (in.read(buffer) >= 0) {
                // Everything that is read is digested.
            }
            if (in.count != file.size()) {
                throw new PackageFormatException(
                        file.path() + ": the file had " + file.size() + " bytes and now has " + in.count
                                + ": it changes while it is read; try again when it is complete",
                        -1);
            }
            return new PackageXml(
                            rpm, HexFormat.of().formatHex(in.digest.digest()), file.size(), file.time(), file.href())
                    .fragments(ext, CHANGES);
        }
    }

    private static final class Digesting extends FilterInputStream {
        private final MessageDigest digest = MetadataFile.sha256();
        private long count;

        Digesting(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int n = in.read(bytes, offset, length);
            if (n > 0) {
                digest.update(bytes, offset, n);
                count += n;
            }
            return n;
        }
    }
}
