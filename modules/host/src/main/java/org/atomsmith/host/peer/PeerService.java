package org.atomsmith.host.peer;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.atomsmith.host.peer.dns.DnsName;
import org.atomsmith.ostree.object.Checksum;

/** How servers for peers are called in the network, and what they say of themselves there. */
final class PeerService {
    /** The type of service. */
    static final String TYPE = "_atomic-peer._tcp";

    /** The same as a name. */
    static final DnsName NAME = DnsName.of(TYPE + ".local");

    private static final String VERSION_KEY = "v";
    private static final String VERSION = "1";
    private static final String COMMITS_KEY = "commits";

    /** Hex digits of a commit's checksum that are told: the rest is found out by asking for it. */
    private static final int DIGITS = 16;

    /** A text has room for 255 bytes. */
    private static final int MOST_COMMITS = 12;

    private PeerService() {}

    /** What a server says that has these commits, the newest first. */
    static List<String> text(List<Checksum> commits) {
        List<String> words = new ArrayList<>();
        for (Checksum commit : commits.subList(0, Math.min(MOST_COMMITS, commits.size()))) {
            words.add(commit.hex().substring(0, DIGITS));
        }
        return List.of(VERSION_KEY + "=" + VERSION, COMMITS_KEY + "=" + String.join(",", words));
    }

    /** The beginnings of checksums in such a text; none of one that speaks another version. */
    static List<String> commits(Map<String, String> text) {
        if (!VERSION.equals(text.get(VERSION_KEY))) {
            return List.of();
        }
        List<String> commits = new ArrayList<>();
        for (String word : Networks.words(text.getOrDefault(COMMITS_KEY, ""))) {
            if (word.length() == DIGITS
                    && Checksum.tryParse(word.repeat(2 * Checksum.SIZE / DIGITS))
                            .isPresent()) {
                commits.add(word);
            }
        }
        return commits;
    }
}
