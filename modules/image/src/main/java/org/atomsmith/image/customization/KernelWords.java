package org.atomsmith.image.customization;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Splits a kernel command line as the kernel does: at spaces, but for those between double quotes. */
final class KernelWords {
    private KernelWords() {}

    /** The words, with their quotes; empty when a quote does not end or there is a control character. */
    static Optional<List<String>> split(String line) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean quoted = false;
        for (char c : line.strip().toCharArray()) {
            if (c < ' ' && c != '\t' && c != '\n' || c == '\'' || c == '\\') {
                return Optional.empty();
            }
            quoted ^= c == '"';
            if (!quoted && (c == ' ' || c == '\t' || c == '\n')) {
                if (!word.isEmpty()) {
                    words.add(word.toString());
                    word.setLength(0);
                }
            } else {
                word.append(c);
            }
        }
        if (!word.isEmpty()) {
            words.add(word.toString());
        }
        return quoted ? Optional.empty() : Optional.of(List.copyOf(words));
    }
}
