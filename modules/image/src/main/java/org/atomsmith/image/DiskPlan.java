package org.atomsmith.image;

import java.util.List;
import org.atomsmith.disk.DiskLayout;

/**
 * A disk before it is written: what lies where, how large, and why.
 *
 * @param layout writes it
 * @param facts what it is
 * @param kernelArguments what the kernel is told, beside the deployment
 * @param regions what lies where, in the order of the disk
 */
public record DiskPlan(DiskLayout layout, ImageFacts facts, List<String> kernelArguments, List<Region> regions) {

    /**
     * A piece of the disk.
     *
     * @param name the partition's name, or what the tables are called
     * @param offset its first byte
     * @param length how many bytes it has
     * @param content what is in it
     * @param why what it is for, and what decides its size
     */
    public record Region(String name, long offset, long length, String content, String why) {}

    /** Copies the list. */
    public DiskPlan {
        kernelArguments = List.copyOf(kernelArguments);
        regions = List.copyOf(regions);
    }

    /** The size of the disk in bytes. */
    public long size() {
        return layout.length();
    }
}
