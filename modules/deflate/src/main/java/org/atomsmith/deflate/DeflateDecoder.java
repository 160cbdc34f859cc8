package org.atomsmith.deflate;

import java.lang.foreign.MemorySegment;
import java.util.Optional;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Unpacks streams of raw deflate (RFC 1951) that are held whole, and whose size is known: by the system's libdeflate
 * where there is one, else by the JDK's zlib. Used by one thread at a time; dear to make, so keep it for the next.
 */
public final class DeflateDecoder {
    private final Optional<NativeDecoder> library = NativeDecoder.instance();
    private final Optional<MemorySegment> decompressor = library.map(NativeDecoder::open);
    private Optional<Inflater> zlib = Optional.empty();

    /**
     * Unpacks a stream; what follows its end is left alone.
     *
     * @param packed holds the stream, between these two
     * @param content what it is unpacked into: as many bytes as it must hold
     * @throws DataFormatException when the stream is damaged, or holds fewer or more bytes
     */
    public void decode(byte[] packed, int from, int to, byte[] content) throws DataFormatException {
        if (library.isPresent()) {
            MemorySegment stream = MemorySegment.ofArray(packed).asSlice(from, to - from);
            if (library.get().decompress(decompressor.orElseThrow(), stream, MemorySegment.ofArray(content))) {
                return;
            }
        }
        // The library says only that a stream is bad; zlib says why.
        decodeByZlib(packed, from, to, content);
    }

    void decodeByZlib(byte[] packed, int from, int to, byte[] content) throws DataFormatException {
        Inflater inflater = zlib.orElseGet(() -> new Inflater(true));
        zlib = Optional.of(inflater);
        inflater.reset();
        inflater.setInput(packed, from, to - from);
        int at = 0;
        while (at < content.length) {
            int n = inflater.inflate(content, at, content.length - at);
            if (n == 0) {
                throw new DataFormatException("the content ends after " + at + " of " + content.length + " bytes");
            }
            at += n;
        }
        if (!inflater.finished() && inflater.inflate(new byte[1]) > 0) {
            throw new DataFormatException("the content is longer than its " + content.length + " bytes");
        }
        if (!inflater.finished()) {
            throw new DataFormatException("the stream ends before its end is said");
        }
    }
}
