package org.atomsmith.host.bus;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.atomsmith.host.bus.sd.BusConnection;
import org.atomsmith.host.bus.sd.Incoming;
import org.atomsmith.host.bus.sd.MethodCall;
import org.atomsmith.linux.LocalListener;
import org.atomsmith.linux.Wait;
import org.atomsmith.ostree.gvariant.Variant;
import org.atomsmith.ostree.pull.PullListener;

/**
 * A change of the host that somebody asked for. Its caller gets the address of a socket, connects, and calls
 * {@code Start}; who else connects sees the same signals. It lasts until it is finished and the last one has left.
 */
final class Transaction implements BusObject, Loop.Source, ChangeProgress {
    /** Those who stay connected do not keep a finished transaction for longer. */
    private static final Duration AFTER_END = Duration.ofSeconds(30);

    private static final String PATH = "/";

    private final Loop loop;
    private final Request request;
    private final ChangeRunner runner;
    private final TransactionListener listener;
    private final LocalListener socket;
    private final ObjectTree objects = new ObjectTree("");
    private final List<ConnectionSource> peers = new ArrayList<>();
    private Optional<ChangeRunner.Running> running = Optional.empty();
    private Optional<List<Variant>> outcome = Optional.empty();
    private boolean cancelled;
    private boolean closed;
    private long endedAt;

    /**
     * Who asked for what.
     *
     * @param method the method's name
     * @param path the object that it was called at
     * @param arguments of the call
     * @param sender the caller's unique name
     * @param user the caller's user
     * @param client the caller as the log knows it
     */
    record Request(
            String method,
            String path,
            List<Variant> arguments,
            String sender,
            long user,
            String client,
            Change change) {

        /** Whether another call asks for the same. */
        boolean isSame(MethodCall call) {
            return method.equals(call.member()) && path.equals(call.path()) && arguments.equals(call.arguments());
        }
    }

    /**
     * Prepares a transaction.
     *
     * @param socket where its socket is to be
     */
    static Transaction open(Loop loop, Path socket, Request request, ChangeRunner runner, TransactionListener listener)
            throws IOException {
        Transaction transaction = new Transaction(loop, LocalListener.open(socket, 0666), request, runner, listener);
        loop.add(transaction);
        return transaction;
    }

    private Transaction(
            Loop loop, LocalListener socket, Request request, ChangeRunner runner, TransactionListener listener) {
        this.loop = loop;
        this.socket = socket;
        this.request = request;
        this.runner = runner;
        this.listener = listener;
        objects.put(PATH, this);
    }

    /** Where to connect to. */
    String address() {
        return "unix:path=" + socket.path();
    }

    /** Who asked for what. */
    Request request() {
        return request;
    }

    /** Whether it is not finished yet. */
    boolean isActive() {
        return outcome.isEmpty();
    }

    @Override
    public Wait.Interest interest() {
        return new Wait.Interest(socket.descriptor(), Wait.READABLE);
    }

    @Override
    public void happened() throws IOException {
        for (Optional<LocalListener.Accepted> one = socket.accept(); one.isPresent(); one = socket.accept()) {
            if (one.get().user() != 0 && one.get().user() != request.user()) {
                LocalListener.refuse(one.get());
                continue;
            }
            ConnectionSource peer = new ConnectionSource(
                    BusConnection.server(one.get().descriptor()), this::received, (source, _) -> left(source));
            peers.add(peer);
            loop.add(peer);
        }
        if (!isActive() && System.nanoTime() - endedAt > AFTER_END.toNanos()) {
            for (ConnectionSource peer : List.copyOf(peers)) {
                left(peer);
            }
        }
    }

    private void received(Incoming incoming) throws IOException {
        if (incoming instanceof MethodCall call) {
            objects.dispatch(call);
        }
    }

    private void left(ConnectionSource peer) throws IOException {
        if (peers.remove(peer)) {
            loop.remove(peer);
            peer.connection().close();
            closeIfDone();
        }
    }

    /** A caller who leaves before it starts takes it along; a change that runs goes on. */
    void callerLeft() throws IOException {
        if (running.isEmpty() && isActive()) {
            finish(false, "its caller left before it was started");
        }
    }

    private void closeIfDone() throws IOException {
        if (!closed && !isActive() && peers.isEmpty()) {
            closed = true;
            loop.remove(this);
            socket.close();
            listener.closed(this);
        }
    }

    @Override
    public List<InterfaceDescription> interfaces() {
        return List.of(Interfaces.TRANSACTION);
    }

    @Override
    public Variant property(String interfaceName, String name) {
        return Variant.string(name.equals("Title") ? request.change().title() : request.client());
    }

    @Override
    public void call(InterfaceDescription description, MethodCall call) throws IOException {
        if (call.member().equals("Cancel")) {
            cancel();
            call.reply();
            return;
        }
        boolean starts = running.isEmpty() && isActive();
        call.reply(Variant.bool(starts));
        if (starts) {
            running = Optional.of(runner.start(request.change(), this));
        }
        if (outcome.isPresent()) {
            call.connection().signal(PATH, Interfaces.TRANSACTION.name(), "Finished", outcome.get());
        }
    }

    /** Ends the change; what it has done so far is as after a power cut: nothing half. */
    void cancel() throws IOException {
        cancelled = true;
        if (running.isPresent()) {
            running.get().cancel();
        } else if (isActive()) {
            finish(false, "the transaction was cancelled");
        }
    }

    @Override
    public void message(String text) {
        post("Message", Variant.string(text));
    }

    @Override
    public void percent(String text, int percentage) {
        post("PercentProgress", Variant.string(text), Variant.u32(percentage));
    }

    @Override
    public void progressEnd() {
        post("ProgressEnd");
    }

    @Override
    public void taskBegin(String text) {
        post("TaskBegin", Variant.string(text));
    }

    @Override
    public void taskEnd(String text) {
        post("TaskEnd", Variant.string(text));
    }

    @Override
    public void download(PullListener.Progress figures) {
        post("DownloadProgress", DownloadSignal.of(figures));
    }

    @Override
    public void ended(boolean success, String error) {
        loop.post(() -> finish(success, success || !cancelled ? error : "the transaction was cancelled"));
    }

    private void post(String signal, Variant... arguments) {
        loop.post(() -> tell(signal, List.of(arguments)));
    }

    private void tell(String signal, List<Variant> arguments) throws IOException {
        for (ConnectionSource peer : List.copyOf(peers)) {
            try {
                peer.connection().signal(PATH, Interfaces.TRANSACTION.name(), signal, arguments);
            } catch (IOException e) {
                left(peer);
            }
        }
    }

    private void finish(boolean success, String error) throws IOException {
        List<Variant> result = List.of(Variant.bool(success), Variant.string(success ? "" : error));
        outcome = Optional.of(result);
        endedAt = System.nanoTime();
        listener.finished(this);
        tell("Finished", result);
        closeIfDone();
    }
}
