package org.atomsmith.ostree.pull.http;

import java.io.IOException;

/** A server that sends more than a file of its kind may have. */
final class BodyTooLargeException extends IOException {
    BodyTooLargeException(long limit) {
        super("the content exceeded maximum size of " + limit + " bytes");
    }
}
