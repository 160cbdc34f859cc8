package org.atomsmith.rpm.scriptlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.atomsmith.rpm.Dependency.Comparison;
import org.atomsmith.rpm.Evr;
import org.atomsmith.rpm.PackageHeader;
import org.atomsmith.rpm.file.RpmBuild;
import org.atomsmith.rpm.file.RpmFormat;
import org.atomsmith.rpm.scriptlet.Trigger.Condition;
import org.atomsmith.rpm.scriptlet.Trigger.Moment;
import org.atomsmith.rpm.scriptlet.Trigger.Scope;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What rpmbuild puts into a header, read back. */
class PackageScriptsTest {
    private static final String SPEC = """
            Name: all
            Version: 1
            Release: 1
            Summary: x
            License: x
            Prefix: /opt
            Provides: user(someone) = dSBzb21lb25lIC0g
            Provides: group(plain)
            Provides: group(odd) = 1.0
            %description
            x
            %pretrans -p <lua>
            print("x")
            %pre -e
            echo %%{_bindir}
            %post -p /sbin/ldconfig
            %preun -p "/usr/bin/perl -w"
            1;
            %posttrans -q
            echo %%{NAME}
            %triggerin -- a >= 2:1-3, b
            echo in
            %triggerprein -p /usr/bin/perl -- c
            2;
            %triggerpostun -- d < 4
            echo gone
            %filetriggerin -P 77 -- /usr/lib /usr/share
            cat
            %transfiletriggerin -p <lua> -- /etc
            print("y")
            %transfiletriggerpostun -- /etc
            cat
            %files
            """;

    @TempDir
    private Path directory;

    private PackageHeader header() throws IOException {
        Path rpm = new RpmBuild(directory).build(SPEC);
        return RpmFormat.unsigned().read(rpm, (entry, content) -> {});
    }

    @Test
    void scriptlets_have_their_programs_and_flags() throws IOException {
        PackageScripts scripts = PackageScriptsText.of(header());
        assertThat(scripts.scriptlets()).containsOnlyKeys("pretrans", "pre", "post", "preun", "posttrans");
        assertThat(scripts.scriptlet("pretrans")).contains(new Script(List.of("<lua>"), "print(\"x\")", false, false));
        assertThat(scripts.scriptlet("pre")).contains(new Script(List.of("/bin/sh"), "echo %{_bindir}", true, false));
        assertThat(scripts.scriptlet("post")).contains(new Script(List.of("/sbin/ldconfig"), "", false, false));
        assertThat(scripts.scriptlet("preun")).contains(new Script(List.of("/usr/bin/perl", "-w"), "1;", false, false));
        assertThat(scripts.scriptlet("posttrans"))
                .contains(new Script(List.of("/bin/sh"), "echo %{NAME}", false, true));
        assertThat(scripts.prefixes()).containsExactly("/opt");
        assertThat(scripts.accounts()).containsExactly("u someone -");
    }

    @Test
    void triggers_have_their_conditions_moments_and_priorities() throws IOException {
        PackageScripts scripts = PackageScriptsText.of(header());
        assertThat(scripts.triggers(Scope.PACKAGE))
                .extracting(Trigger::kind)
                .containsExactly("triggerin", "triggerprein", "triggerpostun");
        assertThat(scripts.triggers(Scope.PACKAGE).getFirst().conditions())
                .containsExactlyInAnyOrder(
                        new Condition("a", Comparison.GREATER_OR_EQUAL, Optional.of(Evr.parse("2:1-3"))),
                        new Condition("b", Comparison.ANY, Optional.empty()));
        assertThat(scripts.triggers(Scope.PACKAGE).get(1).script().program()).containsExactly("/usr/bin/perl");
        Trigger files = scripts.triggers(Scope.FILES).getFirst();
        assertThat(files.priority()).isEqualTo(77);
        assertThat(files.conditions()).extracting(Condition::name).containsExactlyInAnyOrder("/usr/lib", "/usr/share");
        assertThat(scripts.triggers(Scope.TRANSACTION))
                .extracting(Trigger::moment)
                .containsExactlyInAnyOrder(Moment.IN, Moment.POSTUN);
        assertThat(scripts.triggers(Scope.TRANSACTION).getFirst().priority()).isEqualTo(Trigger.DEFAULT_PRIORITY);
    }

    @Test
    void their_text_form_is_refused_when_it_is_cut_short() throws IOException {
        String text = header().attributes().get(PackageScriptsText.ATTRIBUTE);
        byte[] bytes = Base64.getDecoder().decode(text);
        for (int length = 0; length < bytes.length; length++) {
            String cut = Base64.getEncoder().encodeToString(Arrays.copyOf(bytes, length));
            assertThatThrownBy(() -> PackageScriptsText.parse(cut)).isInstanceOf(IOException.class);
        }
        assertThat(PackageScriptsText.write(PackageScriptsText.parse(text))).isEqualTo(text);
    }
}
