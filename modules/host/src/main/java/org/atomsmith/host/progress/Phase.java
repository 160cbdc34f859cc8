package org.atomsmith.host.progress;

/**
 * One part of a change.
 *
 * @param name for programs: {@code download}
 * @param title for people: {@code Downloading}
 * @param weight how long it takes, beside the others
 */
public record Phase(String name, String title, double weight) {}
