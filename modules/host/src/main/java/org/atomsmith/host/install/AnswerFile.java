package org.atomsmith.host.install;

import java.nio.charset.StandardCharsets;
import org.atomsmith.host.system.HostException;

/** A file of answers, before it is given to an installer: whoever puts it on a medium learns at once what is wrong with it. */
public final class AnswerFile {
    private AnswerFile() {}

    /**
     * Checks answers as the installer will.
     *
     * @param source what the text is, for messages
     * @return true when nothing will be asked, because they name a disk
     * @throws HostException with what is wrong and what would be right
     */
    public static boolean check(String text, String source) throws HostException {
        if (text.getBytes(StandardCharsets.UTF_8).length > AnswerSources.MOST_BYTES) {
            throw new HostException(
                    source + " has more than " + AnswerSources.MOST_BYTES + " bytes: these are no answers");
        }
        return Answers.parse(text, source).disk().isPresent();
    }
}
