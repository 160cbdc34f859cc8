package org.atomsmith.ostree.delta;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.repo.Repository;

/** The content of a file that operations build, which {@link PartReader} has checked, as a stream. For one thread. */
final class BuiltContent extends InputStream {
    private final Part part;
    private final Repository repository;
    private final Operations operations;
    private final long size;
    private Optional<Source> source = Optional.empty();
    private Optional<Patch> patch = Optional.empty();
    private boolean fromSource;
    private boolean closed;
    private long at;
    private long left;

    BuiltContent(Part part, PartObject.Built object, Repository repository) throws IOException {
        this.part = part;
        this.repository = repository;
        this.operations = new Operations(part.operations(), object.start());
        this.size = object.size();
        if (object.source() >= 0) {
            openSource(object.source());
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (true) {
            if (patch.isPresent()) {
                int n = patch.get().read(buffer, offset, length);
                if (n > 0) {
                    return n;
                }
                patch = Optional.empty();
            }
            if (left > 0) {
                return piece(buffer, offset, length);
            }
            if (closed) {
                return -1;
            }
            step();
        }
    }

    private int piece(byte[] buffer, int offset, int length) {
        int n = (int) Math.min(length, left);
        if (fromSource && source.isPresent()) {
            source.get().copy(at, buffer, offset, n);
        } else {
            MemorySegment.copy(part.payload(), ValueLayout.JAVA_BYTE, at, buffer, offset, n);
        }
        at += n;
        left -= n;
        return n;
    }

    private void step() throws IOException {
        switch (operations.letter()) {
            case Operations.SET_SOURCE -> openSource(PartReader.source(operations, part));
            case Operations.UNSET_SOURCE -> closeSource();
            case Operations.WRITE -> {
                left = operations.number();
                at = operations.number();
                fromSource = source.isPresent();
                if (fromSource
                        && (left > source.get().size() || at > source.get().size() - left)) {
                    throw new DeltaException("Invalid offset/length " + at + "/" + left + " in a source of "
                            + source.get().size() + " bytes");
                }
            }
            case Operations.PATCH -> {
                long offset = operations.number();
                long length = operations.number();
                patch = Optional.of(new Patch(part.payload().asSlice(offset, length), source.orElseThrow(), size));
            }
            default -> closed = true;
        }
    }

    private void openSource(long offset) throws IOException {
        closeSource();
        Checksum checksum = PartReader.checksum(part.payload(), offset);
        source = Optional.of(Source.open(repository, checksum));
    }

    private void closeSource() {
        source.ifPresent(Source::close);
        source = Optional.empty();
    }

    @Override
    public void close() {
        closeSource();
    }
}
