package org.atomsmith.disk.ova;

import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;

/**
 * The XML that describes an appliance (DMTF DSP0243, OVF 1.1), in the form that ESXi, vCenter and VirtualBox import. The
 * elements of an item are in the order of the alphabet, as vCenter demands.
 */
public final class OvfEnvelope {
    private static final int MOST_DIGITS = 19;

    private final Appliance appliance;
    private final String diskName;
    private final long capacity;
    private final String network;

    /**
     * An envelope.
     *
     * @param diskName the file with the disk, a streamOptimized VMDK
     * @param capacity the size of the disk in bytes
     * @param network what the network adapter is connected to; VirtualBox knows {@code NAT}
     */
    public OvfEnvelope(Appliance appliance, String diskName, long capacity, String network) {
        this.appliance = appliance;
        this.diskName = diskName;
        this.capacity = capacity;
        this.network = network;
    }

    /**
     * The envelope, of the same length whatever the file's size.
     *
     * @param fileSize how long the disk's file is; absent when the envelope is not to tell
     */
    public byte[] toXml(OptionalLong fileSize) {
        Xml xml = new Xml();
        xml.begin(
                "Envelope",
                "xmlns",
                "http://schemas.dmtf.org/ovf/envelope/1",
                "xmlns:ovf",
                "http://schemas.dmtf.org/ovf/envelope/1",
                "xmlns:rasd",
                "http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/CIM_ResourceAllocationSettingData",
                "xmlns:vmw",
                "http://www.vmware.com/schema/ovf",
                "xmlns:vssd",
                "http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/CIM_VirtualSystemSettingData",
                "xmlns:xsi",
                "http://www.w3.org/2001/XMLSchema-instance");
        references(xml, fileSize);
        xml.begin("DiskSection").text("Info", "The virtual disk");
        xml.empty(
                "Disk",
                "ovf:capacity",
                Long.toString(capacity),
                "ovf:capacityAllocationUnits",
                "byte",
                "ovf:diskId",
                "vmdisk1",
                "ovf:fileRef",
                "file1",
                "ovf:format",
                "http://www.vmware.com/interfaces/specifications/vmdk.html#streamOptimized");
        xml.end("DiskSection");
        xml.begin("NetworkSection").text("Info", "The networks");
        xml.begin("Network", "ovf:name", network).text("Description", "The network of the appliance");
        xml.end("Network").end("NetworkSection");
        virtualSystem(xml);
        return xml.end("Envelope").toString().getBytes(StandardCharsets.UTF_8);
    }

    private void references(Xml xml, OptionalLong fileSize) {
        xml.begin("References");
        if (fileSize.isPresent()) {
            String digits = Long.toString(fileSize.getAsLong());
            xml.empty("File", "ovf:href", diskName, "ovf:id", "file1", "ovf:size", digits)
                    // Zeros in front of the number would be octal to some.
                    .blanks(MOST_DIGITS - digits.length());
        } else {
            xml.empty("File", "ovf:href", diskName, "ovf:id", "file1");
        }
        xml.end("References");
    }

    private void virtualSystem(Xml xml) {
        xml.begin("VirtualSystem", "ovf:id", appliance.name());
        xml.text("Info", "A virtual machine").text("Name", appliance.name());
        GuestSystem guest = appliance.guest();
        xml.begin("OperatingSystemSection", "ovf:id", Integer.toString(guest.cimId()), "vmw:osType", guest.vmware());
        xml.text("Info", "The operating system").text("Description", guest.description());
        xml.end("OperatingSystemSection");
        hardware(xml);
        product(xml);
        xml.end("VirtualSystem");
    }

    private void product(Xml xml) {
        xml.begin("ProductSection", "ovf:required", "false").text("Info", "The product");
        xml.text("Product", appliance.product());
        if (!appliance.vendor().isEmpty()) {
            xml.text("Vendor", appliance.vendor());
        }
        if (!appliance.version().isEmpty()) {
            xml.text("Version", appliance.version());
        }
        for (Property property : appliance.properties()) {
            if (property.password()) {
                xml.begin(
                        "Property",
                        "ovf:key",
                        property.key(),
                        "ovf:password",
                        "true",
                        "ovf:type",
                        "string",
                        "ovf:userConfigurable",
                        "true",
                        "ovf:value",
                        "");
            } else {
                xml.begin(
                        "Property",
                        "ovf:key",
                        property.key(),
                        "ovf:type",
                        "string",
                        "ovf:userConfigurable",
                        "true",
                        "ovf:value",
                        "");
            }
            xml.text("Label", property.label()).text("Description", property.description());
            xml.end("Property");
        }
        xml.end("ProductSection");
    }

    private void hardware(Xml xml) {
        if (appliance.properties().isEmpty()) {
            xml.begin("VirtualHardwareSection");
        } else {
            xml.begin("VirtualHardwareSection", "ovf:transport", "com.vmware.guestInfo iso");
        }
        xml.text("Info", "The virtual hardware");
        xml.begin("System")
                .text("vssd:ElementName", "Virtual Hardware Family")
                .text("vssd:InstanceID", "0")
                .text("vssd:VirtualSystemIdentifier", appliance.name())
                .text("vssd:VirtualSystemType", "vmx-" + appliance.hardwareVersion())
                .end("System");
        new HardwareItems(xml, appliance, network).write();
        setting(xml, "firmware", appliance.firmware() == Firmware.EFI ? "efi" : "bios");
        if (appliance.firmware() == Firmware.EFI) {
            setting(xml, "bootOptions.efiSecureBootEnabled", "false");
        }
        xml.end("VirtualHardwareSection");
    }

    private static void setting(Xml xml, String key, String value) {
        xml.empty("vmw:Config", "ovf:required", "false", "vmw:key", key, "vmw:value", value);
    }
}
