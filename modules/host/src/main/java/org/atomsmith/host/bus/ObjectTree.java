package org.atomsmith.host.bus;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.atomsmith.host.bus.sd.MethodCall;
import org.atomsmith.ostree.gvariant.Variant;
import org.atomsmith.ostree.gvariant.VariantException;

/** The objects of a connection: finds the one that is called, and answers what every object has. */
final class ObjectTree {
    private static final List<InterfaceDescription> OF_ALL =
            List.of(Interfaces.INTROSPECTABLE, Interfaces.PROPERTIES, Interfaces.PEER);

    private final NavigableMap<String, BusObject> objects = new TreeMap<>();

    /** The path at which everything that is below can be listed; empty for none. */
    private final String listed;

    ObjectTree(String listed) {
        this.listed = listed;
    }

    void put(String path, BusObject object) {
        objects.put(path, object);
    }

    /** The object at a path. */
    Optional<BusObject> get(String path) {
        return Optional.ofNullable(objects.get(path));
    }

    void remove(String path) {
        objects.remove(path);
    }

    /** Answers a call, with an error if need be. */
    void dispatch(MethodCall call) throws IOException {
        try {
            answer(call);
        } catch (CallException e) {
            call.fail(e.name(), CallException.text(e));
        } catch (VariantException e) {
            call.fail(CallException.INVALID_ARGUMENTS, CallException.text(e));
        } catch (IOException | RuntimeException e) {
            call.fail(CallException.FAILED, CallException.text(e));
        }
    }

    private void answer(MethodCall call) throws IOException {
        Optional<BusObject> object = get(call.path());
        List<InterfaceDescription> interfaces = interfaces(call.path(), object);
        if (interfaces.isEmpty()) {
            throw new CallException(CallException.UNKNOWN_OBJECT, "there is no object " + call.path());
        }
        for (InterfaceDescription one : interfaces) {
            if (!call.interfaceName().isEmpty() && !call.interfaceName().equals(one.name())) {
                continue;
            }
            Optional<InterfaceDescription.Method> method = one.method(call.member());
            if (method.isPresent()) {
                if (!method.get().signature().equals(call.signature())) {
                    throw new CallException(
                            CallException.INVALID_ARGUMENTS,
                            call.member() + " takes '" + method.get().signature() + "', not '" + call.signature()
                                    + "'");
                }
                if (OF_ALL.contains(one) || one == Interfaces.OBJECTS) {
                    standard(call, object, interfaces);
                } else {
                    object.orElseThrow().call(one, call);
                }
                return;
            }
        }
        throw new CallException(
                CallException.UNKNOWN_METHOD,
                call.path() + " has no method " + call.member()
                        + (call.interfaceName().isEmpty() ? "" : " of " + call.interfaceName()));
    }

    private List<InterfaceDescription> interfaces(String path, Optional<BusObject> object) {
        List<InterfaceDescription> all = new ArrayList<>();
        object.ifPresent(o -> all.addAll(o.interfaces()));
        if (path.equals(listed)) {
            all.add(Interfaces.OBJECTS);
        }
        if (!all.isEmpty() || !children(path).isEmpty()) {
            all.addAll(OF_ALL);
        }
        return all;
    }

    private void standard(MethodCall call, Optional<BusObject> object, List<InterfaceDescription> interfaces)
            throws IOException {
        switch (call.member()) {
            case "Introspect" -> call.reply(Variant.string(Introspection.xml(interfaces, children(call.path()))));
            case "Get" -> {
                String name = call.arguments().get(1).asString();
                InterfaceDescription one = find(interfaces, call.arguments().getFirst());
                if (one.properties().stream().noneMatch(p -> p.name().equals(name))) {
                    throw new CallException(CallException.UNKNOWN_PROPERTY, one.name() + " has no property " + name);
                }
                call.reply(Variant.boxed(object.orElseThrow().property(one.name(), name)));
            }
            case "GetAll" -> {
                InterfaceDescription one = find(interfaces, call.arguments().getFirst());
                call.reply(object.isPresent() ? Variant.dict(properties(object.get(), one)) : Variant.dict(Map.of()));
            }
            case "Set" -> throw new CallException(CallException.READ_ONLY, "nothing here can be set");
            case "GetManagedObjects" -> call.reply(managedObjects());
            case "Ping" -> call.reply();
            default -> throw new CallException(CallException.UNKNOWN_METHOD, call.member());
        }
    }

    private static InterfaceDescription find(List<InterfaceDescription> interfaces, Variant name) throws CallException {
        for (InterfaceDescription one : interfaces) {
            if (one.name().equals(name.asString())) {
                return one;
            }
        }
        throw new CallException(
                "org.freedesktop.DBus.Error.UnknownInterface", "there is no interface " + name.asString() + " here");
    }

    /** All properties of one of an object's interfaces. */
    static SequencedMap<String, Variant> properties(BusObject object, InterfaceDescription one) throws IOException {
        SequencedMap<String, Variant> values = new LinkedHashMap<>();
        for (InterfaceDescription.Property property : one.properties()) {
            values.put(property.name(), object.property(one.name(), property.name()));
        }
        return values;
    }

    private Variant managedObjects() throws IOException {
        List<Variant> all = new ArrayList<>();
        for (Map.Entry<String, BusObject> object : objects.entrySet()) {
            if (object.getKey().startsWith(listed + "/")) {
                all.add(new Variant.Entry(new Variant.Text('o', object.getKey()), interfaces(object.getValue())));
            }
        }
        return Variant.array("{oa{sa{sv}}}", all);
    }

    private static Variant interfaces(BusObject object) throws IOException {
        List<Variant> interfaces = new ArrayList<>();
        for (InterfaceDescription one : object.interfaces()) {
            interfaces.add(new Variant.Entry(Variant.string(one.name()), Variant.dict(properties(object, one))));
        }
        return Variant.array("{sa{sv}}", interfaces);
    }

    /** The first words of the paths below one. */
    private List<String> children(String path) {
        String prefix = path.equals("/") ? "/" : path + "/";
        TreeSet<String> names = new TreeSet<>();
        for (String other : objects.tailMap(prefix, false).keySet()) {
            if (!other.startsWith(prefix)) {
                break;
            }
            String rest = other.substring(prefix.length());
            int slash = rest.indexOf('/');
            names.add(slash < 0 ? rest : rest.substring(0, slash));
        }
        return List.copyOf(names);
    }
}
