package org.atomsmith.rpm.openpgp;

/**
 * The text of a clear-signed document, and nothing that the signature does not cover.
 *
 * @param text the signed lines without dash escapes and white space at their ends (which is not signed), separated by a
 *     line feed, without one at the end (which is not signed either). The signature counts a line end as CR LF; a carriage
 *     return never occurs here. Do not change it.
 */
public record SignedText(byte[] text, Signer signer) {}
