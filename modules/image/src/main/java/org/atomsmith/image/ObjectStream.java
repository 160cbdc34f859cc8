package org.atomsmith.image;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.object.CorruptObjectException;
import org.atomsmith.ostree.tree.TreeNode;

/** The bytes of a file's object, which are held to its checksum at their end: a damaged object never becomes a disk. */
final class ObjectStream extends FilterInputStream {
    private final Checksum checksum;
    private final MessageDigest digest;
    private final String path;
    private boolean ended;

    /**
     * Reads an object.
     *
     * @param path of the file in the commit's tree, for messages
     */
    ObjectStream(InputStream content, TreeNode.File file, String path) {
        super(content);
        this.checksum = file.checksum();
        this.digest = file.header().digest();
        this.path = path;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        int n = read(one, 0, 1);
        return n < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        int n = in.read(into, offset, length);
        if (n > 0) {
            digest.update(into, offset, n);
        } else if (n < 0 && !ended) {
            ended = true;
            Checksum found = Checksum.of(digest.digest());
            if (!found.equals(checksum)) {
                throw new CorruptObjectException("object " + checksum + ", the file " + path
                        + ", is damaged: its checksum is " + found
                        + "; run 'atomsmith ostree fsck' on the repository, or build again");
            }
        }
        return n;
    }

    @Override
    public long skip(long count) throws IOException {
        throw new IOException("an object is read from its beginning to its end");
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
