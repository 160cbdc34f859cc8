package org.atomsmith.rpm.md;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.atomsmith.rpm.PackageFormatException;
import org.atomsmith.rpm.md.XmlTokens.Token;

/** Walks through a metadata document: UTF-8, elements only, no DTD, no entities but XML's own, text of limited length. */
final class MetadataXml {
    private final XmlTokens tokens;

    MetadataXml(InputStream in, String name) throws IOException {
        this.tokens = new XmlTokens(in, name);
    }

    /** What is done with one child element; it may leave the element's content unread. */
    @FunctionalInterface
    interface Child {
        void element(String localName) throws IOException;
    }

    /** Enters the document's root, which must have one of these names. */
    void root(String... expected) throws IOException {
        String names = "<" + String.join("> or <", expected) + ">";
        if (tokens.next() != Token.START) {
            throw problem("the document has no element; expected " + names);
        }
        if (!List.of(expected).contains(tokens.element())) {
            throw problem("expected " + names + ", found <" + tokens.element() + ">");
        }
    }

    /** Visits the children of the current element up to its end. */
    void children(Child child) throws IOException {
        int own = tokens.depth();
        while (child(own)) {
            child.element(tokens.element());
        }
    }

    /**
     * Moves on to the next child of an element, leaving the one before it.
     *
     * @param depth of the element, as {@link #depth} said in it
     * @return false at the element's end
     */
    boolean child(int depth) throws IOException {
        leaveTo(depth);
        return tokens.next() == Token.START;
    }

    /** How many elements are open. */
    int depth() {
        return tokens.depth();
    }

    /** The innermost open element, without its prefix. */
    String element() {
        return tokens.element();
    }

    /** Requires that the root has ended and nothing follows it. */
    void end() throws IOException {
        while (tokens.next() != Token.EOF) {
            throw problem("expected the end of the document, found another element");
        }
    }

    /** The text of the current element, up to its end; what elements within it have is left out. */
    String text() throws IOException {
        int own = tokens.depth();
        tokens.collect();
        while (tokens.next() == Token.START) {
            throw problem("expected text alone, found <" + tokens.element() + ">");
        }
        if (tokens.depth() != own - 1) {
            throw new IllegalStateException("text was asked for outside of an element");
        }
        return tokens.collected();
    }

    /** An attribute of the current element, before anything within it is read. */
    Optional<String> attribute(String localName) {
        return tokens.attribute(localName);
    }

    /** An attribute of XML's own namespace, such as {@code xml:base}. */
    Optional<String> xmlAttribute(String localName) {
        return tokens.attribute("xml:" + localName);
    }

    String require(String attribute) throws IOException {
        return attribute(attribute)
                .orElseThrow(() -> problem("<" + tokens.element() + "> has no attribute '" + attribute + "'"));
    }

    /** Reads a count that fits a long and is not negative; empty text counts as 0. */
    long number(String text) throws IOException {
        String digits = text.strip();
        if (digits.isEmpty()) {
            return 0;
        }
        boolean plain = digits.length() <= 18;
        for (int i = 0; plain && i < digits.length(); i++) {
            plain = digits.charAt(i) >= '0' && digits.charAt(i) <= '9';
        }
        if (!plain) {
            throw problem("expected a number, found '" + shortened(digits) + "'");
        }
        return Long.parseLong(digits);
    }

    PackageFormatException problem(String what) {
        return tokens.problem(what);
    }

    static String shortened(String text) {
        return text.length() > 80 ? text.substring(0, 80) + "..." : text;
    }

    private void leaveTo(int level) throws IOException {
        while (tokens.depth() > level) {
            tokens.next();
        }
    }
}
