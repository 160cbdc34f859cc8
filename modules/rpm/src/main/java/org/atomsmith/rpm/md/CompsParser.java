package org.atomsmith.rpm.md;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import org.atomsmith.rpm.md.Comps.Category;
import org.atomsmith.rpm.md.Comps.Environment;
import org.atomsmith.rpm.md.Comps.Group;
import org.atomsmith.rpm.md.Comps.GroupPackage;
import org.atomsmith.rpm.md.Comps.Membership;

/** Reads {@code comps.xml}, in the form that libcomps and createrepo_c take. */
public final class CompsParser {
    private static final int MAX_ENTRIES = 100_000;
    private static final int USUAL_ORDER = 1024;

    private final MetadataXml xml;
    private final List<Group> groups = new ArrayList<>();
    private final List<Category> categories = new ArrayList<>();
    private final List<Environment> environments = new ArrayList<>();
    private final TreeMap<String, String> langpacks = new TreeMap<>();
    private int entries;

    private CompsParser(MetadataXml xml) {
        this.xml = xml;
    }

    /**
     * Reads the document.
     *
     * @param name what messages call it
     * @throws org.atomsmith.rpm.PackageFormatException with line and column: what was found, what is expected
     */
    public static Comps parse(InputStream in, String name) throws IOException {
        MetadataXml xml = new MetadataXml(in, name);
        CompsParser parser = new CompsParser(xml);
        xml.root("comps");
        xml.children(parser::top);
        xml.end();
        return new Comps(parser.groups, parser.categories, parser.environments, parser.langpacks);
    }

    private void top(String element) throws IOException {
        switch (element) {
            case "group" -> group();
            case "category" -> category();
            case "environment" -> environment();
            case "langpacks" ->
                xml.children(match -> {
                    if (match.equals("match")) {
                        count();
                        langpacks.put(xml.require("name"), xml.require("install"));
                    }
                });
            default -> {
                // Blacklists and whiteouts were for depsolvers of long ago.
            }
        }
    }

    /** What groups, categories and environments have in common. */
    private static final class Draft {
        private String id = "";
        private String name = "";
        private String description = "";
        private int order = USUAL_ORDER;
        private boolean byDefault;
        private boolean visible = true;
        private String language = "";
        private final List<GroupPackage> packages = new ArrayList<>();
        private final List<String> groups = new ArrayList<>();
        private final List<Environment.Option> options = new ArrayList<>();
    }

    private void group() throws IOException {
        Draft d = draft("group");
        groups.add(new Group(d.id, d.name, d.description, d.byDefault, d.visible, d.order, d.language, d.packages));
    }

    private void category() throws IOException {
        Draft d = draft("category");
        categories.add(new Category(d.id, d.name, d.description, d.order, d.groups));
    }

    private void environment() throws IOException {
        Draft d = draft("environment");
        environments.add(new Environment(d.id, d.name, d.description, d.order, d.groups, d.options));
    }

    private Draft draft(String kind) throws IOException {
        count();
        Draft d = new Draft();
        xml.children(element -> {
            boolean translated = xml.xmlAttribute("lang").isPresent();
            switch (element) {
                case "id" -> d.id = xml.text().strip();
                case "name", "_name" ->
                    d.name = translated ? d.name : xml.text().strip();
                case "description", "_description" ->
                    d.description = translated ? d.description : xml.text().strip();
                case "default" -> d.byDefault = flag();
                case "uservisible" -> d.visible = flag();
                case "langonly" -> d.language = xml.text().strip();
                case "display_order" -> d.order = order();
                case "packagelist" -> xml.children(part -> member(part, d));
                case "grouplist" -> xml.children(part -> id(part).ifPresent(d.groups::add));
                case "optionlist" -> xml.children(part -> option(part, d));
                default -> {
                    // Business rules of installers that are gone.
                }
            }
        });
        if (d.id.isEmpty()) {
            throw xml.problem("a " + kind + " has no <id>");
        }
        return d;
    }

    private void member(String element, Draft d) throws IOException {
        if (!element.equals("packagereq")) {
            return;
        }
        count();
        String type = xml.attribute("type").orElse("mandatory").toLowerCase(Locale.ROOT);
        Membership membership = switch (type) {
            case "mandatory", "" -> Membership.MANDATORY;
            case "default" -> Membership.DEFAULT;
            case "optional" -> Membership.OPTIONAL;
            case "conditional" -> Membership.CONDITIONAL;
            default ->
                throw xml.problem("a package of group '" + d.id + "' has the type '" + MetadataXml.shortened(type)
                        + "'; expected mandatory, default, optional or conditional");
        };
        String requires = xml.attribute("requires").orElse("");
        boolean baseArchOnly = xml.attribute("basearchonly").orElse("").equalsIgnoreCase("true");
        d.packages.add(new GroupPackage(xml.text().strip(), membership, requires, baseArchOnly));
    }

    private void option(String element, Draft d) throws IOException {
        boolean byDefault = xml.attribute("default").orElse("").equalsIgnoreCase("true");
        id(element).ifPresent(group -> d.options.add(new Environment.Option(group, byDefault)));
    }

    private Optional<String> id(String element) throws IOException {
        if (!element.equals("groupid")) {
            return Optional.empty();
        }
        count();
        return Optional.of(xml.text().strip());
    }

    private boolean flag() throws IOException {
        String text = xml.text().strip().toLowerCase(Locale.ROOT);
        return switch (text) {
            case "true", "1", "yes" -> true;
            case "false", "0", "no", "" -> false;
            default -> throw xml.problem("expected true or false, found '" + MetadataXml.shortened(text) + "'");
        };
    }

    private int order() throws IOException {
        long order = xml.number(xml.text());
        if (order > Integer.MAX_VALUE) {
            throw xml.problem("a display order of " + order + " is larger than " + Integer.MAX_VALUE);
        }
        return (int) order;
    }

    private void count() throws IOException {
        if (++entries > MAX_ENTRIES) {
            throw xml.problem("there are more than " + MAX_ENTRIES + " groups and packages");
        }
    }
}
