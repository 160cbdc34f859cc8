/** Fetches files over HTTP: mirrors, resuming, retries, and what a server or a proxy asks of a client. */
@NullMarked
package org.atomsmith.ostree.pull.http;

import org.jspecify.annotations.NullMarked;
