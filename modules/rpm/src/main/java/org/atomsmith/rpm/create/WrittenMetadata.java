package org.atomsmith.rpm.create;

/**
 * A metadata file that was written, as repomd.xml lists it.
 *
 * @param type {@code primary}, {@code filelists}, ...
 * @param href relative to the repository
 * @param sha256 of the file
 * @param size bytes of the file
 * @param openSha256 of what it holds, decompressed; the same as {@code sha256} when it is not compressed
 * @param openSize bytes of what it holds
 */
public record WrittenMetadata(String type, String href, String sha256, long size, String openSha256, long openSize) {}
