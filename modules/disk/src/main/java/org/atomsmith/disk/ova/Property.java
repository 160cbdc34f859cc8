package org.atomsmith.disk.ova;

import java.util.List;

/**
 * Something that whoever deploys an appliance may set, and that the guest reads in its OVF environment.
 *
 * @param key its name, unique in the envelope
 * @param password whether the value is hidden while it is typed
 * @param label a few words for a person
 * @param description a sentence for a person
 */
public record Property(String key, boolean password, String label, String description) {
    /** What cloud-init's OVF data source reads. */
    public static final List<Property> CLOUD_INIT = List.of(
            new Property(
                    "instance-id", false, "Instance identifier", "A new one makes cloud-init run as at first boot."),
            new Property("hostname", false, "Host name", "The name of the host."),
            new Property("public-keys", false, "SSH public keys", "Who may log in as the default user."),
            new Property("password", true, "Password", "The default user's password, to be changed at first login."),
            new Property("user-data", false, "User data", "A cloud-config or a script, in base64."));
}
