package org.atomsmith.ostree.cli.delta;

import java.io.IOException;
import org.atomsmith.ostree.cli.command.Call;
import org.atomsmith.ostree.cli.command.Command;
import org.atomsmith.ostree.cli.command.Syntax;
import org.atomsmith.ostree.delta.DeltaException;
import org.atomsmith.ostree.delta.OfflineDelta;
import org.atomsmith.ostree.repo.DeltaName;
import org.atomsmith.ostree.sign.TrustedKeys;
import org.atomsmith.ostree.sign.UntrustedSignatureException;

/** {@code ostree static-delta verify}. */
final class VerifyDeltaCommand implements Command {
    @Override
    public Syntax syntax() {
        return Syntax.onRepository(
                "STATIC-DELTA-FILE [KEY-ID...]",
                "Verify static delta signatures",
                DeltaKeys.SIGN_TYPE,
                DeltaKeys.KEYS_FILE,
                DeltaKeys.KEYS_DIR);
    }

    @Override
    public int run(Call call) throws IOException {
        DeltaName name = DeltaName.parse(call.argument(0, "DELTA"));
        TrustedKeys keys = DeltaKeys.read(call);
        try (OfflineDelta offline = OfflineDelta.open(call.repository().deltas().superblock(name))) {
            offline.delta().verify(keys);
            call.out().println("Verification OK");
            return 0;
        } catch (UntrustedSignatureException | DeltaException e) {
            call.out().println("Verification fails");
            throw e;
        }
    }
}
