package org.atomsmith.host.bus;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Supplier;
import org.atomsmith.host.bus.sd.BusConnection;
import org.atomsmith.host.bus.sd.Incoming;
import org.atomsmith.host.bus.sd.MethodCall;
import org.atomsmith.ostree.gvariant.Variant;

/** The service from its start to its end: who is interested, what changes, and when nobody is left. */
final class Session implements TransactionListener {
    static final String NAME = "org.projectatomic.rpmostree1";
    static final String ROOT = "/org/projectatomic/rpmostree1";

    private static final String BUS = "org.freedesktop.DBus";

    private final Loop loop;
    private final BusConnection bus;
    private final HostView host;
    private final ChangeRunner runner;
    private final Path sockets;
    private final Duration idle;
    private final Supplier<String> policy;
    private final Authorization authorization;
    private final ObjectTree objects = new ObjectTree(ROOT);
    private final Map<String, String> clients = new HashMap<>();
    private final Set<String> stateroots = new HashSet<>();
    private Optional<Transaction> transaction = Optional.empty();
    private int transactions;
    private int waiting;
    private long lastUse = System.nanoTime();

    /**
     * A service.
     *
     * @param sockets the directory of the transactions' sockets
     * @param idle how long it waits for another caller
     * @param policy tells what is done about updates by itself: {@code none}, {@code check} or {@code stage}
     */
    Session(
            Loop loop,
            BusConnection bus,
            HostView host,
            ChangeRunner runner,
            Path sockets,
            Duration idle,
            Supplier<String> policy) {
        this.loop = loop;
        this.bus = bus;
        this.host = host;
        this.runner = runner;
        this.sockets = sockets;
        this.idle = idle;
        this.policy = policy;
        this.authorization = new Authorization(bus);
    }

    /** Serves until nobody has asked for a while. */
    void run() throws IOException {
        objects.put(SysrootObject.PATH, new SysrootObject(host, this));
        listStateroots();
        bus.call(new BusConnection.Request(
                BUS,
                "/org/freedesktop/DBus",
                BUS,
                "AddMatch",
                List.of(Variant.string("type='signal',sender='" + BUS + "',interface='" + BUS
                        + "',member='NameOwnerChanged',arg2=''"))));
        loop.add(new ConnectionSource(bus, this::received, (_, reason) -> {
            throw reason;
        }));
        bus.requestName(NAME);
        loop.run(this::tick);
    }

    private void received(Incoming incoming) throws IOException {
        switch (incoming) {
            case MethodCall call -> {
                lastUse = System.nanoTime();
                objects.dispatch(call);
            }
            case Incoming.Reply reply -> authorization.answered(reply, Session::attempt);
            case Incoming.Signal signal -> {
                if (signal.member().equals("NameOwnerChanged")
                        && signal.arguments().size() == 3) {
                    left(signal.arguments().getFirst().asString());
                }
            }
        }
    }

    private void left(String name) throws IOException {
        unregister(name);
        if (transaction.isPresent() && transaction.get().request().sender().equals(name)) {
            transaction.get().callerLeft();
        }
    }

    private void tick() throws IOException {
        boolean used = !clients.isEmpty() || transaction.isPresent() || authorization.isWaiting() || waiting > 0;
        if (used) {
            lastUse = System.nanoTime();
        }
        if (!clients.isEmpty() && transaction.filter(Transaction::isActive).isEmpty() && host.isStale()) {
            reload();
        }
        if (System.nanoTime() - lastUse > idle.toNanos()) {
            bus.releaseName(NAME);
            bus.process(this::received);
            loop.stop();
        }
    }

    /** Does something for a call when its caller may; the call is answered with an error if not, or if it fails. */
    void authorized(MethodCall call, List<String> actions, Loop.Task task) throws IOException {
        authorization.require(call, actions, task);
    }

    /** Answers a call with what takes long to find out, which another thread does meanwhile. */
    void later(MethodCall call, Finding finding) {
        waiting++;
        Thread.ofVirtual().start(() -> {
            Loop.Task answer;
            try {
                Variant[] found = finding.find().toArray(Variant[]::new);
                answer = () -> call.reply(found);
            } catch (IOException | RuntimeException e) {
                String text = CallException.text(e);
                answer = () -> call.fail(CallException.FAILED, text);
            }
            Loop.Task last = answer;
            loop.post(() -> {
                waiting--;
                last.run();
            });
        });
    }

    /** Finds out what to answer. */
    @FunctionalInterface
    interface Finding {
        List<Variant> find() throws IOException;
    }

    private static void attempt(MethodCall call, Loop.Task task) throws IOException {
        try {
            task.run();
        } catch (CallException e) {
            call.fail(e.name(), CallException.text(e));
        } catch (IOException | RuntimeException e) {
            call.fail(CallException.FAILED, CallException.text(e));
        }
    }

    /** Keeps the service for somebody until they unregister or leave the bus. */
    void register(String sender, String id) {
        clients.put(sender, id);
    }

    /** They need it no more. */
    void unregister(String sender) {
        clients.remove(sender);
    }

    /** What is done about updates by itself. */
    String updatePolicy() {
        return policy.get();
    }

    /** The transaction that is not finished yet. */
    Optional<Transaction> active() {
        return transaction.filter(Transaction::isActive);
    }

    /**
     * The transaction for a change: the one that is under way if it does the same, else a new one.
     *
     * @throws CallException when another one is under way
     */
    Transaction begin(MethodCall call, Change change) throws IOException {
        if (active().isPresent()) {
            Transaction now = active().get();
            if (now.request().isSame(call)) {
                return now;
            }
            throw new CallException(
                    CallException.IN_PROGRESS,
                    "Transaction in progress: " + now.request().change().title());
        }
        long user = authorization.userOf(call.sender());
        String id = clients.getOrDefault(call.sender(), "");
        Transaction.Request request = new Transaction.Request(
                call.member(),
                call.path(),
                call.arguments(),
                call.sender(),
                user,
                "client(" + (id.isEmpty() ? "" : "id:" + id + " ") + "dbus:" + call.sender() + " uid:" + user + ")",
                change);
        transactions++;
        Path socket = sockets.resolve("transaction-" + ProcessHandle.current().pid() + "-" + transactions);
        Transaction begun = Transaction.open(loop, socket, request, runner, this);
        transaction = Optional.of(begun);
        changed(SysrootObject.PATH, Interfaces.SYSROOT, List.of("ActiveTransaction", "ActiveTransactionPath"));
        return begun;
    }

    @Override
    public void finished(Transaction finished) throws IOException {
        reload();
    }

    @Override
    public void closed(Transaction finished) {
        if (transaction.filter(t -> t == finished).isPresent()) {
            transaction = Optional.empty();
        }
    }

    /** Reads everything again, and tells everybody. */
    void reload() throws IOException {
        host.forget();
        listStateroots();
        changed(
                SysrootObject.PATH,
                Interfaces.SYSROOT,
                Interfaces.SYSROOT.properties().stream()
                        .map(InterfaceDescription.Property::name)
                        .toList());
        for (String name : stateroots) {
            changed(
                    StaterootObject.path(name),
                    Interfaces.OS,
                    Interfaces.OS.properties().stream()
                            .map(InterfaceDescription.Property::name)
                            .toList());
        }
    }

    private void listStateroots() throws IOException {
        List<String> now = host.stateroots();
        for (String name : now) {
            if (stateroots.add(name)) {
                objects.put(StaterootObject.path(name), new StaterootObject(name, host, this));
            }
        }
        for (String name : List.copyOf(stateroots)) {
            if (!now.contains(name)) {
                stateroots.remove(name);
                objects.remove(StaterootObject.path(name));
            }
        }
    }

    private void changed(String path, InterfaceDescription one, List<String> names) throws IOException {
        BusObject object = objects.get(path).orElseThrow();
        SequencedMap<String, Variant> values = ObjectTree.properties(object, one);
        values.keySet().retainAll(new ArrayList<>(names));
        bus.signal(
                path,
                Interfaces.PROPERTIES.name(),
                "PropertiesChanged",
                List.of(Variant.string(one.name()), Variant.dict(values), Variant.strings(List.of())));
    }
}
