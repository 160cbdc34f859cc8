package org.atomsmith.host.policy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What makes this machine different from others of its kind: derived from {@code /etc/machine-id}, so that it stays the
 * same, and says nothing of the id itself (machine-id(5) asks for that).
 */
public final class MachineIdentity {
    private final byte[] id;

    private MachineIdentity(byte[] id) {
        this.id = id;
    }

    /** Of the machine that runs from a root. Machines that have no id are all the same. */
    public static MachineIdentity of(Path root) throws IOException {
        Path file = root.resolve("etc/machine-id");
        return of(Files.exists(file) ? Files.readString(file).strip() : "");
    }

    /** Of the machine with an id. */
    public static MachineIdentity of(String machineId) {
        return new MachineIdentity(machineId.getBytes(StandardCharsets.UTF_8));
    }

    /** A name for servers: 32 hexadecimal digits. */
    public String node() {
        return HexFormat.of().formatHex(derived("node"), 0, 16);
    }

    /** A place among all machines, from 0 to below 1. */
    public double place(String purpose) {
        byte[] bytes = derived(purpose);
        long bits = 0;
        for (int i = 0; i < 6; i++) {
            bits = bits << 8 | bytes[i] & 0xff;
        }
        return bits / (double) (1L << 48);
    }

    /** A delay of up to a limit. */
    public Duration jitter(String purpose, Duration limit) {
        return Duration.ofSeconds((long) (limit.toSeconds() * place(purpose)));
    }

    private byte[] derived(String purpose) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(id.length == 0 ? new byte[1] : id, "HmacSHA256"));
            return mac.doFinal(("atomsmith updates " + purpose).getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("java.base has HmacSHA256", e);
        }
    }
}
