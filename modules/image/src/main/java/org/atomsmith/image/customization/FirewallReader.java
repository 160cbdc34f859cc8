package org.atomsmith.image.customization;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.atomsmith.compose.treefile.Located;
import org.atomsmith.compose.treefile.Problems;

/** Reads what the firewall lets in. */
final class FirewallReader {
    private static final Pattern PORT = Pattern.compile(
            "(?:(?<first>[0-9]{1,5})(?:-(?<last>[0-9]{1,5}))?|(?<name>[a-z0-9][a-z0-9_.+-]*)):(?<protocol>tcp|udp|sctp|dccp)");
    private static final Pattern SERVICE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.+-]*");
    private static final int LAST_PORT = 65_535;

    private final Problems problems;

    FirewallReader(Problems problems) {
        this.problems = problems;
    }

    Customization.Firewall read(Section firewall) {
        if (firewall.has("zones")) {
            problems.error(
                    firewall.mapping().get("zones").orElseThrow().at(),
                    "'firewall.zones' is not built",
                    "write firewalld's files with 'files'");
        }
        List<Located<Customization.Port>> ports = new ArrayList<>();
        for (Located<String> text : firewall.texts("ports")) {
            port(text, ports);
        }
        Section services = firewall.section("services");
        for (String list : List.of("enabled", "disabled")) {
            services.texts(list).stream()
                    .filter(s -> !SERVICE.matcher(s.value()).matches())
                    .forEach(s -> problems.error(s.at(), "'" + s + "' is not a name of a service", ""));
        }
        return new Customization.Firewall(List.copyOf(ports), services.texts("enabled"), services.texts("disabled"));
    }

    private void port(Located<String> text, List<Located<Customization.Port>> to) {
        Matcher matcher = PORT.matcher(text.value());
        if (!matcher.matches()) {
            problems.error(text.at(), "'" + text + "' is not a port", "write 80:tcp, 8000-8100:tcp or https:tcp");
            return;
        }
        String first = matcher.group("name") != null ? matcher.group("name") : matcher.group("first");
        String last = matcher.group("last") != null ? matcher.group("last") : first;
        if (matcher.group("name") == null
                && (Integer.parseInt(first) < 1
                        || Integer.parseInt(last) > LAST_PORT
                        || Integer.parseInt(first) > Integer.parseInt(last))) {
            problems.error(text.at(), "'" + text + "' is not a range of ports: they are 1 to 65535", "");
            return;
        }
        to.add(text.map(_ -> new Customization.Port(first, last, matcher.group("protocol"))));
    }
}
