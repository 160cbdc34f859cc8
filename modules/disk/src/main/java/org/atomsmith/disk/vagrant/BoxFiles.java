package org.atomsmith.disk.vagrant;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.atomsmith.disk.FileSection;
import org.atomsmith.disk.ImageSink;
import org.atomsmith.disk.ova.Appliance;
import org.atomsmith.disk.ova.DiskController;
import org.atomsmith.disk.ova.Firmware;
import org.atomsmith.disk.ova.GuestSystem;
import org.atomsmith.disk.ova.NetworkAdapter;
import org.atomsmith.disk.ova.OvfEnvelope;
import org.atomsmith.disk.parallel.BlockMemory;
import org.atomsmith.disk.qcow2.Compression;
import org.atomsmith.disk.qcow2.Qcow2Stream;
import org.atomsmith.disk.vmdk.VmdkStream;

/** What is in the boxes of a provider: the small files, and the disk. */
enum BoxFiles {
    /** vagrant-libvirt's first format: one qcow2 image. zlib, because the host's QEMU may be of any age. */
    LIBVIRT("libvirt", "box.img") {
        @Override
        Map<String, byte[]> files(BoxMachine machine, long size) {
            Map<String, Object> metadata = metadata(machine);
            metadata.put("format", "qcow2");
            metadata.put("virtual_size", Math.ceilDiv(size, 1L << 30));
            return files(
                    metadata,
                    vagrantfile(
                            List.of(),
                            List.of("libvirt.cpus = " + machine.cpus(), "libvirt.memory = " + machine.memoryMib())));
        }

        @Override
        ImageSink disk(FileSection section, BoxMachine machine, long size, BlockMemory memory) {
            return new Qcow2Stream(section, Compression.ZLIB, memory);
        }
    },

    /** An OVF envelope and a VMDK. */
    VIRTUALBOX("virtualbox", "box-disk001.vmdk") {
        @Override
        Map<String, byte[]> files(BoxMachine machine, long size) {
            Appliance appliance = new Appliance(
                    machine.name(),
                    machine.name(),
                    "",
                    "",
                    GuestSystem.LINUX_64,
                    15,
                    machine.cpus(),
                    machine.memoryMib(),
                    machine.firmware(),
                    DiskController.SATA,
                    NetworkAdapter.E1000,
                    List.of());
            String firmware = machine.firmware() == Firmware.EFI ? "efi" : "bios";
            Map<String, byte[]> files = files(
                    metadata(machine),
                    vagrantfile(
                            List.of("config.vm.base_mac = \"" + machine.ethernetAddress() + "\""),
                            List.of("virtualbox.customize [\"modifyvm\", :id, \"--firmware\", \"" + firmware + "\"]")));
            files.put("box.ovf", new OvfEnvelope(appliance, diskName(), size, "NAT").toXml(OptionalLong.empty()));
            return files;
        }

        @Override
        ImageSink disk(FileSection section, BoxMachine machine, long size, BlockMemory memory) throws IOException {
            return new VmdkStream(section, size, Optional.of(machine.id()), memory);
        }
    };

    private final String provider;
    private final String diskName;

    BoxFiles(String provider, String diskName) {
        this.provider = provider;
        this.diskName = diskName;
    }

    /** What Vagrant calls the provider. */
    String provider() {
        return provider;
    }

    /** What the disk is called in the box. */
    String diskName() {
        return diskName;
    }

    /**
     * The small files, in their order.
     *
     * @param size of the disk in bytes
     */
    abstract Map<String, byte[]> files(BoxMachine machine, long size);

    /**
     * Writes the disk.
     *
     * @param memory of blocks that were compressed already
     */
    abstract ImageSink disk(FileSection section, BoxMachine machine, long size, BlockMemory memory) throws IOException;

    /** What all metadata say. */
    Map<String, Object> metadata(BoxMachine machine) {
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("provider", provider);
        metadata.put("architecture", machine.architecture());
        return metadata;
    }

    /** The settings of the box; whoever uses it can override them. */
    String vagrantfile(List<String> settings, List<String> ofProvider) {
        StringBuilder text = new StringBuilder("Vagrant.configure(\"2\") do |config|\n");
        settings.forEach(line -> text.append("  ").append(line).append('\n'));
        // A shared folder takes programs in the guest that an atomic host does not have.
        text.append("  config.vm.synced_folder \".\", \"/vagrant\", disabled: true\n");
        text.append("  config.vm.provider :")
                .append(provider)
                .append(" do |")
                .append(provider)
                .append("|\n");
        ofProvider.forEach(line -> text.append("    ").append(line).append('\n'));
        return text.append("  end\nend\n").toString();
    }

    /** The two files of every box. */
    static Map<String, byte[]> files(Map<String, Object> metadata, String vagrantfile) {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("metadata.json", Json.of(metadata).getBytes(StandardCharsets.UTF_8));
        files.put("Vagrantfile", vagrantfile.getBytes(StandardCharsets.UTF_8));
        return files;
    }
}
