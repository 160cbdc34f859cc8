package org.atomsmith.rpm.md;

import java.net.URI;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.atomsmith.rpm.TextFileException;
import org.atomsmith.rpm.TransferOptions;
import org.atomsmith.rpm.TransferOptions.Login;
import org.atomsmith.tls.TlsOptions;

/** The keys of a section that say how files are transferred: proxies, TLS, logins. */
record TransferKeys(RepoSection section, RepoVariables variables, Path directory) {
    private static final String CLIENT_CERTIFICATE = "sslclientcert";
    private static final String CLIENT_KEY = "sslclientkey";
    private static final String NO_PROXY = "_none_";

    TransferOptions options() throws TextFileException {
        Optional<String> proxy = section.text("proxy", variables);
        boolean direct = proxy.filter(p -> p.equalsIgnoreCase(NO_PROXY)).isPresent();
        if (section.text(CLIENT_KEY, variables).isPresent()
                && section.text(CLIENT_CERTIFICATE, variables).isEmpty()) {
            throw section.problem(CLIENT_KEY, "'" + CLIENT_KEY + "' needs '" + CLIENT_CERTIFICATE + "'");
        }
        return new TransferOptions(
                direct || proxy.isEmpty() ? Optional.empty() : Optional.of(proxy(proxy.get())),
                direct,
                login("proxy_username", "proxy_password"),
                new TlsOptions(
                        !section.flag("sslverify", variables).orElse(true),
                        file("sslcacert"),
                        file(CLIENT_CERTIFICATE),
                        file(CLIENT_KEY)),
                login("username", "password"));
    }

    private Optional<Path> file(String key) throws TextFileException {
        return section.text(key, variables).map(path -> directory.resolve(path.replaceFirst("^file://", "")));
    }

    private URI proxy(String address) throws TextFileException {
        try {
            URI uri = URI.create(address.contains("://") ? address : "http://" + address);
            if (uri.getHost() != null
                    && uri.getScheme().toLowerCase(Locale.ROOT).equals("http")) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            // Reported below like every other address that is none.
        }
        throw section.problem(
                "proxy", "'" + address + "' is not the address of an HTTP proxy; write http://host:port, or _none_");
    }

    private Optional<Login> login(String name, String password) throws TextFileException {
        Optional<String> user = section.text(name, variables);
        Optional<String> secret = section.text(password, variables);
        if (user.isEmpty() && secret.isPresent()) {
            throw section.problem(password, "'" + password + "' needs '" + name + "'");
        }
        return user.map(u -> new Login(u, secret.orElse("")));
    }
}
