package org.atomsmith.host.bus;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.atomsmith.host.bus.sd.MethodCall;
import org.atomsmith.ostree.gvariant.Variant;
import org.atomsmith.ostree.sysroot.InstalledDeployment;

/** {@code /org/projectatomic/rpmostree1/<stateroot>}: an operating system of the host, and how to change it. */
final class StaterootObject implements BusObject {
    private final String name;
    private final HostView host;
    private final Session session;

    StaterootObject(String name, HostView host, Session session) {
        this.name = name;
        this.host = host;
        this.session = session;
    }

    /** The path of a stateroot's object: what a path may not have is written as {@code _} and two hexadecimal digits. */
    static String path(String stateroot) {
        StringBuilder path = new StringBuilder("/org/projectatomic/rpmostree1/");
        for (byte b : stateroot.getBytes(StandardCharsets.UTF_8)) {
            if (b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= '0' && b <= '9') {
                path.append((char) b);
            } else {
                path.append(String.format(Locale.ROOT, "_%02x", b & 0xff));
            }
        }
        return path.toString();
    }

    @Override
    public List<InterfaceDescription> interfaces() {
        return List.of(Interfaces.OS, Interfaces.EXPERIMENTAL);
    }

    @Override
    public Variant property(String interfaceName, String property) throws IOException {
        return switch (property) {
            case "Name" -> Variant.string(name);
            case "BootedDeployment" -> {
                Optional<InstalledDeployment> booted = host.now().state().booted();
                yield host.first(name, d -> booted.filter(d::isSame).isPresent());
            }
            case "DefaultDeployment" -> host.first(name, _ -> true);
            case "RollbackDeployment" -> {
                Optional<InstalledDeployment> rollback = host.now().state().rollback();
                yield host.first(name, d -> rollback.filter(d::isSame).isPresent());
            }
            case "CachedUpdate" -> host.update(name);
            case "HasCachedUpdateRpmDiff" ->
                Variant.bool(!host.update(name).children().isEmpty());
            default -> throw new CallException(CallException.UNKNOWN_PROPERTY, property);
        };
    }

    @Override
    public void call(InterfaceDescription description, MethodCall call) throws IOException {
        Optional<Changes.Wanted> wanted = Changes.of(call.member(), call.arguments(), name);
        if (wanted.isPresent()) {
            session.authorized(
                    call,
                    wanted.get().actions(),
                    () -> call.reply(Variant.string(
                            session.begin(call, wanted.get().change()).address())));
            return;
        }
        switch (call.member()) {
            case "AutomaticUpdateTrigger" -> automatic(call);
            case "GetDeploymentBootConfig" -> bootConfig(call);
            case "Moo" -> call.reply(Variant.string(call.arguments().getFirst().asBoolean() ? "🐄" : "moo"));
            default -> throw new CallException(CallException.NOT_SUPPORTED, call.member() + " is not supported");
        }
    }

    /** Checks or stages as the policy says, or as the caller says. */
    private void automatic(MethodCall call) throws IOException {
        Map<String, Variant> options = call.arguments().getFirst().asDict();
        String mode = options.get("mode") instanceof Variant.Text text ? text.value() : "auto";
        String policy = mode.equals("auto") ? session.updatePolicy() : mode;
        if (policy.equals("none")) {
            call.reply(Variant.bool(false), Variant.string(""));
            return;
        }
        Change change = Change.of(policy.equals("check") ? List.of("upgrade", "--check") : List.of("upgrade"));
        session.authorized(
                call,
                List.of("upgrade"),
                () -> call.reply(
                        Variant.bool(true),
                        Variant.string(session.begin(call, change).address())));
    }

    /** The keys of a deployment's boot entry; those of the entry that boots next when no deployment is named. */
    private void bootConfig(MethodCall call) throws IOException {
        String id = call.arguments().get(0).asString();
        boolean pending = call.arguments().get(1).asBoolean();
        Optional<InstalledDeployment> found = !id.isEmpty()
                ? Optional.of(host.deployment(id))
                : pending
                        ? host.now().state().deployments().stream()
                                .filter(d -> d.deployment().stateroot().equals(name))
                                .findFirst()
                        : host.merge(name);
        InstalledDeployment deployment =
                found.orElseThrow(() -> new CallException(CallException.FAILED, "No deployments found for os " + name));
        SequencedMap<String, Variant> keys = new LinkedHashMap<>();
        deployment.entry().values().forEach((key, value) -> keys.put(key, Variant.string(value)));
        call.reply(Variant.dict(keys));
    }
}
