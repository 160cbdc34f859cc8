package org.atomsmith.rpm.create;

/**
 * One package's elements of the documents, each from {@code <package} to the end of the line with {@code </package>}.
 *
 * @param filelistsExt empty when the repository has no such document
 */
record Fragments(byte[] primary, byte[] filelists, byte[] filelistsExt, byte[] other) {}
