package org.atomsmith.ostree.repo;

import java.io.IOException;
import java.io.OutputStream;

/** Compresses one object after the other to raw deflate streams. */
interface Compressor {

    /** Starts an object whose file begins with a header. */
    void begin(byte[] header, OutputStream out) throws IOException;

    /** Adds content. */
    void write(byte[] bytes, int offset, int length, OutputStream out) throws IOException;

    /** Ends the object; all of it is written then. */
    void finish(OutputStream out) throws IOException;

    /** Frees what is not Java's. */
    void end();
}
