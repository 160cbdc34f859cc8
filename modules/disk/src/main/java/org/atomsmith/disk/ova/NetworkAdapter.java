package org.atomsmith.disk.ova;

/** A virtual machine's network adapter. */
public enum NetworkAdapter {
    /** VMware's paravirtual adapter: the fastest under ESXi, not in VirtualBox. */
    VMXNET3("VmxNet3"),
    /** Intel's 82545EM, which every hypervisor and guest knows. */
    E1000("E1000");

    private final String subtype;

    NetworkAdapter(String subtype) {
        this.subtype = subtype;
    }

    /** What envelopes call it. */
    String subtype() {
        return subtype;
    }
}
