package org.atomsmith.host.bus;

import java.io.IOException;

/** A call that is refused; its caller gets the reason as a D-Bus error. */
final class CallException extends IOException {
    private static final long serialVersionUID = 1L;

    static final String UNKNOWN_METHOD = "org.freedesktop.DBus.Error.UnknownMethod";
    static final String UNKNOWN_OBJECT = "org.freedesktop.DBus.Error.UnknownObject";
    static final String UNKNOWN_PROPERTY = "org.freedesktop.DBus.Error.UnknownProperty";
    static final String READ_ONLY = "org.freedesktop.DBus.Error.PropertyReadOnly";
    static final String INVALID_ARGUMENTS = "org.freedesktop.DBus.Error.InvalidArgs";
    static final String ACCESS_DENIED = "org.freedesktop.DBus.Error.AccessDenied";
    static final String NOT_SUPPORTED = "org.freedesktop.DBus.Error.NotSupported";
    static final String FAILED = "org.projectatomic.rpmostreed.Error.Failed";
    static final String IN_PROGRESS = "org.projectatomic.rpmostreed.Error.UpdateInProgress";

    private final String name;

    CallException(String name, String text) {
        super(text);
        this.name = name;
    }

    /** The error's name. */
    String name() {
        return name;
    }

    /** The text of any exception, for a person. */
    static String text(Exception e) {
        return e.getMessage() == null || e.getMessage().isEmpty() ? e.toString() : e.getMessage();
    }
}
