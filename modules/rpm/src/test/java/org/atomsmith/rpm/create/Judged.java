package org.atomsmith.rpm.create;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.atomsmith.rpm.compress.Compression;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

/** Every package's element of a document, attribute by attribute, as another XML parser reads it. */
final class Judged {
    private Judged() {}

    /** By package identifier and path of the element: what stands there, in order. */
    static Map<String, List<String>> packages(Path repository, String type) throws IOException {
        Path file;
        try (Stream<Path> files = Files.list(repository.resolve("repodata"))) {
            file = files.filter(p -> p.toString().contains("-" + type + ".xml"))
                    .findFirst()
                    .orElseThrow();
        }
        Map<String, List<String>> packages = new TreeMap<>();
        try (InputStream in = Compression.decompress(Files.newInputStream(file), type)) {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultNSInstance();
            Element root = factory.newDocumentBuilder().parse(in).getDocumentElement();
            for (Element rpm : children(root)) {
                List<String> facts = new ArrayList<>();
                facts(rpm, "", facts);
                String id = rpm.getAttribute("pkgid");
                packages.put(
                        id.isEmpty()
                                ? rpm.getElementsByTagName("checksum").item(0).getTextContent()
                                : id,
                        facts);
            }
            packages.put("count", List.of(root.getAttribute("packages")));
        } catch (ParserConfigurationException | SAXException e) {
            throw new IOException(e);
        }
        return packages;
    }

    private static void facts(Element element, String path, List<String> facts) {
        String here = path + "/" + element.getLocalName();
        Map<String, String> attributes = new TreeMap<>();
        for (int i = 0; i < element.getAttributes().getLength(); i++) {
            Node attribute = element.getAttributes().item(i);
            attributes.put(attribute.getNodeName(), attribute.getNodeValue());
        }
        List<Element> below = children(element);
        facts.add(here + " " + attributes + (below.isEmpty() ? " " + element.getTextContent() : ""));
        below.forEach(child -> facts(child, here, facts));
    }

    private static List<Element> children(Element element) {
        List<Element> children = new ArrayList<>();
        for (Node child = element.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child instanceof Element e) {
                children.add(e);
            }
        }
        return children;
    }
}
