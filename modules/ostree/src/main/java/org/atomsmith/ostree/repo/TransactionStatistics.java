package org.atomsmith.ostree.repo;

/**
 * What a transaction wrote.
 *
 * @param metadataTotal metadata objects given to it
 * @param metadataWritten of these, how many were not there before
 * @param contentTotal file objects given to it
 * @param contentWritten of these, how many were not there before
 * @param contentBytesWritten the size in bytes of the files that were not there before, uncompressed
 */
public record TransactionStatistics(
        long metadataTotal, long metadataWritten, long contentTotal, long contentWritten, long contentBytesWritten) {}
