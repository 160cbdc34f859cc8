package org.atomsmith.host.peer.dns;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * A domain name. Names of services have labels of any text, dots among them; two names are the same whatever the case of
 * their ASCII letters.
 *
 * @param labels from the first to the top-level domain, each of 1 to 63 bytes
 */
public record DnsName(List<String> labels) {
    /** Bytes of a label. */
    static final int LONGEST_LABEL = 63;

    /** Bytes of a name as it is sent. */
    static final int LONGEST = 255;

    /** Copies the labels; refuses what cannot be sent. */
    public DnsName {
        labels = List.copyOf(labels);
        int length = 1;
        for (String label : labels) {
            int bytes = label.getBytes(StandardCharsets.UTF_8).length;
            if (bytes == 0 || bytes > LONGEST_LABEL) {
                throw new IllegalArgumentException("a label of a name has 1 to 63 bytes, '" + label + "' has " + bytes);
            }
            length += bytes + 1;
        }
        if (length > LONGEST) {
            throw new IllegalArgumentException("a name has no more than 255 bytes, this one has " + length);
        }
    }

    /** A name whose labels have no dots: {@code _http._tcp.local}. */
    public static DnsName of(String text) {
        return new DnsName(Arrays.asList(text.split("\\.", -1)));
    }

    /** Whether this is a service of some type: one label before the type's name. */
    public boolean isInstanceOf(DnsName type) {
        return labels.size() == type.labels.size() + 1 && new DnsName(labels.subList(1, labels.size())).equals(type);
    }

    private static String lower(String label) {
        StringBuilder text = new StringBuilder(label);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 'A' && c <= 'Z') {
                text.setCharAt(i, (char) (c + ('a' - 'A')));
            }
        }
        return text.toString();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DnsName name
                && labels.stream()
                        .map(DnsName::lower)
                        .toList()
                        .equals(name.labels.stream().map(DnsName::lower).toList());
    }

    @Override
    public int hashCode() {
        return labels.stream().map(DnsName::lower).toList().hashCode();
    }

    @Override
    public String toString() {
        return String.join(".", labels);
    }
}
