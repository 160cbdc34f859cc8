package org.atomsmith.ostree.repo;

import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.zip.DataFormatException;
import org.atomsmith.deflate.DeflateDecoder;

/** Decoders of raw deflate, which are dear to make: as many as there were threads at once. */
final class DecoderPool {
    private final ConcurrentLinkedQueue<DeflateDecoder> idle = new ConcurrentLinkedQueue<>();

    /**
     * Unpacks a stream, as {@link DeflateDecoder#decode} does.
     *
     * @return as many bytes as were asked for
     */
    byte[] decode(byte[] packed, int from, int size) throws DataFormatException {
        byte[] content = new byte[size];
        DeflateDecoder decoder = Optional.ofNullable(idle.poll()).orElseGet(DeflateDecoder::new);
        decoder.decode(packed, from, packed.length, content);
        idle.add(decoder);
        return content;
    }
}
