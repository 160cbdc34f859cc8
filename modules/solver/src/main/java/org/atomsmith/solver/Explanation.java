package org.atomsmith.solver;

import java.util.List;

/**
 * Why something is so: a sentence, and the sentences that it follows from.
 *
 * @param because may be empty when the sentence is a plain fact
 */
public record Explanation(String sentence, List<Explanation> because) {
    public Explanation {
        because = List.copyOf(because);
    }

    /** A plain fact. */
    public static Explanation fact(String sentence) {
        return new Explanation(sentence, List.of());
    }

    /** Writes the tree, one sentence a line, each level two spaces further in. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        write(text, 0);
        return text.toString().stripTrailing();
    }

    private void write(StringBuilder text, int depth) {
        text.repeat("  ", depth).append(sentence).append('\n');
        for (Explanation reason : because) {
            reason.write(text, depth + 1);
        }
    }
}
