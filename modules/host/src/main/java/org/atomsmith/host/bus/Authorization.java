package org.atomsmith.host.bus;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.atomsmith.host.bus.sd.BusConnection;
import org.atomsmith.host.bus.sd.Incoming;
import org.atomsmith.host.bus.sd.MethodCall;
import org.atomsmith.ostree.gvariant.Variant;

/**
 * Who may do what: root everything, others what polkit permits them, perhaps after asking for a password. Where there is
 * no polkit only root may. The answers come through the loop, which goes on meanwhile.
 */
final class Authorization {
    private static final String POLKIT = "org.freedesktop.PolicyKit1";
    private static final int MAY_ASK = 1;

    private final BusConnection bus;
    private final Map<Long, Question> open = new HashMap<>();

    Authorization(BusConnection bus) {
        this.bus = bus;
    }

    /** What was asked for a call, and what is still to be asked. */
    private record Question(MethodCall call, List<String> others, Loop.Task permitted) {}

    /**
     * Asks whether a caller may do something.
     *
     * @param actions the last words of the actions' names ({@code "upgrade"}); all must be permitted
     * @param permitted what to do then; if not, the call is answered with an error
     */
    void require(MethodCall call, List<String> actions, Loop.Task permitted) throws IOException {
        if (actions.isEmpty() || userOf(call.sender()) == 0) {
            permitted.run();
            return;
        }
        ask(call, actions, permitted);
    }

    private void ask(MethodCall call, List<String> actions, Loop.Task permitted) throws IOException {
        Variant subject = Variant.tuple(
                Variant.string("system-bus-name"), Variant.dict(Map.of("name", Variant.string(call.sender()))));
        long serial = bus.send(new BusConnection.Request(
                POLKIT,
                "/org/freedesktop/PolicyKit1/Authority",
                POLKIT + ".Authority",
                "CheckAuthorization",
                List.of(
                        subject,
                        Variant.string(Interfaces.PREFIX + "." + actions.getFirst()),
                        Variant.array("{ss}", List.of()),
                        Variant.u32(MAY_ASK),
                        Variant.string(""))));
        open.put(serial, new Question(call, actions.subList(1, actions.size()), permitted));
    }

    /** The number of the user who owns a connection to the bus. */
    long userOf(String sender) throws IOException {
        return bus.call(new BusConnection.Request(
                        "org.freedesktop.DBus",
                        "/org/freedesktop/DBus",
                        "org.freedesktop.DBus",
                        "GetConnectionUnixUser",
                        List.of(Variant.string(sender))))
                .getFirst()
                .asLong();
    }

    /** Whether there are questions without an answer. */
    boolean isWaiting() {
        return !open.isEmpty();
    }

    /** Takes an answer; what is no answer to a question of ours is passed over. */
    void answered(Incoming.Reply reply, Tried tried) throws IOException {
        Question question = open.remove(reply.serial());
        if (question == null) {
            return;
        }
        boolean granted = reply.error().isEmpty()
                && !reply.arguments().isEmpty()
                && reply.arguments().getFirst() instanceof Variant.Tuple(List<Variant> members)
                && members.getFirst().asBoolean();
        if (!granted) {
            String why = reply.error().map(text -> " (" + text + ")").orElse("");
            question.call().fail(CallException.ACCESS_DENIED, question.call().member() + " is not permitted" + why);
        } else if (question.others().isEmpty()) {
            tried.run(question.call(), question.permitted());
        } else {
            ask(question.call(), question.others(), question.permitted());
        }
    }

    /** Runs a task and answers its call with an error when that fails. */
    @FunctionalInterface
    interface Tried {
        void run(MethodCall call, Loop.Task task) throws IOException;
    }
}
