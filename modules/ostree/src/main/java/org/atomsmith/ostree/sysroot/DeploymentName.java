package org.atomsmith.ostree.sysroot;

import java.util.Optional;
import org.atomsmith.ostree.object.Checksum;

/**
 * The name of a deployment's directory, {@code <commit>.<serial>}.
 *
 * @param commit what is deployed
 * @param serial counts deployments of the same commit
 */
record DeploymentName(Checksum commit, int serial) {

    /** Reads a name; empty when it is none. */
    static Optional<DeploymentName> tryParse(String name) {
        int dot = name.indexOf('.');
        if (dot < 0) {
            return Optional.empty();
        }
        Optional<Checksum> commit = Checksum.tryParse(name.substring(0, dot));
        Optional<Integer> serial = number(name.substring(dot + 1));
        return commit.isPresent() && serial.isPresent()
                ? Optional.of(new DeploymentName(commit.get(), serial.get()))
                : Optional.empty();
    }

    /** Reads a name. */
    static DeploymentName parse(String name) throws SysrootException {
        return tryParse(name)
                .orElseThrow(
                        () -> new SysrootException("Invalid deploy name '" + name + "', expected CHECKSUM.TREESERIAL"));
    }

    /** A number without sign. */
    static Optional<Integer> number(String text) {
        try {
            return text.isEmpty() || !text.chars().allMatch(c -> c >= '0' && c <= '9')
                    ? Optional.empty()
                    : Optional.of(Integer.parseInt(text));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    Deployment deployment(String stateroot, Checksum bootChecksum, int bootSerial) {
        return new Deployment(stateroot, commit, serial, bootChecksum, bootSerial);
    }
}
