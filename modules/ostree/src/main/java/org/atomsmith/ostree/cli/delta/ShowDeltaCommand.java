package org.atomsmith.ostree.cli.delta;

import java.io.IOException;
import java.io.PrintStream;
import org.atomsmith.ostree.cli.command.ByteCount;
import org.atomsmith.ostree.cli.command.Call;
import org.atomsmith.ostree.cli.command.Command;
import org.atomsmith.ostree.cli.command.Syntax;
import org.atomsmith.ostree.delta.Fallback;
import org.atomsmith.ostree.delta.OfflineDelta;
import org.atomsmith.ostree.delta.PartContents;
import org.atomsmith.ostree.delta.PartEntry;
import org.atomsmith.ostree.delta.StaticDelta;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.repo.DeltaName;
import org.atomsmith.ostree.repo.Repository;

/** {@code ostree static-delta show}. */
final class ShowDeltaCommand implements Command {
    @Override
    public Syntax syntax() {
        return Syntax.onRepository("DELTA", "Dump information on a delta");
    }

    @Override
    public int run(Call call) throws IOException {
        DeltaName name = DeltaName.parse(call.argument(0, "DELTA"));
        Repository repository = call.repository();
        try (OfflineDelta offline = OfflineDelta.open(repository.deltas().superblock(name))) {
            show(call.out(), name, offline);
        }
        return 0;
    }

    private static void show(PrintStream out, DeltaName name, OfflineDelta offline) throws IOException {
        StaticDelta delta = offline.delta();
        out.println("Delta: " + name.id());
        out.println("Signed: " + (delta.isSigned() ? "yes" : "no"));
        out.println("From: " + delta.name().from().map(Checksum::hex).orElse("<scratch>"));
        out.println("To: " + delta.name().to().hex());
        out.println("Endianness: " + delta.endianness().text() + (delta.isEndiannessGuessed() ? " (heuristic)" : ""));
        out.println("Timestamp: " + Long.toUnsignedString(delta.timestamp()));
        out.println("Number of parents: " + delta.parents());
        out.println("Number of fallback entries: " + delta.fallbacks().size());
        for (Fallback fallback : delta.fallbacks()) {
            out.println("  " + fallback.object().checksum().hex());
        }
        size(out, "Total Fallback Size", delta.fallbacksSize());
        size(out, "Total Fallback Uncompressed Size", delta.fallbacksUncompressedSize());
        out.println("Number of parts: " + delta.parts().size());
        for (int i = 0; i < delta.parts().size(); i++) {
            part(out, i, delta.parts().get(i), offline.contents(i));
        }
        size(out, "Total Part Size", delta.partsSize());
        size(out, "Total Part Uncompressed Size", delta.partsUncompressedSize());
        size(out, "Total Size", delta.partsSize() + delta.fallbacksSize());
        size(out, "Total Uncompressed Size", delta.partsUncompressedSize() + delta.fallbacksUncompressedSize());
    }

    private static void part(PrintStream out, int index, PartEntry entry, PartContents contents) {
        out.println("PartMeta" + index + ": nobjects=" + entry.objects().size() + " size=" + entry.size() + " usize="
                + entry.uncompressedSize());
        out.println("PartPayload" + index + ": nmodes=" + contents.modes() + " nxattrs=" + contents.xattrs()
                + " blobsize=" + contents.payloadSize() + " opsize=" + contents.operationsSize());
        out.println("PartPayloadOps" + index + ": openspliceclose=" + contents.splices() + " open=" + contents.opens()
                + " write=" + contents.writes() + " setread=" + contents.sourcesSet() + " unsetread="
                + contents.sourcesUnset() + " close=" + contents.closes() + " bspatch=" + contents.patches());
    }

    private static void size(PrintStream out, String what, long bytes) {
        out.println(what + ": " + bytes + " (" + ByteCount.text(bytes) + ")");
    }
}
