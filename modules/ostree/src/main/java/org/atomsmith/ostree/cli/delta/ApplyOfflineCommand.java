package org.atomsmith.ostree.cli.delta;

import java.io.IOException;
import java.nio.file.Path;
import org.atomsmith.ostree.cli.command.Call;
import org.atomsmith.ostree.cli.command.Command;
import org.atomsmith.ostree.cli.command.Syntax;
import org.atomsmith.ostree.delta.OfflineDelta;
import org.atomsmith.ostree.delta.StaticDelta;
import org.atomsmith.ostree.repo.Repository;
import org.atomsmith.ostree.repo.Transaction;
import org.atomsmith.ostree.sign.TrustedKeys;
import org.atomsmith.ostree.sign.UntrustedSignatureException;

/** {@code ostree static-delta apply-offline}. */
final class ApplyOfflineCommand implements Command {
    @Override
    public Syntax syntax() {
        return Syntax.onRepository(
                "PATH [KEY-ID...]",
                "Apply static delta file",
                DeltaKeys.SIGN_TYPE,
                DeltaKeys.KEYS_FILE,
                DeltaKeys.KEYS_DIR);
    }

    @Override
    public int run(Call call) throws IOException {
        Path path = Path.of(call.argument(0, "PATH"));
        Repository repository = call.repository();
        boolean required = repository.config().file().getBoolean("core", "sign-verify-deltas", false);
        TrustedKeys keys = DeltaKeys.read(call);
        try (OfflineDelta offline = OfflineDelta.open(path)) {
            StaticDelta delta = offline.delta();
            if (required && keys.isEmpty()) {
                throw new UntrustedSignatureException("Key is mandatory to check delta signature");
            }
            // Keys that the system happens to have say nothing of a delta without a signature of their kind.
            boolean theirs = delta.signatures().containsKey(keys.type().metadataKey());
            if (required || DeltaKeys.areNamed(call) || !keys.isEmpty() && theirs) {
                delta.verify(keys);
            }
            try (Transaction transaction = repository.begin()) {
                offline.apply(transaction);
                transaction.commit();
            }
        }
        return 0;
    }
}
