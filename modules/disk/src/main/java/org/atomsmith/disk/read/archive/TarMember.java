package org.atomsmith.disk.read.archive;

import java.util.List;

/**
 * A file in a tar archive.
 *
 * @param index which member of the archive it is, counted from 0
 * @param name with its folders
 * @param position where its stored bytes begin
 * @param stored how many bytes are stored
 * @param size how many bytes the file has
 * @param runs where the stored bytes belong in the file, in order, without overlaps; the rest is zeros
 */
record TarMember(int index, String name, long position, long stored, long size, List<Run> runs) {

    /** A run of stored bytes. */
    record Run(long offset, long length) {}

    boolean isSparse() {
        return stored != size;
    }
}
