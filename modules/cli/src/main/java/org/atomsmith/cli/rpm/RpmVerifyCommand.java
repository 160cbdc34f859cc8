package org.atomsmith.cli.rpm;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.atomsmith.cli.command.ExitCode;
import org.atomsmith.cli.command.JsonOption;
import org.atomsmith.cli.command.Session;
import org.atomsmith.rpm.file.PackageVerification;
import org.atomsmith.rpm.file.PackageVerification.Check;
import org.atomsmith.rpm.file.PackageVerification.Status;
import org.atomsmith.rpm.openpgp.SignatureVerifier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code atomsmith rpm verify}: digests and signatures of packages. */
@Command(
        name = "verify",
        description = "Checks every digest and signature of packages, as rpm -Kv does. Exits 1 unless all are OK.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "With --key a package must be signed; without, what a signature is worth cannot be told, and it counts as",
            "not OK.",
            "",
            "Examples:",
            "  atomsmith rpm verify --key /etc/pki/rpm-gpg bash-5.2.rpm",
            "  curl -s https://example.com/a.rpm | atomsmith rpm verify --key key.asc -"
        })
public final class RpmVerifyCommand implements Callable<Integer> {
    private final Session session;

    @Parameters(arity = "1..*", paramLabel = "PACKAGE", description = "Package files; - is standard input.")
    private List<String> packages = new ArrayList<>();

    @Mixin
    private final KeyOptions keys = new KeyOptions();

    @Mixin
    private final JsonOption json = new JsonOption();

    /** Makes the command. */
    public RpmVerifyCommand(Session session) {
        this.session = session;
    }

    /** What {@code --json} shows of a package. */
    record Facts(String file, boolean ok, List<Check> checks) {}

    @Override
    public Integer call() throws IOException {
        Optional<SignatureVerifier> verifier = keys.verifier();
        List<Facts> all = new ArrayList<>();
        for (String each : packages) {
            try (PackageInput input = PackageInput.open(each)) {
                List<Check> checks = PackageVerification.verify(input.file(), input.name(), verifier);
                boolean ok = checks.stream().allMatch(c -> c.status() == Status.OK);
                all.add(new Facts(input.name(), ok, checks));
            }
        }
        json.print(session, all, () -> text(all));
        return all.stream().allMatch(Facts::ok) ? ExitCode.DONE : ExitCode.FAILED;
    }

    private static String text(List<Facts> all) {
        StringBuilder text = new StringBuilder();
        for (Facts facts : all) {
            text.append(facts.file).append(":\n");
            for (Check check : facts.checks) {
                text.append("    ").append(check.what()).append(": ").append(check.status());
                text.append(check.detail().isEmpty() ? "" : " (" + check.detail() + ")")
                        .append('\n');
            }
        }
        return text.toString().stripTrailing();
    }
}
