package org.atomsmith.rpm.md;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import javax.xml.stream.Location;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.atomsmith.rpm.PackageFormatException;

/** Walks through a metadata document: UTF-8, elements only, no DTD, no entities but XML's own, text of limited length. */
final class MetadataXml {
    private static final int MAX_TEXT = 1 << 20;
    private static final int MAX_DEPTH = 32;

    private final String name;
    private final XMLStreamReader reader;
    private int depth;

    MetadataXml(InputStream in, String name) throws IOException {
        this.name = name;
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        try {
            // Decoded here, and strictly: the XML parser would print complaints of its own about bad UTF-8.
            this.reader = factory.createXMLStreamReader(new InputStreamReader(in, StandardCharsets.UTF_8.newDecoder()));
        } catch (XMLStreamException | RuntimeException e) {
            throw damaged(e);
        }
    }

    /** What is done with one child element; it may leave the element's content unread. */
    @FunctionalInterface
    interface Child {
        void element(String localName) throws IOException;
    }

    /** Enters the document's root, which must have that name. */
    void root(String expected) throws IOException {
        while (next() != XMLStreamConstants.START_ELEMENT) {
            if (!hasNext()) {
                throw problem("the document has no element; expected <" + expected + ">");
            }
        }
        depth = 1;
        if (!reader.getLocalName().equals(expected)) {
            throw problem("expected <" + expected + ">, found <" + reader.getLocalName() + ">");
        }
    }

    /** Visits the children of the current element up to its end. */
    void children(Child child) throws IOException {
        int own = depth;
        while (true) {
            int event = next();
            if (event == XMLStreamConstants.START_ELEMENT) {
                enter();
                child.element(reader.getLocalName());
                leaveTo(own);
            } else if (event == XMLStreamConstants.END_ELEMENT) {
                depth--;
                return;
            }
        }
    }

    /** Requires that the root has ended and nothing follows it. */
    void end() throws IOException {
        while (hasNext()) {
            next();
        }
    }

    /** The text of the current element, up to its end. */
    String text() throws IOException {
        int own = depth;
        StringBuilder text = new StringBuilder();
        while (true) {
            switch (next()) {
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE -> {
                    text.append(reader.getText());
                    if (text.length() > MAX_TEXT) {
                        throw problem("the text of an element is longer than " + MAX_TEXT + " characters");
                    }
                }
                case XMLStreamConstants.START_ELEMENT -> {
                    enter();
                    leaveTo(own);
                }
                case XMLStreamConstants.END_ELEMENT -> {
                    depth--;
                    return text.toString();
                }
                default -> {
                    // Comments and processing instructions mean nothing here.
                }
            }
        }
    }

    Optional<String> attribute(String localName) {
        return Optional.ofNullable(reader.getAttributeValue(null, localName));
    }

    /** An attribute of XML's own namespace, such as {@code xml:base}. */
    Optional<String> xmlAttribute(String localName) {
        return Optional.ofNullable(reader.getAttributeValue("http://www.w3.org/XML/1998/namespace", localName));
    }

    String require(String attribute) throws IOException {
        return attribute(attribute)
                .orElseThrow(() -> problem("<" + reader.getLocalName() + "> has no attribute '" + attribute + "'"));
    }

    /** Reads a count that fits a long and is not negative; empty text counts as 0. */
    long number(String text) throws IOException {
        String digits = text.strip();
        if (digits.isEmpty()) {
            return 0;
        }
        if (!digits.matches("[0-9]{1,18}")) {
            throw problem("expected a number, found '" + shortened(digits) + "'");
        }
        return Long.parseLong(digits);
    }

    PackageFormatException problem(String what) {
        Location location = reader.getLocation();
        return new PackageFormatException(
                name + ":" + location.getLineNumber() + ":" + location.getColumnNumber() + ": " + what, -1);
    }

    static String shortened(String text) {
        return text.length() > 80 ? text.substring(0, 80) + "..." : text;
    }

    private void enter() throws IOException {
        depth++;
        if (depth > MAX_DEPTH) {
            throw problem("elements are nested deeper than " + MAX_DEPTH);
        }
    }

    private void leaveTo(int level) throws IOException {
        while (depth > level) {
            int event = next();
            if (event == XMLStreamConstants.START_ELEMENT) {
                enter();
            } else if (event == XMLStreamConstants.END_ELEMENT) {
                depth--;
            }
        }
    }

    private boolean hasNext() throws IOException {
        try {
            return reader.hasNext();
        } catch (XMLStreamException e) {
            throw damaged(e);
        }
    }

    private int next() throws IOException {
        try {
            if (!reader.hasNext()) {
                throw problem("the document ends too early");
            }
            return reader.next();
        } catch (XMLStreamException | RuntimeException e) {
            throw damaged(e);
        }
    }

    private PackageFormatException damaged(Exception failure) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof PackageFormatException e) {
                return e;
            }
            if (t instanceof XMLStreamException e && e.getNestedException() instanceof PackageFormatException nested) {
                return nested;
            }
        }
        String message = String.valueOf(failure.getMessage()).replaceAll("\\s*\n\\s*", " ");
        return new PackageFormatException(name + ": the XML cannot be read: " + message, -1);
    }
}
