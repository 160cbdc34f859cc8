package org.atomsmith.image.live;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.atomsmith.disk.iso.IsoFiles;
import org.atomsmith.ostree.sysroot.boot.GrubEnvironment;

/**
 * Writes into the places that a finished live ISO has for it: answers for the installer, what the menu starts, kernel
 * arguments. The image is not made again, nothing moves, and the same customization gives the same bytes.
 */
public final class LiveCustomization {
    private static final String ANSWERS = "LIVE/ANSWERS.;1";
    private static final String MENU = "LIVE/GRUBENV.;1";
    private static final int MOST_SECONDS = 86_400;

    private final Path iso;

    /** A customization of a file. */
    public LiveCustomization(Path iso) {
        this.iso = iso;
    }

    /**
     * Puts answers for the installer.
     *
     * @param answers their text; it replaces what was there
     * @throws IOException when the file is not a live ISO of ours, or the answers are too long
     */
    public void answers(byte[] answers) throws IOException {
        try (FileChannel channel = open()) {
            IsoFiles.Extent room = find(channel, ANSWERS);
            if (room.size() != LiveIso.ANSWERS_BYTES) {
                throw new IOException(iso + " has room for " + room.size() + " bytes of answers, not "
                        + LiveIso.ANSWERS_BYTES + ": it is not a live ISO of ours");
            }
            if (answers.length > room.size()) {
                throw new IOException(
                        "the answers have " + answers.length + " bytes, and " + iso + " has room for " + room.size());
            }
            byte[] filled = Arrays.copyOf(answers, (int) room.size());
            Arrays.fill(filled, answers.length, filled.length, (byte) '\n');
            write(channel, room, filled);
        }
    }

    /**
     * What the menu does.
     *
     * @param entry what it starts by itself: {@code install}, {@code live} or {@code ram}
     * @param seconds how long it waits
     * @param arguments more kernel arguments, separated by blanks; may be empty
     * @throws IOException when the file is not a live ISO of ours, or the arguments are too long
     */
    public void menu(String entry, int seconds, String arguments) throws IOException {
        if (!entry.matches("install|live|ram")) {
            throw new IllegalArgumentException("the menu has install, live and ram, not '" + entry + "'");
        }
        if (seconds < 0 || seconds > MOST_SECONDS) {
            throw new IllegalArgumentException("the menu cannot wait for " + seconds + " seconds");
        }
        if (!arguments.matches("[\\w .,:;/=@%+\\[\\]-]*")) {
            throw new IllegalArgumentException(
                    "kernel arguments here are letters, digits and . , : ; / = @ % + - _ [ ], not '" + arguments + "'");
        }
        SequencedMap<String, String> variables = new LinkedHashMap<>();
        variables.put("default", entry);
        variables.put("timeout", String.valueOf(seconds));
        variables.put("arguments", arguments);
        byte[] block = new GrubEnvironment(variables).bytes();
        try (FileChannel channel = open()) {
            IsoFiles.Extent room = find(channel, MENU);
            if (room.size() != block.length) {
                throw new IOException(iso + " has a menu block of " + room.size() + " bytes, not " + block.length
                        + ": it is not a live ISO of ours, or the arguments are too long");
            }
            write(channel, room, block);
        }
    }

    private FileChannel open() throws IOException {
        return FileChannel.open(iso, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    private IsoFiles.Extent find(FileChannel channel, String name) throws IOException {
        try {
            return new IsoFiles(channel)
                    .find(name)
                    .orElseThrow(() -> new IOException("it has no " + name + ": it is not a live ISO of ours"));
        } catch (IOException e) {
            throw new IOException("cannot customize " + iso + ": " + e.getMessage(), e);
        }
    }

    private static void write(FileChannel channel, IsoFiles.Extent room, byte[] bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            channel.write(buffer, room.offset() + buffer.position());
        }
        channel.force(true);
    }
}
