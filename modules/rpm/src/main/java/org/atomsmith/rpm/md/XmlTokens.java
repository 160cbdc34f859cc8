package org.atomsmith.rpm.md;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.atomsmith.rpm.PackageFormatException;

/**
 * Takes a document of XML 1.0 in UTF-8 apart: start tags with their attributes, end tags, text. Document types may declare
 * nothing, entities are XML's own five, names may have a prefix, which is not resolved. The memory that a document takes does not
 * depend on its size: names, attributes, text and depth have limits.
 */
final class XmlTokens {
    private static final int MAX_TEXT = 1 << 20;
    private static final int MAX_VALUE = 1 << 17;
    private static final int MAX_NAME = 255;
    private static final int MAX_ATTRIBUTES = 64;
    private static final int MAX_DEPTH = 32;
    private static final String ENCODING = "encoding";

    private final String name;
    private final XmlBytes in;
    private final ByteText text = new ByteText();
    private final ByteText token = new ByteText();
    private final List<String> open = new ArrayList<>();
    private final List<String> attributes = new ArrayList<>();
    private boolean closed;
    private boolean keep;
    private boolean begun;

    /** What comes next in a document. */
    enum Token {
        /** A start tag. An element without content has an end too. */
        START,
        /** An end tag. */
        END,
        /** The end of the document. */
        EOF
    }

    XmlTokens(InputStream stream, String name) throws IOException {
        this.name = name;
        this.in = new XmlBytes(stream);
        if (in.peek() == 0xef) {
            if (in.read() != 0xef || in.read() != 0xbb || in.read() != 0xbf) {
                throw malformed("the document does not begin with text in UTF-8");
            }
        }
    }

    /** How many elements are open. */
    int depth() {
        return open.size();
    }

    /** The innermost open element, without its prefix. */
    String element() {
        String full = open.getLast();
        return full.substring(full.indexOf(':') + 1);
    }

    /** An attribute of the start tag that was read last, by its name with its prefix. */
    Optional<String> attribute(String wanted) {
        for (int i = 0; i < attributes.size(); i += 2) {
            if (attributes.get(i).equals(wanted)) {
                return Optional.of(attributes.get(i + 1));
            }
        }
        return Optional.empty();
    }

    /** Begins to collect text. */
    void collect() {
        text.clear();
        keep = true;
    }

    /** The text since {@link #collect}; ends collecting. */
    String collected() throws PackageFormatException {
        keep = false;
        return string(text);
    }

    /** Reads up to the next tag. */
    Token next() throws IOException {
        if (closed) {
            closed = false;
            open.removeLast();
            return Token.END;
        }
        while (true) {
            int c = keep ? text() : skipText();
            if (c < 0) {
                if (!open.isEmpty()) {
                    throw malformed("the document ends too early: <" + open.getLast() + "> is not closed");
                }
                return Token.EOF;
            }
            in.mark();
            int kind = in.peek();
            if (kind == '/') {
                in.read();
                return end();
            } else if (kind == '?') {
                in.read();
                instruction();
            } else if (kind == '!') {
                in.read();
                declaration();
            } else {
                begun = true;
                return start();
            }
        }
    }

    /** Passes over text up to a tag, looking at references only. */
    private int skipText() throws IOException {
        if (open.isEmpty()) {
            return outside();
        }
        for (int c; (c = in.skipTo('<', '&')) != '<'; ) {
            if (c < 0) {
                return c;
            }
            in.mark();
            reference();
        }
        return '<';
    }

    /** Outside of the root there is white space alone. */
    private int outside() throws IOException {
        while (true) {
            int c = in.read();
            if (c < 0 || c == '<') {
                return c;
            }
            if (c != ' ' && c != '\n' && c != '\r' && c != '\t') {
                in.mark();
                throw malformed(begun ? "something follows the document's end" : "expected '<', found " + shown(c));
            }
        }
    }

    private int text() throws IOException {
        while (true) {
            in.copyTo('<', '&', text, MAX_TEXT);
            if (text.length() > MAX_TEXT) {
                throw problem("the text of an element is longer than " + MAX_TEXT + " characters");
            }
            int c = in.read();
            if (c == '&') {
                text.addCharacter(reference());
            } else if (c < 0 || c == '<') {
                return c;
            } else {
                text.add(control(c));
            }
        }
    }

    private int control(int c) throws IOException {
        if (c == '\r') {
            if (in.peek() == '\n') {
                in.read();
            }
            return '\n';
        }
        if (c != '\n' && c != '\t') {
            throw malformed(String.format(Locale.ROOT, "a control character (0x%02x) is not allowed", c));
        }
        return c;
    }

    /** The character that a reference stands for; its ampersand is read. */
    private int reference() throws IOException {
        StringBuilder entity = new StringBuilder();
        for (int c; (c = in.read()) != ';'; entity.append((char) c)) {
            if (c <= ' ' || c == '<' || c >= 0x7f || entity.length() > 10) {
                throw malformed("a '&' begins no reference such as &amp;");
            }
        }
        OptionalInt character = XmlReferences.character(entity.toString());
        if (character.isEmpty()) {
            throw malformed("'&" + entity + ";' stands for nothing here: expected &amp; &lt; &gt; &quot; &apos; or a"
                    + " character's number");
        }
        return character.getAsInt();
    }

    private Token end() throws IOException {
        String ended = tagName();
        int c = space(in.read());
        if (open.isEmpty() || !ended.equals(open.getLast())) {
            throw malformed(
                    open.isEmpty()
                            ? "</" + ended + "> closes nothing"
                            : "expected </" + open.getLast() + ">, found </" + ended + ">");
        }
        require(c, '>');
        open.removeLast();
        return Token.END;
    }

    private Token start() throws IOException {
        String started = tagName();
        if (open.size() >= MAX_DEPTH) {
            throw problem("elements are nested deeper than " + MAX_DEPTH);
        }
        attributes.clear();
        int c = in.read();
        while (true) {
            boolean spaced = isSpace(c);
            c = space(c);
            if (c == '>' || c == '/') {
                break;
            }
            if (!spaced || c < 0) {
                throw malformed("the tag <" + started + " is not ended: expected '>', found " + shown(c));
            }
            c = attribute(started, c);
        }
        if (c == '/') {
            require(in.read(), '>');
            closed = true;
        }
        open.add(started);
        return Token.START;
    }

    private int attribute(String tag, int first) throws IOException {
        String key = name(first, "an attribute of <" + tag + ">");
        int c = space(in.read());
        require(c, '=');
        int quote = space(in.read());
        if (quote != '"' && quote != '\'') {
            throw malformed("attribute '" + key + "' of <" + tag + ">: expected a quote, found " + shown(quote));
        }
        token.clear();
        while (true) {
            in.copyTo(quote, '&', token, MAX_VALUE);
            if (token.length() > MAX_VALUE) {
                throw problem("attribute '" + key + "' of <" + tag + "> is longer than " + MAX_VALUE + " bytes");
            }
            c = in.read();
            if (c == quote) {
                break;
            } else if (c == '&') {
                token.addCharacter(reference());
            } else if (c < 0) {
                throw malformed("the document ends too early: within attribute '" + key + "' of <" + tag + ">");
            } else {
                token.add(control(c) == '\n' || c == '\t' ? ' ' : c);
            }
        }
        if (attributes.size() >= 2 * MAX_ATTRIBUTES) {
            throw problem("<" + tag + "> has more than " + MAX_ATTRIBUTES + " attributes");
        }
        if (attribute(key).isPresent()) {
            throw malformed("<" + tag + "> has attribute '" + key + "' twice");
        }
        attributes.add(key);
        attributes.add(string(token));
        return in.read();
    }

    private String tagName() throws IOException {
        return name(in.read(), "an element");
    }

    /** A name that begins with that byte. */
    private String name(int first, String of) throws IOException {
        boolean begins = first >= 0x80
                || first == '_'
                || first == ':'
                || (first >= 'a' && first <= 'z')
                || (first >= 'A' && first <= 'Z');
        if (!begins) {
            throw malformed("expected the name of " + of + ", found " + shown(first));
        }
        token.clear();
        token.add(first);
        in.copyName(token, MAX_NAME);
        if (token.length() > MAX_NAME) {
            throw problem("the name of " + of + " is longer than " + MAX_NAME + " bytes");
        }
        return string(token);
    }

    private static boolean isSpace(int c) {
        return c == ' ' || c == '\n' || c == '\r' || c == '\t';
    }

    private int space(int c) throws IOException {
        int at = c;
        while (isSpace(at)) {
            at = in.read();
        }
        return at;
    }

    private void require(int found, int expected) throws PackageFormatException {
        if (found != expected) {
            throw malformed("expected '" + (char) expected + "', found " + shown(found));
        }
    }

    private void instruction() throws IOException {
        StringBuilder content = new StringBuilder();
        int before = 0;
        for (int c = in.read(); before != '?' || c != '>'; c = in.read()) {
            if (c < 0) {
                throw malformed("the document ends too early: within <?");
            }
            if (content.length() < 200) {
                content.append((char) c);
            }
            before = c;
        }
        String declared = content.toString();
        int at = declared.indexOf(ENCODING);
        if (declared.startsWith("xml ") && at > 0) {
            String encoding = declared.substring(at + ENCODING.length()).replaceAll("[\\s=\"']|\\?.*", "");
            if (!encoding.toLowerCase(Locale.ROOT).matches("(utf-8|us-ascii).*")) {
                throw malformed("its encoding is '" + encoding + "'; expected UTF-8");
            }
        }
    }

    private void declaration() throws IOException {
        int c = in.read();
        if (c == '-' && in.peek() == '-') {
            in.read();
            skip("-->", false);
        } else if (c == '[' && !open.isEmpty()) {
            for (char expected : "CDATA[".toCharArray()) {
                require(in.read(), expected);
            }
            skip("]]>", keep);
        } else if (c == 'D' && !begun) {
            documentType();
        } else {
            throw malformed("a declaration is not expected here");
        }
    }

    /** Comps have one that names a public document, which is never looked at. It may declare nothing itself. */
    private void documentType() throws IOException {
        for (int c = in.read(); c != '>'; c = in.read()) {
            if (c < 0 || c == '[' || c == '<') {
                throw malformed("a document type with declarations of its own is not allowed");
            }
        }
    }

    private void skip(String end, boolean keepText) throws IOException {
        int matched = 0;
        while (matched < end.length()) {
            int c = in.read();
            if (c < 0) {
                throw malformed("the document ends too early: expected '" + end + "'");
            }
            if (c == end.charAt(matched)) {
                matched++;
                continue;
            }
            // "]]]>" and "--->" end as well: one more of the same byte moves the match on.
            boolean oneMore = matched == 2 && c == end.charAt(1);
            if (keepText) {
                for (int i = 0; i < (oneMore ? 1 : matched); i++) {
                    text.add(end.charAt(i));
                }
            }
            matched = oneMore ? 2 : c == end.charAt(0) ? 1 : 0;
            if (keepText && matched == 0) {
                text.add(c < ' ' ? control(c) : c);
            }
            if (text.length() > MAX_TEXT) {
                throw problem("the text of an element is longer than " + MAX_TEXT + " characters");
            }
        }
    }

    private String string(ByteText bytes) throws PackageFormatException {
        return bytes.string().orElseThrow(() -> malformed("there are bytes that are not UTF-8"));
    }

    private static String shown(int c) {
        return c < 0
                ? "the end of the document"
                : c > ' ' && c < 0x7f ? "'" + (char) c + "'" : String.format(Locale.ROOT, "byte 0x%02x", c);
    }

    private PackageFormatException malformed(String what) {
        return problem("the XML cannot be read: " + what);
    }

    /** The exception that names the document and the place of the tag or reference that was read last. */
    PackageFormatException problem(String what) {
        return new PackageFormatException(name + ":" + in.place() + ": " + what, -1);
    }
}
