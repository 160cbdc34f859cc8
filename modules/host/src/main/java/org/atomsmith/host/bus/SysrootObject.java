package org.atomsmith.host.bus;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.atomsmith.host.bus.sd.MethodCall;
import org.atomsmith.ostree.gvariant.Variant;

/** {@code /org/projectatomic/rpmostree1/Sysroot}: the host as a whole, and who is interested in it. */
final class SysrootObject implements BusObject {
    static final String PATH = "/org/projectatomic/rpmostree1/Sysroot";

    private final HostView host;
    private final Session session;

    SysrootObject(HostView host, Session session) {
        this.host = host;
        this.session = session;
    }

    @Override
    public List<InterfaceDescription> interfaces() {
        return List.of(Interfaces.SYSROOT);
    }

    @Override
    public Variant property(String interfaceName, String name) throws IOException {
        return switch (name) {
            case "Booted" -> booted();
            case "Path" -> Variant.string(host.path().toString());
            case "ActiveTransaction" ->
                session.active()
                        .map(Transaction::request)
                        .map(r -> strings(r.method(), r.sender(), r.path()))
                        .orElse(strings("", "", ""));
            case "ActiveTransactionPath" ->
                Variant.string(session.active().map(Transaction::address).orElse(""));
            case "AutomaticUpdatePolicy" -> Variant.string(session.updatePolicy());
            case "Deployments" -> Variant.array("a{sv}", host.now().deployments());
            default -> throw new CallException(CallException.UNKNOWN_PROPERTY, name);
        };
    }

    private Variant booted() throws IOException {
        return new Variant.Text(
                'o',
                host.now()
                        .state()
                        .booted()
                        .map(d -> StaterootObject.path(d.deployment().stateroot()))
                        .orElse("/"));
    }

    private static Variant strings(String a, String b, String c) {
        return Variant.tuple(Variant.string(a), Variant.string(b), Variant.string(c));
    }

    @Override
    public void call(InterfaceDescription description, MethodCall call) throws IOException {
        switch (call.member()) {
            case "RegisterClient" ->
                session.authorized(call, List.of("client-management"), () -> {
                    Map<String, Variant> options = call.arguments().getFirst().asDict();
                    session.register(call.sender(), options.get("id") instanceof Variant.Text text ? text.value() : "");
                    call.reply();
                });
            case "UnregisterClient" ->
                session.authorized(call, List.of("client-management"), () -> {
                    session.unregister(call.sender());
                    call.reply();
                });
            case "Reload", "ReloadConfig" ->
                session.authorized(call, List.of("reload-daemon"), () -> {
                    session.reload();
                    call.reply();
                });
            case "GetOS" -> getOs(call);
            default -> throw new CallException(CallException.UNKNOWN_METHOD, call.member());
        }
    }

    private void getOs(MethodCall call) throws IOException {
        String name = call.arguments().getFirst().asString();
        if (name.isEmpty()) {
            call.reply(booted());
            return;
        }
        Optional<String> found = host.stateroots().stream().filter(name::equals).findFirst();
        call.reply(new Variant.Text(
                'o',
                found.map(StaterootObject::path)
                        .orElseThrow(
                                () -> new CallException(CallException.FAILED, "OS name \"" + name + "\" not found"))));
    }
}
