package org.atomsmith.rpm.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens to other processes: killed, at once, on a full disk. */
class DownloadAccidentsTest {
    @TempDir
    Path temp;

    private Mirror mirror;

    @BeforeEach
    void start() throws IOException {
        mirror = new Mirror();
    }

    @AfterEach
    void stop() {
        mirror.close();
    }

    @Test
    void a_killed_download_goes_on_where_it_stopped() throws Exception {
        byte[] content = DownloadCacheTest.noise(1, 400_000);
        Request request = DownloadCacheTest.serve(mirror, "/p", content);
        mirror.millisPerChunk = 50;
        Path cache = temp.resolve("cache");
        Path part = new ContentStore(cache.resolve("downloads")).part(request.sha256());
        Process process = start(Fetching.command(cache, mirror.uri("/p"), request.sha256(), content.length));
        while (process.isAlive() && (!Files.exists(part) || Files.size(part) < 50_000)) {
            Thread.sleep(10);
        }
        process.destroyForcibly().waitFor();
        assertThat(part).exists();

        mirror.millisPerChunk = 0;
        mirror.log.clear();
        DownloadCache again = new DownloadCache(cache, false, Policy.DEFAULT, Map.of());
        assertThat(again.fetch(request)).hasBinaryContent(content);
        assertThat(mirror.log).singleElement().asString().matches("/p bytes=[1-9]\\d{4,}-");
    }

    @Test
    void two_processes_at_once_transfer_a_file_once() throws Exception {
        byte[] content = DownloadCacheTest.noise(1, 400_000);
        Request request = DownloadCacheTest.serve(mirror, "/p", content);
        mirror.millisPerChunk = 30;
        Path cache = temp.resolve("cache");
        List<String> command = Fetching.command(cache, mirror.uri("/p"), request.sha256(), content.length);
        Process one = start(command);
        Process other = start(command);
        assertThat(one.waitFor()).isZero();
        assertThat(other.waitFor()).isZero();
        assertThat(mirror.log).containsExactly("/p");
    }

    @Test
    void a_full_disk_says_how_much_was_needed_where() throws Exception {
        byte[] content = DownloadCacheTest.noise(1, 3_000_000);
        Request request = DownloadCacheTest.serve(mirror, "/p", content);
        assertThat(onSmallDisk(request, content.length))
                .startsWith("DiskFull: ")
                .contains(
                        temp.resolve("small").toString(), "1 file needs 3,000,000 bytes", " are free; free some space");
        // Without a known size nobody can tell before the disk is full.
        assertThat(onSmallDisk(request, Request.UNKNOWN_SIZE))
                .startsWith("DiskFull: ")
                .contains("the file needs", "0 bytes are free");
    }

    private String onSmallDisk(Request request, long size) throws Exception {
        Path small = Files.createDirectories(temp.resolve("small"));
        String script = "mount -t tmpfs -o size=1m none \"$0\" || exit 77; \"$@\"";
        List<String> sandbox = List.of("unshare", "--map-root-user", "--mount", "sh", "-c", script, small.toString());
        List<String> fetch = Fetching.command(small.resolve("cache"), mirror.uri("/p"), request.sha256(), size);
        Process process = start(Fetching.concat(sandbox, fetch));
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int status = process.waitFor();
        assumeTrue(status != 77, "this user may not mount a tmpfs in a namespace of its own");
        assertThat(status).as(output).isEqualTo(1);
        return output;
    }

    private static Process start(List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment()
                .keySet()
                .removeIf(name -> name.toLowerCase(java.util.Locale.ROOT).endsWith("_proxy"));
        return builder.start();
    }
}
