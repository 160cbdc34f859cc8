package org.atomsmith.disk.ova;

/** What a virtual machine's disk is attached to. */
public enum DiskController {
    /** VMware's paravirtual SCSI: the fastest under ESXi, not in VirtualBox. */
    PARAVIRTUAL_SCSI(6, "VirtualSCSI"),
    /** LSI Logic's parallel SCSI, which older systems know. */
    LSI_LOGIC(6, "lsilogic"),
    /** SATA, which every hypervisor and guest knows: ESXi from 5.5 on, VirtualBox from 6.1 on by this name. */
    SATA(20, "vmware.sata.ahci");

    private final int resourceType;
    private final String subtype;

    DiskController(int resourceType, String subtype) {
        this.resourceType = resourceType;
        this.subtype = subtype;
    }

    /** The resource type of CIM's allocation settings. */
    int resourceType() {
        return resourceType;
    }

    /** The kind of it. */
    String subtype() {
        return subtype;
    }
}
