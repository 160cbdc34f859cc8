package org.atomsmith.disk.ova;

/** The items of an envelope's hardware; the resource types are those of CIM_ResourceAllocationSettingData. */
final class HardwareItems {
    private static final int PROCESSOR = 3;
    private static final int MEMORY = 4;
    private static final int IDE_CONTROLLER = 5;
    private static final int ETHERNET = 10;
    private static final int CD_DRIVE = 15;
    private static final int DISK_DRIVE = 17;

    private static final String CONTROLLER_ID = "3";
    private static final String IDE_ID = "4";

    private final Xml xml;
    private final Appliance appliance;
    private final String network;

    HardwareItems(Xml xml, Appliance appliance, String network) {
        this.xml = xml;
        this.appliance = appliance;
        this.network = network;
    }

    /** Writes all items. */
    void write() {
        xml.begin("Item")
                .text("rasd:AllocationUnits", "hertz * 10^6")
                .text("rasd:Description", "Number of virtual processors")
                .text("rasd:ElementName", appliance.cpus() + " virtual processors")
                .text("rasd:InstanceID", "1");
        end(PROCESSOR, Integer.toString(appliance.cpus()));
        xml.begin("Item")
                .text("rasd:AllocationUnits", "byte * 2^20")
                .text("rasd:Description", "Size of the memory")
                .text("rasd:ElementName", appliance.memoryMib() + " MiB of memory")
                .text("rasd:InstanceID", "2");
        end(MEMORY, Integer.toString(appliance.memoryMib()));
        DiskController controller = appliance.controller();
        xml.begin("Item")
                .text("rasd:Address", "0")
                .text("rasd:Description", "Controller of the disk")
                .text("rasd:ElementName", "Disk controller 0")
                .text("rasd:InstanceID", CONTROLLER_ID)
                .text("rasd:ResourceSubType", controller.subtype());
        end(controller.resourceType());
        xml.begin("Item")
                .text("rasd:Address", "0")
                .text("rasd:Description", "IDE controller")
                .text("rasd:ElementName", "IDE controller 0")
                .text("rasd:InstanceID", IDE_ID);
        end(IDE_CONTROLLER);
        xml.begin("Item")
                .text("rasd:AddressOnParent", "0")
                .text("rasd:Description", "The disk")
                .text("rasd:ElementName", "Disk 0")
                .text("rasd:HostResource", "ovf:/disk/vmdisk1")
                .text("rasd:InstanceID", "5")
                .text("rasd:Parent", CONTROLLER_ID);
        end(DISK_DRIVE);
        // The settings of whoever deploys it may come on a CD.
        xml.begin("Item", "ovf:required", "false")
                .text("rasd:AddressOnParent", "0")
                .text("rasd:AutomaticAllocation", "false")
                .text("rasd:Description", "CD drive")
                .text("rasd:ElementName", "CD drive 0")
                .text("rasd:InstanceID", "6")
                .text("rasd:Parent", IDE_ID);
        end(CD_DRIVE);
        xml.begin("Item")
                .text("rasd:AddressOnParent", "7")
                .text("rasd:AutomaticAllocation", "true")
                .text("rasd:Connection", network)
                .text("rasd:Description", "Network adapter")
                .text("rasd:ElementName", "Ethernet 0")
                .text("rasd:InstanceID", "7")
                .text("rasd:ResourceSubType", appliance.network().subtype());
        end(ETHERNET);
    }

    private void end(int resourceType) {
        xml.text("rasd:ResourceType", Integer.toString(resourceType)).end("Item");
    }

    private void end(int resourceType, String quantity) {
        xml.text("rasd:ResourceType", Integer.toString(resourceType))
                .text("rasd:VirtualQuantity", quantity)
                .end("Item");
    }
}
