package org.atomsmith.tls;

/**
 * What the keys of {@link TlsOptions} are called where they were set, for messages.
 *
 * @param owner whose configuration it is, such as {@code the remote}
 * @param authorities the key that names authorities
 * @param certificate the key that names the client's certificate
 * @param key the key that names the client's key
 */
public record TlsWords(String owner, String authorities, String certificate, String key) {
    /** What to do where a server may have ended a connection because it does not know us. */
    public String howToBeKnown() {
        return "if the server wants to know its clients, " + certificate + " and " + key + " of " + owner
                + " name a certificate that it trusts";
    }
}
