package org.atomsmith.image.customization;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.atomsmith.compose.treefile.Located;

/** What the firewall lets in: a zone of firewalld's where the tree has it, else a table of nftables'. */
final class FirewallChanges {
    private static final String SSH = "ssh";

    private final Draft draft;
    private final UnitChanges units;

    FirewallChanges(Draft draft, UnitChanges units) {
        this.draft = draft;
        this.units = units;
    }

    void apply(Customization.Firewall firewall) throws IOException {
        if (firewall.isEmpty()) {
            return;
        }
        List<Located<?>> all = new ArrayList<>(firewall.ports());
        all.addAll(firewall.enabled());
        all.addAll(firewall.disabled());
        Located<?> why = all.getFirst();
        if (draft.host().hasProgram("firewalld")) {
            firewalld(firewall);
            units.enable(why, "firewalld.service");
        } else if (draft.host().hasProgram("nft") && draft.host().has("usr/lib/systemd/system/nftables.service")) {
            nftables(firewall);
            units.enable(why, "nftables.service");
        } else {
            draft.problem(why, "the tree has no firewall: neither firewalld nor nftables", "add one of the packages");
        }
    }

    private void firewalld(Customization.Firewall firewall) throws IOException {
        String zone = draft.text("etc/firewalld/firewalld.conf")
                .orElse("")
                .lines()
                .filter(line -> line.startsWith("DefaultZone="))
                .map(line -> line.substring("DefaultZone=".length()).strip())
                .findFirst()
                .orElse("public");
        String own = "etc/firewalld/zones/" + zone + ".xml";
        Optional<String> text = draft.text(own);
        if (text.isEmpty()) {
            text = draft.host().text("usr/lib/firewalld/zones/" + zone + ".xml");
        }
        String xml = text.orElse("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<zone>\n</zone>\n");
        for (Located<String> service : firewall.disabled()) {
            xml = xml.replaceAll(
                    "(?m)^\\s*<service name=\"" + service.value().replace(".", "\\.") + "\"\\s*/>\\n?", "");
        }
        StringBuilder added = new StringBuilder();
        for (Located<String> service : firewall.enabled()) {
            String file = "firewalld/services/" + service + ".xml";
            if (!draft.host().has("usr/lib/" + file)
                    && !draft.host().has("etc/" + file)
                    && !draft.isWritten("etc/" + file)) {
                draft.problem(service, "firewalld of the tree has no service '" + service + "'", "name its ports");
            }
            if (!xml.contains("<service name=\"" + service + "\"")) {
                added.append("  <service name=\"").append(service).append("\"/>\n");
            }
        }
        SortedMap<String, String> known = services();
        for (Located<Customization.Port> port : firewall.ports()) {
            added.append("  <port port=\"")
                    .append(range(port, known))
                    .append("\" protocol=\"")
                    .append(port.value().protocol())
                    .append("\"/>\n");
        }
        draft.write(own, 0644, xml.replace("</zone>", added + "</zone>"));
    }

    private void nftables(Customization.Firewall firewall) throws IOException {
        SortedMap<String, String> known = services();
        SortedMap<String, List<String>> open = new TreeMap<>();
        List<Located<String>> enabled = new ArrayList<>(firewall.enabled());
        List<String> names = enabled.stream().map(Located::value).toList();
        boolean keepsSsh = firewall.disabled().stream().noneMatch(s -> s.value().equals(SSH));
        if (keepsSsh && !names.contains(SSH)) {
            // As in firewalld's public zone: who closes this has to say so.
            open.computeIfAbsent("tcp", _ -> new ArrayList<>()).add(known.getOrDefault("ssh/tcp", "22"));
        }
        for (Located<String> service : enabled) {
            boolean found = false;
            for (String protocol : List.of("tcp", "udp")) {
                String port = known.get(service + "/" + protocol);
                if (port != null) {
                    open.computeIfAbsent(protocol, _ -> new ArrayList<>()).add(port);
                    found = true;
                }
            }
            if (!found) {
                draft.problem(service, "/etc/services of the tree has no service '" + service + "'", "name its ports");
            }
        }
        for (Located<Customization.Port> port : firewall.ports()) {
            open.computeIfAbsent(port.value().protocol(), _ -> new ArrayList<>())
                    .add(range(port, known));
        }
        StringBuilder rules = new StringBuilder();
        open.forEach((protocol, ports) -> rules.append("\t\t")
                .append(protocol)
                .append(" dport { ")
                .append(String.join(", ", ports.stream().distinct().toList()))
                .append(" } accept\n"));
        // A table of its own: those of container networks stay as they are.
        String text = """
                #!/usr/sbin/nft -f
                # What this image lets in.
                table inet image
                delete table inet image
                table inet image {
                	chain input {
                		type filter hook input priority filter; policy drop;
                		ct state { established, related } accept
                		ct state invalid drop
                		iif "lo" accept
                		meta l4proto { icmp, ipv6-icmp } accept
                		udp sport 547 udp dport 546 accept
                		iifname "podman*" meta l4proto { tcp, udp } th dport 53 accept
                %s\t}
                }
                """.formatted(rules);
        String path = draft.host().has("etc/nftables.conf") ? "etc/nftables.conf" : "etc/sysconfig/nftables.conf";
        draft.rewrite(path, 0644, text);
    }

    private String range(Located<Customization.Port> port, SortedMap<String, String> known) {
        Customization.Port value = port.value();
        if (Character.isDigit(value.first().charAt(0)) && value.first().chars().allMatch(Character::isDigit)) {
            return value.first().equals(value.last()) ? value.first() : value.first() + "-" + value.last();
        }
        String number = known.get(value.first() + "/" + value.protocol());
        if (number == null) {
            draft.problem(
                    port,
                    "/etc/services of the tree has no '" + value.first() + "' for " + value.protocol(),
                    "write the number");
            return "0";
        }
        return number;
    }

    /** Numbers by {@code name/protocol}, of services(5). */
    private SortedMap<String, String> services() throws IOException {
        SortedMap<String, String> services = new TreeMap<>();
        for (String line : draft.host().text("etc/services").orElse("").lines().toList()) {
            String[] words = line.replaceFirst("#.*", "").strip().split("\\s+");
            if (words.length < 2 || !words[1].matches("[0-9]{1,5}/[a-z]+")) {
                continue;
            }
            String[] port = words[1].split("/");
            services.putIfAbsent(words[0] + "/" + port[1], port[0]);
            for (int i = 2; i < words.length; i++) {
                services.putIfAbsent(words[i] + "/" + port[1], port[0]);
            }
        }
        return services;
    }
}
