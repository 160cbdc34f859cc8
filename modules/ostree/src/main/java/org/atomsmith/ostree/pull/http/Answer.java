package org.atomsmith.ostree.pull.http;

import java.net.http.HttpHeaders;

/**
 * What a server says before the content.
 *
 * @param status of the answer
 * @param headers of the answer
 */
record Answer(int status, HttpHeaders headers) {
    private static final int UNCHANGED = 304;

    /** True when the file is elsewhere. */
    boolean isRedirection() {
        return status >= 300 && status < 400 && status != UNCHANGED;
    }
}
