package org.atomsmith.image.customization;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.atomsmith.compose.treefile.Located;
import org.atomsmith.compose.treefile.Nearest;
import org.atomsmith.ostree.tree.TreeNode;

/** Small settings of the whole system: its name, its time, its name servers, its first boot's script. */
final class SystemChanges {
    private static final String ZONES = "usr/share/zoneinfo/";

    private final Draft draft;
    private final UnitChanges units;

    SystemChanges(Draft draft, UnitChanges units) {
        this.draft = draft;
        this.units = units;
    }

    void hostname(Located<String> name) throws IOException {
        draft.write("etc/hostname", 0644, name + "\n");
        // A name that nothing resolves makes sudo and others wait: nss-myhostname and systemd-resolved answer for it.
        boolean isResolved = draft.text("etc/nsswitch.conf")
                        .orElse("")
                        .lines()
                        .anyMatch(line -> line.startsWith("hosts:") && line.matches(".*\\b(myhostname|resolve)\\b.*"))
                || draft.host().has("usr/lib/systemd/systemd-resolved");
        if (!isResolved) {
            String shortName = name.value().split("\\.", 2)[0];
            String names = shortName.equals(name.value()) ? shortName : name + " " + shortName;
            draft.rewrite(
                    "etc/hosts",
                    0644,
                    draft.text("etc/hosts").orElse("127.0.0.1 localhost\n") + "127.0.1.1 " + names + "\n");
        }
    }

    void time(Customization.Time time) throws IOException {
        time.zone().ifPresent(this::zone);
        if (time.servers().isEmpty()) {
            return;
        }
        String servers =
                String.join(" ", time.servers().stream().map(Located::value).toList());
        Located<String> first = time.servers().getFirst();
        if (draft.host().has("usr/lib/systemd/systemd-timesyncd")) {
            draft.write("etc/systemd/timesyncd.conf.d/50-image.conf", 0644, "[Time]\nNTP=" + servers + "\n");
        } else if (draft.host().has("etc/chrony/sources.d")) {
            StringBuilder text = new StringBuilder();
            time.servers().forEach(s -> text.append("server ").append(s).append(" iburst\n"));
            draft.write("etc/chrony/sources.d/image.sources", 0644, text.toString());
        } else {
            draft.problem(
                    first, "the tree has neither systemd-timesyncd nor chrony for the time servers", "add its package");
        }
    }

    private void zone(Located<String> zone) {
        if (draft.host().follow(ZONES + zone).orElse(null) instanceof TreeNode.File) {
            // As systemd-firstboot writes it; timedatectl reads the zone's name from the link.
            draft.symlink("etc/localtime", "../" + ZONES + zone);
            if (draft.host().has("etc/timezone")) {
                draft.write("etc/timezone", 0644, zone + "\n");
            }
            return;
        }
        if (draft.host().names(ZONES.substring(0, ZONES.length() - 1)).isEmpty()) {
            draft.problem(zone, "the tree has no time zones", "add the package tzdata to the treefile");
            return;
        }
        String near = Nearest.to(zone.value(), zones())
                .map(n -> "did you mean '" + n + "'?")
                .orElse("");
        draft.problem(
                zone,
                "the tree has no time zone '" + zone + "'",
                near.isEmpty() ? "look at /usr/share/zoneinfo of a host" : near);
    }

    private List<String> zones() {
        List<String> zones = new ArrayList<>();
        for (String area : draft.host().names("usr/share/zoneinfo")) {
            for (String place : draft.host().names(ZONES + area)) {
                zones.add(area + "/" + place);
            }
        }
        return zones;
    }

    void dns(Customization.Dns dns) throws IOException {
        String servers =
                String.join(" ", dns.servers().stream().map(Located::value).toList());
        String search =
                String.join(" ", dns.search().stream().map(Located::value).toList());
        if (draft.host().has("usr/lib/systemd/systemd-resolved")) {
            draft.write(
                    "etc/systemd/resolved.conf.d/50-image.conf",
                    0644,
                    "[Resolve]\n"
                            + (servers.isEmpty() ? "" : "DNS=" + servers + "\n")
                            + (search.isEmpty() ? "" : "Domains=" + search + "\n"));
        } else if (draft.link("etc/resolv.conf").isPresent()) {
            Located<String> first = dns.servers().isEmpty()
                    ? dns.search().getFirst()
                    : dns.servers().getFirst();
            draft.problem(
                    first,
                    "the tree's /etc/resolv.conf is a link, and the program behind it is not known",
                    "configure that program with 'files'");
        } else {
            StringBuilder text = new StringBuilder();
            dns.servers()
                    .forEach(s -> text.append("nameserver ")
                            .append(s.value().split("#")[0])
                            .append('\n'));
            text.append(search.isEmpty() ? "" : "search " + search + "\n");
            draft.write("etc/resolv.conf", 0644, text.toString());
        }
    }

    /** The script is no one's but root's: it may hold what nobody else is to know. */
    void firstBoot(Located<String> script) throws IOException {
        draft.put(
                "etc/atomsmith/first-boot",
                Draft.file(draft.owned(0700, 0, 0), script.value().getBytes(StandardCharsets.UTF_8)));
        String interpreter = script.value()
                .lines()
                .findFirst()
                .orElse("")
                .substring(2)
                .strip()
                .split("\\s+")[0];
        if (!draft.host().has(interpreter.substring(1))) {
            draft.problem(
                    new Located<>(script.value(), script.at().wholeLine()),
                    "the tree has no '" + interpreter + "' to run the script of 'firstboot'",
                    "add its package, or write it for /bin/sh");
        }
        String unit = "image-first-boot.service";
        draft.write("etc/systemd/system/" + unit, 0644, """
                [Unit]
                Description=The first boot's script
                Wants=network-online.target
                After=network-online.target
                ConditionPathExists=!/var/lib/image-first-boot/done

                [Service]
                Type=oneshot
                RemainAfterExit=yes
                StateDirectory=image-first-boot
                ExecStart=/etc/atomsmith/first-boot
                ExecStartPost=/bin/touch /var/lib/image-first-boot/done

                [Install]
                WantedBy=multi-user.target
                """);
        units.enable(script, unit);
    }

    /** The first boot makes the file: until then the root may be too small, and the image need not carry it. */
    void swap(Customization.Swap swap) throws IOException {
        Optional<String> place = Places.changeable(swap.path(), "'swap.path'", draft);
        if (place.isEmpty()) {
            return;
        }
        if (!draft.host().hasProgram("mkswap") || !draft.host().hasProgram("fallocate")) {
            draft.problem(swap.path(), "the tree has no mkswap and fallocate", "add the package util-linux");
            return;
        }
        String path = "/" + place.get();
        if (!path.matches("/[A-Za-z0-9._/-]+")) {
            draft.problem(swap.path(), "'swap.path' has characters that a unit's name cannot show", "use letters");
            return;
        }
        String name = UnitName.ofPath(path) + ".swap";
        draft.write("etc/systemd/system/image-swap-file.service", 0644, """
                [Unit]
                Description=Make the swap file
                DefaultDependencies=no
                After=local-fs.target atomsmith-grow-root.service
                ConditionPathExists=!%1$s
                RequiresMountsFor=%2$s

                [Service]
                Type=oneshot
                UMask=0077
                ExecStart=/usr/bin/env mkdir -p %2$s
                ExecStart=/usr/bin/env rm -f %1$s.new
                ExecStart=/usr/bin/env fallocate -l %3$d %1$s.new
                ExecStart=/usr/bin/env mkswap %1$s.new
                ExecStart=/usr/bin/env mv %1$s.new %1$s
                """.formatted(
                        path, path.substring(0, path.lastIndexOf('/')), swap.bytes()));
        draft.write("etc/systemd/system/" + name, 0644, """
                [Unit]
                Description=The swap file
                DefaultDependencies=no
                Requires=image-swap-file.service
                After=image-swap-file.service
                Conflicts=umount.target
                Before=umount.target

                [Swap]
                What=%s

                [Install]
                WantedBy=multi-user.target
                """.formatted(path));
        units.enable(swap.path(), name);
    }
}
