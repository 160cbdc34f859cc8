package org.atomsmith.host.peer.dns;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** Writes answers as responders do: names compressed, one record after the other. */
final class MessageWriter {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final Map<String, Integer> names = new HashMap<>();
    private int records;

    MessageWriter(int id) {
        number(id);
        number(0x8400);
        number(0);
        number(0);
        number(0);
        number(0);
    }

    MessageWriter pointer(DnsName name, DnsName target) {
        return record(name, DnsMessage.POINTER, 120, () -> name(target));
    }

    MessageWriter service(DnsName name, int port, DnsName host) {
        return record(name, DnsMessage.SERVICE, 120, () -> {
            number(0);
            number(0);
            number(port);
            name(host);
        });
    }

    MessageWriter text(DnsName name, String... entries) {
        return record(name, DnsMessage.TEXT, 120, () -> {
            for (String entry : entries) {
                byte[] bytes = entry.getBytes(StandardCharsets.UTF_8);
                out.write(bytes.length);
                out.writeBytes(bytes);
            }
        });
    }

    MessageWriter record(DnsName name, int type, int life, Runnable content) {
        records++;
        name(name);
        number(type);
        number(0x8001);
        number(life >> 16);
        number(life);
        int at = out.size();
        number(0);
        content.run();
        byte[] all = out.toByteArray();
        int length = all.length - at - 2;
        all[at] = (byte) (length >> 8);
        all[at + 1] = (byte) length;
        out.reset();
        out.writeBytes(all);
        return this;
    }

    byte[] bytes() {
        byte[] all = out.toByteArray();
        all[6] = (byte) (records >> 8);
        all[7] = (byte) records;
        return all;
    }

    private void number(int number) {
        out.write(number >> 8);
        out.write(number);
    }

    private void name(DnsName name) {
        for (int i = 0; i < name.labels().size(); i++) {
            String rest =
                    String.join("/", name.labels().subList(i, name.labels().size()));
            Integer known = names.get(rest);
            if (known != null) {
                number(0xc000 | known);
                return;
            }
            names.put(rest, out.size());
            byte[] label = name.labels().get(i).getBytes(StandardCharsets.UTF_8);
            out.write(label.length);
            out.writeBytes(label);
        }
        out.write(0);
    }
}
