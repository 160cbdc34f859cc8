package org.atomsmith.rpm.sqlite;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Packs the cells of a b-tree into its pages. */
final class Cells {
    static final byte TABLE_LEAF = 0x0d;
    static final byte TABLE_INTERIOR = 0x05;
    static final byte INDEX_LEAF = 0x0a;
    static final byte INDEX_INTERIOR = 0x02;

    private static final int LEAF_HEADER = 8;
    private static final int INTERIOR_HEADER = 12;
    private static final int POINTER = 2;
    private static final int CHILD = 4;
    private static final int SMALLEST_CELL = 4;

    private final Pages pages;

    Cells(Pages pages) {
        this.pages = pages;
    }

    /** How many bytes of cells and their pointers a page has room for. */
    static int room(boolean leaf, boolean first) {
        return Pages.SIZE - (leaf ? LEAF_HEADER : INTERIOR_HEADER) - (first ? Pages.FILE_HEADER : 0);
    }

    /** What a cell takes of that room. */
    static int taken(byte[] cell) {
        return Math.max(cell.length, SMALLEST_CELL) + POINTER;
    }

    /**
     * A payload as a cell holds it: with its length in front; what is too long for a page goes to pages of its own.
     *
     * @param between what stands between the length and the payload: a table's row number
     * @param most how much of a payload is in the cell when all of it is
     */
    byte[] payload(byte[] payload, byte[] between, int most) throws IOException {
        ByteArrayOutputStream cell = new ByteArrayOutputStream();
        RecordBytes.varint(payload.length, cell);
        cell.writeBytes(between);
        if (payload.length <= most) {
            cell.writeBytes(payload);
            return cell.toByteArray();
        }
        int least = (Pages.SIZE - 12) * 32 / 255 - 23;
        int local = least + (payload.length - least) % (Pages.SIZE - CHILD);
        if (local > most) {
            local = least;
        }
        cell.write(payload, 0, local);
        cell.writeBytes(
                ByteBuffer.allocate(CHILD).putInt(overflow(payload, local)).array());
        return cell.toByteArray();
    }

    /** How much of a table's payload is in its cell when all of it is. */
    static int mostOfTable() {
        return Pages.SIZE - 35;
    }

    /** How much of an index's payload is in its cell when all of it is. */
    static int mostOfIndex() {
        return (Pages.SIZE - 12) * 64 / 255 - 23;
    }

    private int overflow(byte[] payload, int from) throws IOException {
        int first = pages.take();
        int page = first;
        int at = from;
        while (true) {
            int n = Math.min(payload.length - at, Pages.SIZE - CHILD);
            boolean last = at + n == payload.length;
            int next = last ? 0 : pages.take();
            ByteBuffer content = ByteBuffer.allocate(Pages.SIZE);
            content.putInt(next).put(payload, at, n);
            pages.write(page, content);
            if (last) {
                return first;
            }
            at += n;
            page = next;
        }
    }

    /** Writes a page of leaves. */
    int leaf(byte type, List<byte[]> cells) throws IOException {
        int page = pages.take();
        pages.write(page, page(type, cells, 0, 0));
        return page;
    }

    /**
     * A page.
     *
     * @param right the child behind the last cell, 0 for leaves
     * @param begin where in the page the b-tree begins: behind the file's header in the first
     */
    static ByteBuffer page(byte type, List<byte[]> cells, int right, int begin) {
        boolean leaf = type == TABLE_LEAF || type == INDEX_LEAF;
        ByteBuffer page = ByteBuffer.allocate(Pages.SIZE);
        int pointer = begin + (leaf ? LEAF_HEADER : INTERIOR_HEADER);
        int at = Pages.SIZE;
        for (byte[] cell : cells) {
            at -= Math.max(cell.length, SMALLEST_CELL);
            page.put(at, cell);
            page.putShort(pointer, (short) at);
            pointer += POINTER;
        }
        page.put(begin, type).putShort(begin + 3, (short) cells.size()).putShort(begin + 5, (short) at);
        if (!leaf) {
            page.putInt(begin + LEAF_HEADER, right);
        }
        return page;
    }

    /** A page of a tree and what separates it from the next one: a cell without the child that it leads to. */
    record Child(int page, byte[] separator) {}

    /**
     * Writes levels of interior pages until one page has room for what is left.
     *
     * @param children in order; the last one's separator is not used
     * @param first whether what is left is for the first page
     */
    List<Child> levels(byte type, List<Child> children, boolean first) throws IOException {
        List<Child> level = children;
        while (size(level) > room(false, first)) {
            List<Child> above = new ArrayList<>();
            for (int from = 0; from < level.size(); ) {
                int to = from + 1;
                int used = 0;
                while (to < level.size() && used + needs(level.get(to - 1)) <= room(false, false)) {
                    used += needs(level.get(to - 1));
                    to++;
                }
                if (to == level.size() - 1) {
                    // A page has two children at least.
                    to--;
                }
                above.add(interior(type, level.subList(from, to)));
                from = to;
            }
            level = above;
        }
        return level;
    }

    private static int needs(Child child) {
        return CHILD + child.separator().length + POINTER;
    }

    /** The page of a tree's root. */
    int root(byte type, List<Child> children) throws IOException {
        return children.size() == 1
                ? children.getFirst().page()
                : interior(type, levels(type, children, false)).page();
    }

    private Child interior(byte type, List<Child> children) throws IOException {
        int page = pages.take();
        pages.write(page, interiorPage(type, children, 0));
        return new Child(page, children.getLast().separator());
    }

    /** An interior page whose last child is the one behind all cells. */
    static ByteBuffer interiorPage(byte type, List<Child> children, int begin) {
        List<byte[]> cells = new ArrayList<>();
        for (Child child : children.subList(0, children.size() - 1)) {
            cells.add(ByteBuffer.allocate(CHILD + child.separator().length)
                    .putInt(child.page())
                    .put(child.separator())
                    .array());
        }
        return page(type, cells, children.getLast().page(), begin);
    }

    private static int size(List<Child> children) {
        return children.subList(0, children.size() - 1).stream()
                .mapToInt(Cells::needs)
                .sum();
    }
}
