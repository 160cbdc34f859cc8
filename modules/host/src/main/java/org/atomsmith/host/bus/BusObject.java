package org.atomsmith.host.bus;

import java.io.IOException;
import java.util.List;
import org.atomsmith.host.bus.sd.MethodCall;
import org.atomsmith.ostree.gvariant.Variant;

/** An object that others can call. */
interface BusObject {
    /** What it has beside the interfaces that every object has. */
    List<InterfaceDescription> interfaces();

    /** A property that one of its interfaces names. */
    Variant property(String interfaceName, String name) throws IOException;

    /**
     * Does a method that one of its interfaces names, with arguments of the right types, and answers now or later.
     *
     * @throws IOException to answer with an error
     */
    void call(InterfaceDescription description, MethodCall call) throws IOException;
}
