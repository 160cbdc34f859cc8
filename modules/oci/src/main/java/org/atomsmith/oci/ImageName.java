package org.atomsmith.oci;

/**
 * An image of a registry.
 *
 * @param host of the registry, with a port if need be
 * @param repository the image's name there: {@code "example/os"}
 * @param reference a tag, or a digest {@code sha256:...}
 */
public record ImageName(String host, String repository, String reference) {

    /** Reads {@code host[:port]/name[:tag][@digest]}; without a tag it is {@code latest}, and a digest wins over it. */
    public static ImageName parse(String text) throws OciException {
        int slash = text.indexOf('/');
        String host = slash < 0 ? "" : text.substring(0, slash);
        if (!(host.contains(".") || host.contains(":") || host.equals("localhost"))) {
            throw new OciException("'" + text + "' names no registry: write HOST/NAME[:TAG]");
        }
        String rest = text.substring(slash + 1);
        int at = rest.indexOf('@');
        String named = at < 0 ? rest : rest.substring(0, at);
        int colon = named.indexOf(':');
        String repository = colon < 0 ? named : named.substring(0, colon);
        String reference = at >= 0 ? rest.substring(at + 1) : colon >= 0 ? named.substring(colon + 1) : "latest";
        if (!isName(repository) || !(at >= 0 || isTag(reference))) {
            throw new OciException("'" + text + "' is no name of an image: HOST/NAME[:TAG], in small letters");
        }
        if (at >= 0) {
            Digest.parse(reference);
        }
        return new ImageName(host, repository, reference);
    }

    private static boolean isName(String name) {
        boolean valid = !name.isEmpty() && name.length() <= 255;
        for (String part : name.split("/", -1)) {
            valid &= !part.isEmpty() && isAlphanumeric(part.charAt(0));
            for (char c : part.toCharArray()) {
                valid &= isAlphanumeric(c) || c == '.' || c == '_' || c == '-';
            }
        }
        return valid;
    }

    private static boolean isTag(String tag) {
        boolean valid = !tag.isEmpty() && tag.length() <= 128 && tag.charAt(0) != '.' && tag.charAt(0) != '-';
        for (char c : tag.toCharArray()) {
            valid &= isAlphanumeric(c) || c >= 'A' && c <= 'Z' || c == '.' || c == '_' || c == '-';
        }
        return valid;
    }

    private static boolean isAlphanumeric(char c) {
        return c >= 'a' && c <= 'z' || c >= '0' && c <= '9';
    }

    @Override
    public String toString() {
        return host + "/" + repository + (reference.startsWith("sha256:") ? "@" : ":") + reference;
    }
}
