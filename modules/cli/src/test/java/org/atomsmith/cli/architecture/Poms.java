package org.atomsmith.cli.architecture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * Which modules the poms declare, and which of them each needs.
 *
 * @param dependencies for each module the modules that its pom names
 */
record Poms(Map<String, Set<String>> dependencies) {
    private static final String PREFIX = "atomsmith-";

    /** Reads the root pom's modules and their poms. */
    static Poms read(Path root) throws IOException {
        Map<String, Set<String>> dependencies = new TreeMap<>();
        for (String folder : texts(root.resolve("pom.xml"), "module")) {
            String module = folder.substring(folder.indexOf('/') + 1);
            Path pom = root.resolve("modules").resolve(module).resolve("pom.xml");
            Set<String> needed = new TreeSet<>();
            texts(pom, "artifactId").stream()
                    .filter(name -> name.startsWith(PREFIX))
                    .map(name -> name.substring(PREFIX.length()))
                    .filter(name -> !name.equals(module))
                    .forEach(needed::add);
            dependencies.put(module, needed);
        }
        return new Poms(dependencies);
    }

    Set<String> modules() {
        return dependencies.keySet();
    }

    /** Modules that are on the class path of the given one, itself not among them. */
    Set<String> reachable(String module) {
        Set<String> found = new TreeSet<>();
        List<String> ahead = new ArrayList<>(List.of(module));
        while (!ahead.isEmpty()) {
            for (String next : dependencies.getOrDefault(ahead.removeLast(), Set.of())) {
                if (found.add(next)) {
                    ahead.add(next);
                }
            }
        }
        return found;
    }

    private static List<String> texts(Path pom, String tag) throws IOException {
        try (var in = Files.newInputStream(pom)) {
            Document document =
                    DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(in);
            NodeList elements = document.getElementsByTagName(tag);
            List<String> texts = new ArrayList<>();
            for (int i = 0; i < elements.getLength(); i++) {
                texts.add(((Element) elements.item(i)).getTextContent().strip());
            }
            return texts;
        } catch (ParserConfigurationException | SAXException e) {
            throw new IOException("cannot parse " + pom, e);
        }
    }
}
