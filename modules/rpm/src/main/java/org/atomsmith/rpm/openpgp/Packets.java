package org.atomsmith.rpm.openpgp;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.bcpg.ArmoredInputStream;
import org.bouncycastle.openpgp.PGPObjectFactory;
import org.bouncycastle.openpgp.operator.bc.BcKeyFingerprintCalculator;

/** Reads OpenPGP packets, binary or in ASCII armour, and reports every kind of damage alike. */
final class Packets {
    private static final String BEGIN = "-----BEGIN PGP ";
    private static final int MAX_OBJECTS = 20_000;

    private Packets() {}

    /** The bytes could not be read as OpenPGP packets. */
    static final class DamagedException extends Exception {
        private static final long serialVersionUID = 1L;

        DamagedException(String message) {
            super(message);
        }
    }

    /** The objects in the bytes: key rings, signature lists and whatever else there is. */
    static List<Object> read(byte[] bytes) throws DamagedException {
        List<Object> objects = new ArrayList<>();
        if (!isArmoured(bytes)) {
            readBinary(bytes, objects);
            return objects;
        }
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        for (int at = text.indexOf(BEGIN); at >= 0; ) {
            int next = text.indexOf(BEGIN, at + 1);
            readBinary(dearmour(text.substring(at, next < 0 ? text.length() : next)), objects);
            at = next;
        }
        return objects;
    }

    private static boolean isArmoured(byte[] bytes) {
        // A packet's first octet has its top bit set; armour is text.
        return bytes.length > 0 && bytes[0] >= 0;
    }

    private static byte[] dearmour(String block) throws DamagedException {
        String label =
                block.substring(BEGIN.length(), Math.max(BEGIN.length(), block.indexOf("-----", BEGIN.length())));
        if (!block.contains("\n-----END PGP " + label + "-----")) {
            throw new DamagedException("the armour has no end");
        }
        try (ArmoredInputStream in = ArmoredInputStream.builder()
                .setIgnoreCRC(false)
                .build(new ByteArrayInputStream(block.getBytes(StandardCharsets.ISO_8859_1)))) {
            return in.readAllBytes();
        } catch (IOException | RuntimeException e) {
            throw new DamagedException("the armour is damaged: " + e.getMessage());
        }
    }

    private static void readBinary(byte[] bytes, List<Object> objects) throws DamagedException {
        PGPObjectFactory factory =
                new PGPObjectFactory(new ByteArrayInputStream(bytes), new BcKeyFingerprintCalculator());
        try {
            for (Object object; (object = factory.nextObject()) != null; ) {
                objects.add(object);
                if (objects.size() > MAX_OBJECTS) {
                    throw new DamagedException("there are more than " + MAX_OBJECTS + " objects");
                }
            }
        } catch (IOException | RuntimeException e) {
            throw new DamagedException("the packets are damaged: " + e.getMessage());
        }
    }
}
