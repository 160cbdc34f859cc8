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
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.sysroot.InstalledDeployment;

/** {@code /org/projectatomic/rpmostree1/<stateroot>}: an operating system of the host, and how to change it. */
final class StaterootObject implements BusObject {
    private static final List<String> REFRESH = List.of("repo-refresh");

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
            case "HasCachedUpdateRpmDiff" -> Variant.bool(host.updateOf(name).isPresent());
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
            case "GetDeploymentsRpmDiff" -> session.authorized(call, REFRESH, () -> deploymentsDiff(call));
            case "GetCachedUpdateRpmDiff" -> session.authorized(call, REFRESH, () -> updateDiff(call));
            case "GetCachedDeployRpmDiff" ->
                session.authorized(call, REFRESH, () -> {
                    String revision = call.arguments().getFirst().asString();
                    remoteDiff(call, (source, merge) -> source.deployable(merge, revision));
                });
            case "GetCachedRebaseRpmDiff" ->
                session.authorized(call, REFRESH, () -> {
                    String refspec = call.arguments().getFirst().asString();
                    remoteDiff(call, (source, merge) -> source.newest(merge, refspec));
                });
            case "Moo" -> call.reply(Variant.string(call.arguments().getFirst().asBoolean() ? "🐄" : "moo"));
            default -> throw new CallException(CallException.NOT_SUPPORTED, call.member() + " is not supported");
        }
    }

    private void deploymentsDiff(MethodCall call) throws IOException {
        Checksum before =
                host.deployment(call.arguments().get(0).asString()).deployment().commit();
        Checksum after =
                host.deployment(call.arguments().get(1).asString()).deployment().commit();
        call.reply(PackageDifference.between(host.now().repository(), before, after));
    }

    private InstalledDeployment mergeOf() throws IOException {
        return host.merge(name)
                .orElseThrow(() -> new CallException(CallException.FAILED, "No deployments found for os " + name));
    }

    /** Between the deployment that is named, else the one that updates begin with, and the update that is known. */
    private void updateDiff(MethodCall call) throws IOException {
        String id = call.arguments().getFirst().asString();
        InstalledDeployment deployment = id.isEmpty() ? mergeOf() : host.deployment(id);
        Optional<Checksum> update = host.updateOf(name);
        Checksum before = host.base(deployment);
        call.reply(
                PackageDifference.between(host.now().repository(), before, update.orElse(before)), host.update(name));
    }

    /** Between what is deployed and a commit that the remote is asked for, beside the loop. */
    private void remoteDiff(MethodCall call, RemoteCommit wanted) throws IOException {
        InstalledDeployment merge = mergeOf();
        session.later(call, () -> {
            // The loop's own view of the host is for the loop's thread.
            HostView view = host.copy();
            Checksum commit = wanted.find(new UpdateLookup(view), merge);
            return List.of(
                    PackageDifference.between(view.now().repository(), view.base(merge), commit),
                    view.update(merge, commit));
        });
    }

    /** Finds a commit at a remote. */
    @FunctionalInterface
    private interface RemoteCommit {
        Checksum find(UpdateLookup source, InstalledDeployment merge) throws IOException;
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
