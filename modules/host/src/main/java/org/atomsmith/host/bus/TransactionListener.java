package org.atomsmith.host.bus;

import java.io.IOException;

/** Told, in the loop's thread, how a transaction gets on. */
interface TransactionListener {
    /** It ended, well or not. */
    void finished(Transaction transaction) throws IOException;

    /** Nobody will ask for it any more. */
    void closed(Transaction transaction) throws IOException;
}
