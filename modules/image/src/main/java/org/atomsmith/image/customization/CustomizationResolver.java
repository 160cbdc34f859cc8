package org.atomsmith.image.customization;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.atomsmith.compose.treefile.Located;
import org.atomsmith.compose.treefile.Position;
import org.atomsmith.compose.treefile.Problems;

/** Turns settings of the right shape into a {@link Customization}; what the tree has to say comes later. */
final class CustomizationResolver {
    private static final Pattern HOST = Pattern.compile(
            "(?=.{1,64}$)[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?(\\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*");
    private static final Pattern ZONE = Pattern.compile("[A-Za-z0-9_+-]+(/[A-Za-z0-9_+-]+){0,3}");
    private static final Pattern LOCALE = Pattern.compile("[A-Za-z]+(_[A-Za-z]+)?(\\.[A-Za-z0-9-]+)?(@[a-z]+)?");
    private static final Pattern KEYMAP = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.+-]*");
    private static final Pattern UNIT = Pattern.compile("[A-Za-z0-9:_.\\\\@-]{1,255}");
    private static final Pattern SUFFIX =
            Pattern.compile(".*\\.(service|socket|device|mount|automount|swap|target|path|timer|slice|scope)");
    private static final Pattern SERVER = Pattern.compile("[0-9A-Za-z:.%_-]+(#[0-9A-Za-z.-]+)?");
    private static final Pattern OCTAL = Pattern.compile("0?[0-7]{3,4}|0o[0-7]{3,4}");
    private static final long LARGEST_FILE = 16L << 20;

    private static final long MOST_BYTES = 64L << 20;

    private final Section all;
    private final Problems problems;
    private final AccountReader accounts;
    private long bytesRead;

    CustomizationResolver(Section all, Problems problems) {
        this.all = all;
        this.problems = problems;
        this.accounts = new AccountReader(problems);
    }

    Customization resolve() {
        SortedMap<String, Position> written = new TreeMap<>();
        all.mapping().entries().forEach(e -> written.put(e.name(), e.key().at()));
        Optional<Located<String>> hostname = all.text("hostname");
        hostname.ifPresent(
                h -> check(h, HOST, "a host name", "use letters, digits and -, dots between words, at most 64"));
        Section time = all.section("timezone");
        time.text("timezone").ifPresent(z -> check(z, ZONE, "a time zone", "write it as Europe/Berlin"));
        time.texts("ntpservers").forEach(s -> check(s, HOST, "a name or address of a time server", ""));
        Section locale = all.section("locale");
        locale.texts("languages").forEach(l -> check(l, LOCALE, "a locale", "write it as en_US.UTF-8"));
        locale.text("keyboard").ifPresent(k -> check(k, KEYMAP, "a keymap", "write it as us or de-latin1"));
        Section dns = all.section("dns");
        dns.texts("servers").forEach(s -> check(s, SERVER, "an address of a name server", ""));
        dns.texts("search").forEach(s -> check(s, HOST, "a domain", ""));
        return new Customization(
                written,
                hostname,
                accounts.users(all.sections("user")),
                accounts.keys(all.sections("sshkey")),
                accounts.groups(all.sections("group")),
                new Customization.Time(time.text("timezone"), time.texts("ntpservers")),
                new Customization.Language(locale.texts("languages"), locale.text("keyboard")),
                kernel(all.section("kernel")),
                services(all.section("services")),
                files(),
                entries("directories", new Customization.Content(new byte[0])),
                certificates(all.section("cacerts")),
                new FirewallReader(problems).read(all.section("firewall")),
                new Customization.Dns(dns.texts("servers"), dns.texts("search")),
                new StorageReader(problems).swap(all),
                firstBoot(all.section("firstboot")),
                new StorageReader(problems).storage(all));
    }

    private void check(Located<String> text, Pattern pattern, String what, String hint) {
        if (!pattern.matcher(text.value()).matches()) {
            problems.error(text.at(), "'" + text + "' is not " + what, hint);
        }
    }

    private List<Located<String>> kernel(Section kernel) {
        kernel.text("name")
                .ifPresent(n -> problems.error(
                        n.at(), "'kernel.name' is not built: an image has the one kernel of its commit", "remove it"));
        List<Located<String>> arguments = new ArrayList<>();
        Optional<Located<String>> append = kernel.text("append");
        if (append.isEmpty()) {
            return arguments;
        }
        Position at = append.get().at();
        Optional<List<String>> split = KernelWords.split(append.get().value());
        if (split.isEmpty()) {
            problems.error(
                    at, "'kernel.append' has a quote that does not end, or a control character", "write \"a b\"");
        }
        for (String argument : split.orElse(List.of())) {
            String key = argument.split("=", 2)[0];
            if (List.of("ostree", "root", "rootfstype", "BOOT_IMAGE").contains(key)) {
                problems.error(at, "the kernel argument '" + argument + "' is the image's own", "remove it");
            }
            arguments.add(new Located<>(argument, at));
        }
        return List.copyOf(arguments);
    }

    private Customization.Services services(Section services) {
        Map<String, String> seen = new HashMap<>();
        List<List<Located<String>>> lists = new ArrayList<>();
        for (String list : List.of("enabled", "disabled", "masked")) {
            List<Located<String>> units = services.texts(list).stream()
                    .map(unit -> unit.map(name -> SUFFIX.matcher(name).matches() ? name : name + ".service"))
                    .toList();
            for (Located<String> unit : units) {
                check(unit, UNIT, "a name of a systemd unit", "");
                String before = seen.putIfAbsent(unit.value(), list);
                if (before != null) {
                    problems.error(
                            unit.at(),
                            "unit '" + unit + "' is in 'services." + list + "' and in 'services." + before + "'",
                            "remove it from one of them");
                }
            }
            lists.add(units);
        }
        return new Customization.Services(lists.get(0), lists.get(1), lists.get(2));
    }

    private List<Customization.Entry> files() {
        List<Customization.Entry> files = new ArrayList<>();
        for (Section file : all.sections("files")) {
            Optional<Located<String>> data = file.text("data");
            Optional<Located<String>> source = file.text("source");
            if (data.isPresent() && source.isPresent()) {
                problems.error(source.get().at(), "a file has 'data' and 'source'", "remove one of them");
            }
            byte[] bytes = data.map(d -> d.value().getBytes(StandardCharsets.UTF_8))
                    .or(() -> source.flatMap(this::bytes))
                    .orElse(new byte[0]);
            entry("files", file, new Customization.Content(bytes)).ifPresent(files::add);
        }
        return unique("files", files);
    }

    private List<Customization.Entry> entries(String key, Customization.Content content) {
        return unique(
                key,
                all.sections(key).stream()
                        .flatMap(s -> entry(key, s, content).stream())
                        .toList());
    }

    private List<Customization.Entry> unique(String key, List<Customization.Entry> entries) {
        Map<String, Position> seen = new HashMap<>();
        for (Customization.Entry entry : entries) {
            Position before =
                    seen.putIfAbsent(entry.path().value(), entry.path().at());
            if (before != null) {
                problems.error(
                        entry.path().at(),
                        "'" + entry.path() + "' is twice in '" + key + "', first in " + before,
                        "keep one of them");
            }
        }
        return List.copyOf(entries);
    }

    private Optional<Customization.Entry> entry(String key, Section section, Customization.Content content) {
        Located<String> path = section.text("path").orElseThrow();
        Optional<String> fault = AbsolutePath.fault(path.value());
        if (fault.isPresent()) {
            problems.error(path.at(), "'" + key + "': '" + path + "' " + fault.get(), "write it as /etc/motd");
            return Optional.empty();
        }
        OptionalInt mode = OptionalInt.empty();
        Optional<Located<String>> written = section.text("mode");
        if (written.isPresent()) {
            if (OCTAL.matcher(written.get().value()).matches()) {
                mode = OptionalInt.of(Integer.parseInt(written.get().value().replace("o", ""), 8));
            } else {
                problems.error(
                        written.get().at(), "'" + written.get() + "' is not an octal mode", "write it as \"0644\"");
            }
        }
        return Optional.of(new Customization.Entry(
                path, mode, section.text("user"), section.text("group"), content, section.isOn("ensure_parents")));
    }

    private List<Located<PemCertificates>> certificates(Section section) {
        List<Located<PemCertificates>> all = new ArrayList<>();
        for (Located<String> pem : section.texts("pem_certs")) {
            certificates(pem.at(), pem.value()).ifPresent(all::add);
        }
        for (Located<String> file : section.texts("files")) {
            bytes(file)
                    .flatMap(b -> certificates(file.at(), new String(b, StandardCharsets.UTF_8)))
                    .ifPresent(all::add);
        }
        return List.copyOf(all);
    }

    private Optional<Located<PemCertificates>> certificates(Position at, String pem) {
        try {
            return Optional.of(new Located<>(PemCertificates.parse(pem), at));
        } catch (CertificateException e) {
            problems.error(
                    at.wholeLine(), "this is no certificate: " + e.getMessage(), "give it in PEM, without its key");
            return Optional.empty();
        }
    }

    private Optional<Located<String>> firstBoot(Section section) {
        Optional<Located<String>> script = section.text("script");
        Optional<Located<String>> file = section.text("file");
        if (script.isPresent() && file.isPresent()) {
            problems.error(file.get().at(), "'firstboot' has 'script' and 'file'", "remove one of them");
        }
        Optional<Located<String>> text = script.or(() ->
                file.flatMap(f -> bytes(f).map(b -> new Located<>(new String(b, StandardCharsets.UTF_8), f.at()))));
        text.filter(t -> !t.value().startsWith("#!/"))
                .ifPresent(t -> problems.error(
                        t.at().wholeLine(),
                        "the script of 'firstboot' does not say what runs it",
                        "begin it with '#!/bin/sh' or another program of the host"));
        return text;
    }

    /** The content of a file beside the one that names it. */
    private Optional<byte[]> bytes(Located<String> name) {
        try {
            Path path = name.at().file().resolveSibling(name.value());
            long size = Files.size(path);
            bytesRead += size;
            if (size > LARGEST_FILE || bytesRead > MOST_BYTES) {
                problems.error(
                        name.at(),
                        size > LARGEST_FILE
                                ? "file '" + path + "' is larger than 16 MiB"
                                : "with file '" + path + "' more than 64 MiB are read",
                        "put it into the tree");
                return Optional.empty();
            }
            return Optional.of(Files.readAllBytes(path));
        } catch (InvalidPathException e) {
            problems.error(name.at(), "'" + name + "' is no path", "");
        } catch (IOException e) {
            problems.error(name.at(), "file '" + name + "' cannot be read: " + e.getMessage(), "");
        }
        return Optional.empty();
    }
}
