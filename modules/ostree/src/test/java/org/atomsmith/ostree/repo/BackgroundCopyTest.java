package org.atomsmith.ostree.repo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.atomsmith.ostree.ScratchRepository;
import org.atomsmith.ostree.object.Checksum;
import org.atomsmith.ostree.object.CorruptObjectException;
import org.atomsmith.ostree.object.FileHeader;
import org.atomsmith.ostree.object.ObjectName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BackgroundCopyTest {
    @TempDir
    private Path tmp;

    @Test
    void copies_in_the_background_what_is_not_even_committed() throws IOException {
        Repository source = ScratchRepository.create(tmp.resolve("source"), RepositoryMode.BARE_USER);
        Repository target = ScratchRepository.create(tmp.resolve("target"), RepositoryMode.ARCHIVE);
        List<Checksum> checksums = new ArrayList<>();
        try (Transaction from = source.begin();
                Transaction to = target.begin();
                BackgroundCopy copy = new BackgroundCopy(source, to, 2, size -> {})) {
            for (int i = 0; i < 100; i++) {
                Checksum checksum = from.writeContent(FileHeader.regular(0644), ("text " + i).getBytes(UTF_8));
                checksums.add(checksum);
                copy.submit(checksum);
                copy.submit(checksum);
            }
            from.commit();
            assertThat(copy.await()).isEqualTo(100);
            to.commit();
        }
        for (Checksum checksum : checksums) {
            target.verify(ObjectName.file(checksum));
        }
    }

    @Test
    void a_background_copy_reports_what_failed() throws IOException {
        Repository source = ScratchRepository.create(tmp.resolve("source"), RepositoryMode.BARE_USER);
        Repository target = ScratchRepository.create(tmp.resolve("target"), RepositoryMode.ARCHIVE);
        Checksum missing = Checksum.digest(new byte[0]);
        Checksum broken = write(source, "sound");
        Files.writeString(source.objectPath(ObjectName.file(broken)), "sounD");
        for (Checksum checksum : List.of(missing, broken)) {
            try (Transaction to = target.begin();
                    BackgroundCopy copy = new BackgroundCopy(source, to, 1, size -> {})) {
                copy.submit(checksum);
                assertThatThrownBy(copy::await)
                        .isInstanceOf(
                                checksum == missing ? ObjectNotFoundException.class : CorruptObjectException.class)
                        .hasMessageContaining(checksum.hex());
                to.commit();
            }
            assertThat(target.hasContent(checksum)).isFalse();
        }
    }

    private static Checksum write(Repository repository, String content) throws IOException {
        try (Transaction transaction = repository.begin()) {
            Checksum checksum = transaction.writeContent(FileHeader.regular(0644), content.getBytes(UTF_8));
            transaction.commit();
            return checksum;
        }
    }
}
