package org.atomsmith.host.install;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.atomsmith.host.system.HostException;
import org.atomsmith.ostree.repo.KeyFile;

/**
 * What an installation has to know.
 *
 * @param disk where to: a device, or {@code auto} for the only one that is free
 * @param force whether a disk that is in use may be overwritten
 * @param then what follows
 * @param hostName the machine's name
 * @param user a person who may log in
 * @param keys ssh keys of that person, or of root when there is none
 * @param network how the machine reaches the network; absent for what the image does
 */
record Answers(
        Optional<String> disk,
        boolean force,
        Then then,
        Optional<String> hostName,
        Optional<User> user,
        List<String> keys,
        Optional<Network> network) {

    /** No answer at all. */
    static final Answers NONE = new Answers(
            Optional.empty(), false, Then.REBOOT, Optional.empty(), Optional.empty(), List.of(), Optional.empty());

    /** What follows an installation. */
    enum Then {
        /** The machine restarts. */
        REBOOT,
        /** The machine is switched off. */
        POWEROFF,
        /** The live system goes on. */
        STAY
    }

    /**
     * A person.
     *
     * @param name the login name
     * @param password its hash as crypt(5) has it; absent for none that fits
     * @param administrator whether that person may become root
     */
    record User(String name, Optional<String> password, boolean administrator) {
        private static final Pattern NAME = Pattern.compile("[a-z_][a-z0-9_-]{0,31}");
        private static final Pattern HASH = Pattern.compile("\\$[0-9a-z]+\\$[A-Za-z0-9./,=$+-]{10,300}");

        /** Checks both. */
        User {
            if (!NAME.matcher(name).matches()) {
                throw new IllegalArgumentException(
                        "'" + name + "' cannot be a user: up to 32 small letters, digits, '_' and '-'");
            }
            if (password.filter(p -> !HASH.matcher(p).matches()).isPresent()) {
                throw new IllegalArgumentException("the password of '" + name
                        + "' is not a hash as crypt(5) has it ($6$...); 'openssl passwd -6' makes one");
            }
        }
    }

    /**
     * A fixed address.
     *
     * @param device the network device's name; absent for every wired one
     * @param address with the length of its prefix: {@code 192.0.2.5/24}
     * @param gateway the default route, absent for none
     * @param dns name servers
     */
    record Network(Optional<String> device, String address, Optional<String> gateway, List<String> dns) {
        /** Checks what goes into a file of systemd's. */
        Network {
            dns = List.copyOf(dns);
            String[] parts = address.split("/", -1);
            if (parts.length != 2
                    || !parts[1].matches("\\d{1,3}")
                    || literal(parts[0])
                            .filter(a -> Integer.parseInt(parts[1]) <= a.getAddress().length * Byte.SIZE)
                            .isEmpty()) {
                throw new IllegalArgumentException(
                        "'" + address + "' is not an address with its prefix, like 192.0.2.5/24");
            }
            List<String> plain = new ArrayList<>(dns);
            gateway.ifPresent(plain::add);
            for (String one : plain) {
                if (literal(one).isEmpty()) {
                    throw new IllegalArgumentException("'" + one + "' is not an address");
                }
            }
            if (device.filter(d -> !d.matches("[\\w.-]{1,15}")).isPresent()) {
                throw new IllegalArgumentException("'" + device.orElse("") + "' is not a network device");
            }
        }

        /** An address of IPv4 in four numbers, or of IPv6 without a zone. */
        private static Optional<InetAddress> literal(String text) {
            if (!text.matches("\\d{1,3}(\\.\\d{1,3}){3}|[0-9a-fA-F:.]{2,45}") || !text.matches(".*[.:].*")) {
                return Optional.empty();
            }
            try {
                return Optional.of(InetAddress.ofLiteral(text));
            } catch (IllegalArgumentException e) {
                return Optional.empty();
            }
        }

        Network withGateway(String other) {
            return new Network(device, address, Optional.of(other), dns);
        }

        Network withDns(List<String> others) {
            return new Network(device, address, gateway, others);
        }
    }

    private static final Map<String, Set<String>> KNOWN = Map.of(
            "install", Set.of("disk", "force", "then"),
            "host", Set.of("name"),
            "user", Set.of("name", "password", "sudo", "keys"),
            "network", Set.of("device", "address", "gateway", "dns"));

    private static final Pattern HOST_NAME = Pattern.compile(
            "(?=.{1,64}$)[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*");
    private static final Pattern KEY =
            Pattern.compile("(ssh|ecdsa|sk)-[\\w@.-]+ [A-Za-z0-9+/=]{20,16000}( [^\\p{Cntrl}]*)?");

    /** Checks names and keys. */
    Answers {
        keys = List.copyOf(keys);
        if (hostName.filter(n -> !HOST_NAME.matcher(n).matches()).isPresent()) {
            throw new IllegalArgumentException("'" + hostName.orElse("") + "' cannot be a host name");
        }
        for (String key : keys) {
            if (!KEY.matcher(key).matches()) {
                throw new IllegalArgumentException("'" + key.substring(0, Math.min(40, key.length()))
                        + "' is not an ssh key as authorized_keys has it");
            }
        }
    }

    /**
     * Reads answers.
     *
     * @param source what the text is, for messages
     * @throws HostException when it is not what it should be
     */
    static Answers parse(String text, String source) throws HostException {
        try {
            KeyFile file = KeyFile.parse(text, source);
            file.groups().forEach((group, keys) -> {
                Set<String> known = KNOWN.get(group);
                if (known == null) {
                    throw new IllegalArgumentException("there is no group [" + group
                            + "]; there are [install], [host], " + "[user] and [network]");
                }
                keys.keySet().stream()
                        .filter(k -> !known.contains(k))
                        .findFirst()
                        .ifPresent(k -> {
                            throw new IllegalArgumentException("[" + group + "] has no key '" + k + "'; it has "
                                    + String.join(", ", known.stream().sorted().toList()));
                        });
            });
            requires(file, "user", "name", "password", "sudo");
            requires(file, "network", "address", "device", "gateway", "dns");
            Optional<User> user = file.get("user", "name")
                    .map(name -> new User(name, file.get("user", "password"), file.getBoolean("user", "sudo", true)));
            Optional<Network> network = file.get("network", "address")
                    .map(address -> new Network(
                            file.get("network", "device"),
                            address,
                            file.get("network", "gateway"),
                            words(file.get("network", "dns").orElse(""), "[ ,;]+")));
            return new Answers(
                    file.get("install", "disk"),
                    file.getBoolean("install", "force", false),
                    then(file.get("install", "then").orElse("reboot")),
                    file.get("host", "name"),
                    user,
                    words(file.get("user", "keys").orElse(""), " *; *"),
                    network);
        } catch (IllegalArgumentException e) {
            throw new HostException("the answers in " + source + " cannot be used: " + e.getMessage(), e);
        }
    }

    private static void requires(KeyFile file, String group, String key, String... others) {
        for (String other : others) {
            if (file.get(group, other).isPresent() && file.get(group, key).isEmpty()) {
                throw new IllegalArgumentException(
                        "[" + group + "] has '" + other + "' but no '" + key + "', without which it says nothing");
            }
        }
    }

    /** What follows, by its name. */
    static Then then(String name) {
        return switch (name) {
            case "reboot" -> Then.REBOOT;
            case "poweroff" -> Then.POWEROFF;
            case "stay" -> Then.STAY;
            default -> throw new IllegalArgumentException("'then' is reboot, poweroff or stay, not '" + name + "'");
        };
    }

    private static List<String> words(String text, String separator) {
        return List.of(text.strip().split(separator)).stream()
                .filter(w -> !w.isEmpty())
                .toList();
    }

    Answers withDisk(String path) {
        return new Answers(Optional.of(path), force, then, hostName, user, keys, network);
    }

    Answers withForce() {
        return new Answers(disk, true, then, hostName, user, keys, network);
    }

    Answers withThen(Then next) {
        return new Answers(disk, force, next, hostName, user, keys, network);
    }

    Answers withHostName(String name) {
        return new Answers(disk, force, then, Optional.of(name), user, keys, network);
    }

    Answers withUser(User person, List<String> theirKeys) {
        return new Answers(disk, force, then, hostName, Optional.of(person), theirKeys, network);
    }

    Answers withNetwork(Network fixed) {
        return new Answers(disk, force, then, hostName, user, keys, Optional.of(fixed));
    }
}
