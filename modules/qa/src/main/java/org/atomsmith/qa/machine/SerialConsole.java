package org.atomsmith.qa.machine;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.atomsmith.linux.CommandResult;

/** Somebody at a machine's first serial port, who reads what it says and types. Not thread-safe. */
public final class SerialConsole implements Closeable {
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(300);
    private static final int BUFFER_BYTES = 1 << 12;
    private static final int LAST_WORDS = 2000;

    /** Orders to a terminal (ECMA-48), one that is not all there yet at the end, and what a screen does not show. */
    private static final Pattern UNSEEN =
            Pattern.compile("\\e\\[[0-?]*[ -/]*[@-~]|\\e\\][^\\a\\e]*(\\a|\\e\\\\)|\\e[^\\[\\]]"
                    + "|\\e(\\[[0-?]*[ -/]*|\\][^\\a\\e]*\\e?)?$|[\\p{Cntrl}&&[^\\n\\e]]");

    private final VirtualMachine machine;
    private Optional<SocketChannel> channel = Optional.empty();
    private int seen;
    private int commands;

    SerialConsole(VirtualMachine machine) {
        this.machine = machine;
    }

    /** All that it said, as a person would have read it line by line. */
    public String said() throws IOException {
        Path log = machine.spec().serialLog();
        return Files.exists(log) ? readable(Files.readString(log, StandardCharsets.ISO_8859_1)) : "";
    }

    /** A text without what a terminal does not show. What is not all there at the end of it is left out. */
    static String readable(String raw) {
        return UNSEEN.matcher(raw).replaceAll("");
    }

    /**
     * Waits until it says something, after what was waited for last.
     *
     * @return what it said up to the end of that
     * @throws GuestException if the limit passes, the machine ends, or its words say that it has given up
     */
    public String await(String words, Duration limit) throws IOException {
        int from = seen;
        MatchResult found = await(Pattern.compile(Pattern.quote(words)), limit);
        return said().substring(from, found.end());
    }

    private MatchResult await(Pattern words, Duration limit) throws IOException {
        long end = System.nanoTime() + limit.toNanos();
        while (true) {
            Optional<String> trouble = machine.trouble();
            String said = said();
            Matcher matcher = words.matcher(said);
            if (matcher.find(Math.min(seen, said.length()))) {
                seen = matcher.end();
                return matcher.toMatchResult();
            }
            if (trouble.isPresent() || System.nanoTime() > end) {
                String why = trouble.orElse("not within " + limit.toSeconds() + " s");
                throw new GuestException("the serial port did not say '" + words + "': " + why + "; it said last:\n"
                        + said.substring(Math.max(0, said.length() - LAST_WORDS)));
            }
            sleep();
        }
    }

    /** Types a line and presses enter. */
    public void type(String line) throws IOException {
        if (channel.isEmpty()) {
            channel = Optional.of(open());
        }
        ByteBuffer bytes = StandardCharsets.UTF_8.encode(line + "\r");
        while (bytes.hasRemaining()) {
            channel.get().write(bytes);
        }
    }

    /**
     * Runs a command in the shell that waits there.
     *
     * @return its exit code, and both outputs in one; lines that the kernel writes at the same time are among them
     * @throws GuestException if it does not end within the limit
     */
    public CommandResult run(String command, Duration limit) throws IOException {
        int number = ++commands;
        long begun = System.nanoTime();
        // The quotes keep what is typed, and shown, from being taken for what is answered.
        type("echo 'b''egin'" + number + "; ( " + command + " ) 2>&1; echo 'e''nd'" + number + " $?.");
        int from = await(Pattern.compile("begin" + number + "\\n"), limit).end();
        MatchResult end = await(Pattern.compile("end" + number + " (\\d+)\\."), limit);
        return new CommandResult(
                List.of(command),
                Integer.parseInt(end.group(1)),
                said().substring(from, end.start()),
                "",
                (System.nanoTime() - begun) / 1e9);
    }

    /** Reads all the time: the machine waits for who is connected and does not listen. The log has it all. */
    private SocketChannel open() throws IOException {
        SocketChannel opened = SocketChannel.open(StandardProtocolFamily.UNIX);
        opened.connect(UnixDomainSocketAddress.of(machine.spec().serial()));
        Thread.ofVirtual().name("serial port").start(() -> {
            ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
            try {
                while (opened.read(buffer.clear()) >= 0) {
                    // It is in the log.
                }
            } catch (IOException e) {
                // It was closed.
            }
        });
        return opened;
    }

    private static void sleep() throws InterruptedIOException {
        try {
            Thread.sleep(BETWEEN_LOOKS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for the guest");
        }
    }

    @Override
    public void close() throws IOException {
        if (channel.isPresent()) {
            channel.get().close();
        }
    }
}
