package org.atomsmith.host.peer;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * The addresses that count as the local network.
 *
 * @param blocks of addresses
 */
public record Networks(List<Block> blocks) implements Predicate<InetAddress> {
    /** Addresses for private use, of one link, and this machine's own. */
    public static final Networks PRIVATE = new Networks(List.of(
            block("10.0.0.0/8"),
            block("172.16.0.0/12"),
            block("192.168.0.0/16"),
            block("169.254.0.0/16"),
            block("127.0.0.0/8"),
            block("fc00::/7"),
            block("fe80::/10"),
            block("::1/128")));

    /** Copies the list. */
    public Networks {
        blocks = List.copyOf(blocks);
    }

    /**
     * Addresses that begin alike.
     *
     * @param address one of them
     * @param bits how many bits are the same
     */
    public record Block(InetAddress address, int bits) {
        boolean has(InetAddress other) {
            byte[] mine = address.getAddress();
            byte[] its = other.getAddress();
            if (mine.length != its.length) {
                return false;
            }
            for (int bit = 0; bit < bits; bit++) {
                if (((mine[bit / 8] ^ its[bit / 8]) >> (7 - bit % 8) & 1) != 0) {
                    return false;
                }
            }
            return true;
        }
    }

    /**
     * Reads blocks in CIDR notation; the private ones are among them in any case.
     *
     * @param text {@code 203.0.113.0/24 2001:db8::/32}; may be empty
     * @throws IllegalArgumentException for anything else
     */
    public static Networks parse(String text) {
        List<Block> blocks = new ArrayList<>(PRIVATE.blocks);
        for (String word : words(text)) {
            blocks.add(block(word));
        }
        return new Networks(blocks);
    }

    /** The words of a setting, which blanks or commas divide. */
    static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        for (String word : text.split("[\\s,]+", -1)) {
            if (!word.isEmpty()) {
                words.add(word);
            }
        }
        return words;
    }

    private static Block block(String text) {
        int slash = text.indexOf('/');
        try {
            // A name would be looked up.
            String address = slash < 0 ? "" : text.substring(0, slash);
            boolean literal = !address.isEmpty()
                    && (address.indexOf(':') >= 0 || address.chars().allMatch(c -> c == '.' || c >= '0' && c <= '9'));
            if (literal) {
                InetAddress parsed = InetAddress.getByName(address);
                int bits = Integer.parseInt(text.substring(slash + 1));
                if (bits >= 0 && bits <= 8 * parsed.getAddress().length) {
                    return new Block(parsed, bits);
                }
            }
        } catch (UnknownHostException | NumberFormatException e) {
            throw new IllegalArgumentException("'" + text + "' is no network such as 203.0.113.0/24", e);
        }
        throw new IllegalArgumentException("'" + text + "' is no network such as 203.0.113.0/24");
    }

    @Override
    public boolean test(InetAddress address) {
        return blocks.stream().anyMatch(block -> block.has(address));
    }
}
