package org.atomsmith.host.bus;

import java.io.IOException;
import org.atomsmith.host.bus.sd.BusConnection;
import org.atomsmith.linux.Wait;

/** A connection that the loop waits for. */
final class ConnectionSource implements Loop.Source {
    private final BusConnection connection;
    private final BusConnection.Handler handler;
    private final Ending ending;

    /** Told once when the other end is gone. */
    @FunctionalInterface
    interface Ending {
        void ended(ConnectionSource source, IOException reason) throws IOException;
    }

    ConnectionSource(BusConnection connection, BusConnection.Handler handler, Ending ending) {
        this.connection = connection;
        this.handler = handler;
        this.ending = ending;
    }

    BusConnection connection() {
        return connection;
    }

    @Override
    public Wait.Interest interest() throws IOException {
        return new Wait.Interest(connection.descriptor(), connection.events());
    }

    @Override
    public boolean isReady() throws IOException {
        return connection.isReady();
    }

    @Override
    public void happened() throws IOException {
        try {
            connection.process(handler);
        } catch (IOException e) {
            ending.ended(this, e);
        }
    }
}
