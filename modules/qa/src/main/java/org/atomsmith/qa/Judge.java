package org.atomsmith.qa;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.atomsmith.event.Event;
import org.atomsmith.event.EventSink;
import org.atomsmith.event.Step;
import org.atomsmith.qa.check.Check;
import org.atomsmith.qa.check.CheckResult;
import org.atomsmith.qa.check.Checks;
import org.atomsmith.qa.check.Subject;
import org.atomsmith.qa.machine.BootRequest;
import org.atomsmith.qa.machine.Guest;

/** Boots an image, looks at it from the inside, boots it again, and says what it found. */
public final class Judge {
    private final EventSink events;
    private final Duration bootLimit;
    private final List<Check> checks;

    /** A judge that makes every check and gives a boot seven minutes. */
    public Judge(EventSink events) {
        this(events, Duration.ofSeconds(420), Checks.all());
    }

    /** A judge that makes these checks. */
    public Judge(EventSink events, Duration bootLimit, List<Check> checks) {
        this.events = events;
        this.bootLimit = bootLimit;
        this.checks = List.copyOf(checks);
    }

    /**
     * Judges an image, which is not modified.
     *
     * @param commit the checksum of the commit that the image was made from, where it is known
     * @param logs the directory that takes the serial log ({@code serial-IMAGE.log}) when something fails
     * @return what was found; an image that does not boot is a verdict, not an exception
     * @throws IOException if the machine cannot be started: a program or the image is missing
     */
    public Judgement judge(BootRequest request, Optional<String> commit, Path logs) throws IOException {
        String image = request.image().getFileName().toString();
        try (Step step = Step.begin(events, "qa", "Judge " + image, checks.size(), Event.Unit.ITEMS);
                Guest guest = Guest.boot(request)) {
            Subject subject = new Subject(guest, commit, bootLimit);
            List<CheckOutcome> outcomes = makeAll(subject, step);
            Verdict verdict =
                    new Verdict(image, commit.or(() -> subject.recall("commit")).orElse(""), outcomes);
            if (verdict.isGood()) {
                step.end(verdict.summary());
                return new Judgement(verdict, Optional.empty());
            }
            Path log = Files.createDirectories(logs).resolve("serial-" + image + ".log");
            guest.saveSerialLog(log);
            step.warn(image + " " + verdict.summary() + "; serial log: " + log);
            return new Judgement(verdict, Optional.of(log));
        }
    }

    private List<CheckOutcome> makeAll(Subject subject, Step step) throws IOException {
        List<CheckOutcome> outcomes = new ArrayList<>();
        Optional<String> stopped = Optional.empty();
        for (Check check : checks) {
            step.working(check.name());
            CheckOutcome outcome = stopped.isPresent()
                    ? new CheckOutcome(check.name(), CheckResult.Result.SKIP, 0, stopped.get())
                    : make(check, subject);
            outcomes.add(outcome);
            if (check.isEssential() && outcome.result() == CheckResult.Result.FAIL) {
                stopped = Optional.of("not asked, because '" + check.name() + "' failed");
            }
            step.advance(1);
        }
        return outcomes;
    }

    private static CheckOutcome make(Check check, Subject subject) throws IOException {
        long begun = System.nanoTime();
        CheckResult result;
        try {
            result = check.run(subject);
        } catch (InterruptedIOException e) {
            throw e;
        } catch (IOException e) {
            result = CheckResult.fail(String.valueOf(e.getMessage()));
        }
        return new CheckOutcome(check.name(), result.result(), (System.nanoTime() - begun) / 1e9, result.evidence());
    }
}
