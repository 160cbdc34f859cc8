package org.atomsmith.ostree.cli.pull;

import java.io.PrintStream;
import org.atomsmith.ostree.cli.command.ByteCount;
import org.atomsmith.ostree.pull.PullResult;

/** What a pull says when it is done. */
final class PullStatus {
    private static final int KIB = 1024;

    private PullStatus() {}

    /** One line. */
    static String text(PullResult result) {
        StringBuilder text = new StringBuilder();
        if (result.deltaParts() > 0) {
            text.append(result.deltaParts())
                    .append(" delta parts, ")
                    .append(result.metadataFetched() + result.contentFetched())
                    .append(" loose fetched");
        } else {
            text.append(result.metadataFetched())
                    .append(" metadata, ")
                    .append(result.contentFetched())
                    .append(" content objects ")
                    .append(result.isLocal() ? "imported" : "fetched");
        }
        if (result.metadataCached() + result.contentCached() > 0) {
            text.append(" (")
                    .append(result.metadataCached())
                    .append(" meta, ")
                    .append(result.contentCached())
                    .append(" content local)");
        }
        long bytes = result.bytesTransferred();
        if (bytes > 0) {
            text.append("; ")
                    .append(bytes < KIB ? bytes + " B" : bytes / KIB + " KiB")
                    .append(" transferred in ")
                    .append((long) result.seconds())
                    .append(" seconds");
        }
        return text.append("; ")
                .append(ByteCount.text(result.contentBytesWritten()))
                .append(" content written")
                .toString();
    }

    /** What would be fetched. */
    static void print(PrintStream out, PullResult.Plan plan) {
        plan.delta()
                .ifPresent(delta -> out.println("Delta update: 0/" + delta.parts() + " parts, 0 bytes/"
                        + ByteCount.text(delta.bytes()) + ", " + ByteCount.text(delta.uncompressed())
                        + " total uncompressed"));
        plan.objects()
                .ifPresent(objects -> out.println("Without deltas: " + objects + " objects, " + plan.bytes()
                        + " bytes (" + ByteCount.text(plan.bytes()) + ")"));
    }
}
