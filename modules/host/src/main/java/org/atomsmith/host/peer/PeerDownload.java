package org.atomsmith.host.peer;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.atomsmith.host.progress.Progress;
import org.atomsmith.host.system.HostDirectories;
import org.atomsmith.ostree.cli.command.ByteCount;
import org.atomsmith.ostree.cli.command.Call;
import org.atomsmith.ostree.cli.command.Option;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.pull.PeerLimits;
import org.atomsmith.ostree.pull.PeerPull;
import org.atomsmith.ostree.repo.Repository;

/** The part of a download that comes from peers, before the remote is asked for the rest. */
public final class PeerDownload {
    /** Ask peers, whatever the settings say. */
    public static final Option USE = Option.flag("peers", "Ask hosts in the local network before the remote");

    /** Ask no peers, whatever the settings say. */
    public static final Option LEAVE = Option.flag("no-peers", "Ask the remote only");

    /** Less is here from the remote before peers have answered. */
    private static final long WORTH = 1 << 20;

    /** How many times larger than all that is sent no honest file is. */
    private static final long MOST_UNPACKED = 64;

    private static final int LONGEST_FAULT = 200;
    private static final Duration REPORT = Duration.ofMillis(250);

    private final Repository repository;
    private final Optional<PeerSettings> settings;
    private final Call call;

    private PeerDownload(Repository repository, Optional<PeerSettings> settings, Call call) {
        this.repository = repository;
        this.settings = settings;
        this.call = call;
    }

    /** As a host's settings and the words of a command want it. */
    public static PeerDownload of(HostDirectories directories, Repository repository, Call call) throws IOException {
        if (call.has("no-peers")) {
            return new PeerDownload(repository, Optional.empty(), call);
        }
        PeerSettings settings = PeerSettings.read(directories);
        return new PeerDownload(
                repository, call.has("peers") || settings.use() ? Optional.of(settings) : Optional.empty(), call);
    }

    /**
     * Looks for peers that have a commit and takes from them what is missing of it. Whatever they do, the pull from the
     * remote goes on from there.
     *
     * @param commit that is here already, verified
     * @param bytes that the remote would send
     * @param room bytes that may be written to the disk
     * @param progress of the download
     */
    public void run(Checksum commit, long bytes, long room, Progress progress) {
        boolean worth = bytes >= WORTH || bytes > 0 && call.has("peers");
        if (settings.isEmpty() || !worth) {
            return;
        }
        try {
            run(settings.get(), commit, bytes, Math.min(room, MOST_UNPACKED * (bytes + WORTH)), progress);
        } catch (IOException e) {
            // What is wrong on this machine the pull from the remote says better; it may also be better by then.
            call.out().println("Peers were given up: " + e.getMessage());
        }
    }

    private void run(PeerSettings asked, Checksum commit, long bytes, long most, Progress progress) throws IOException {
        List<FoundPeer> peers = new PeerFinder(asked).having(commit);
        if (peers.isEmpty()) {
            if (call.has("peers")) {
                call.out().println("No peer in the local network says that it has this version");
            }
            return;
        }
        call.out()
                .println("Asking "
                        + String.join(", ", peers.stream().map(FoundPeer::name).toList())
                        + " in the local network first");
        progress.flush(call.out());
        List<PeerPull.Share> shares = new PeerPull(
                        repository,
                        peers.stream().map(FoundPeer::uri).toList(),
                        PeerLimits.DEFAULT,
                        progress.pull(),
                        REPORT)
                .run(commit, bytes, most);
        call.out().println(text(peers, shares));
    }

    private static String text(List<FoundPeer> peers, List<PeerPull.Share> shares) {
        long objects = 0;
        long bytes = 0;
        List<String> faults = new ArrayList<>();
        for (int i = 0; i < shares.size(); i++) {
            PeerPull.Share share = shares.get(i);
            objects += share.objects();
            bytes += share.bytes();
            if (!share.fault().isEmpty()) {
                faults.add(peers.get(i).name() + ": " + FoundPeer.printable(share.fault(), LONGEST_FAULT));
            }
        }
        return "From peers: " + objects + " objects, " + ByteCount.text(bytes)
                + (faults.isEmpty() ? "" : " (given up: " + String.join("; ", faults) + ")");
    }
}
