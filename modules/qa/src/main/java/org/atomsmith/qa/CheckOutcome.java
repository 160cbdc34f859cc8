package org.atomsmith.qa;

import org.atomsmith.qa.check.CheckResult;

/**
 * What came of one check.
 *
 * @param name the check's name
 * @param result how it went
 * @param seconds how long it took
 * @param evidence what was seen, or why it was not asked
 */
public record CheckOutcome(String name, CheckResult.Result result, double seconds, String evidence) {}
