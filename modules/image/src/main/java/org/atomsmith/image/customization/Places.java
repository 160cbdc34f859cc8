package org.atomsmith.image.customization;

import java.util.List;
import java.util.Optional;
import org.atomsmith.compose.treefile.Located;

/** Which paths of a host an image can change: {@code /etc} and what lies in {@code /var}, both the machine's own. */
final class Places {
    /** What the image itself writes, or what tells machines apart. */
    private static final List<String> OWN = List.of(
            "etc/passwd",
            "etc/shadow",
            "etc/group",
            "etc/gshadow",
            "etc/subuid",
            "etc/subgid",
            "etc/fstab",
            "etc/machine-id",
            "etc/.updated",
            "var/.updated",
            "var/lock",
            "var/run");

    private Places() {}

    /**
     * The path below {@code etc/} or {@code var/} that an absolute path leads to; tells what is wrong when there is none.
     *
     * @param subject what the path is of, for the message: {@code 'files'}
     */
    static Optional<String> changeable(Located<String> path, String subject, Draft draft) {
        String place = draft.host().resolve(path.value().substring(1));
        Optional<String> reason = Optional.empty();
        if (!place.startsWith("etc/") && !place.startsWith("var/")) {
            reason = Optional.of("leads to /" + place
                    + ", which is not the machine's own: an image changes /etc and what lies in /var");
        } else if (OWN.stream().anyMatch(own -> place.equals(own) || place.startsWith(own + "/"))) {
            reason = Optional.of("is written by the image itself");
        }
        reason.ifPresent(why -> draft.problem(path, subject + ": '" + path + "' " + why, hint(place)));
        return reason.isPresent() ? Optional.empty() : Optional.of(place);
    }

    private static String hint(String place) {
        return switch (place) {
            case "etc/passwd", "etc/shadow", "etc/subuid", "etc/subgid" -> "use the customization 'user'";
            case "etc/group", "etc/gshadow" -> "use the customization 'group'";
            case "etc/fstab" -> "use the customization 'filesystem', or a mount unit";
            default -> place.startsWith("usr/") ? "put it into the treefile" : "";
        };
    }

    /** Makes the directories above a path in {@code /var} or {@code /etc} that are missing, root's with 0755. */
    static void parents(String place, Draft draft) {
        for (int slash = place.indexOf('/', 4); slash > 0; slash = place.indexOf('/', slash + 1)) {
            String parent = place.substring(0, slash);
            if (!draft.isDirectory(parent)) {
                // Nobody else's, as the first boot makes it.
                boolean isRoots = parent.equals(draft.host().resolve("root"));
                draft.directory(parent, draft.owned(isRoots ? 0700 : 0755, 0, 0));
            }
        }
    }
}
