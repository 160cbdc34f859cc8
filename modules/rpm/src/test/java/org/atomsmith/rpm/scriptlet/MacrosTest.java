package org.atomsmith.rpm.scriptlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.atomsmith.rpm.Evr;
import org.atomsmith.rpm.Fixtures;
import org.atomsmith.rpm.Nevra;
import org.atomsmith.rpm.file.RpmBuild;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MacrosTest {
    private static Macros macros() {
        return Macros.of("x86_64", Optional.of(List.of("de", "en_GB")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "%{_bindir}/x",
                "%_bindir/x",
                "%{_unknown_thing} %_unknown_thing %",
                "100%% %{nil}.",
                "%{?_bindir}|%{?nothing}|%{!?nothing}|%{?!nothing}",
                "%{?_sysconfdir:in %{_sysconfdir}}%{?nothing:no}%{!?nothing:yes %{_var}}%{!?_bindir:no}",
                "%{!?!_bindir:twice}"
            })
    void expands_as_rpm_does(String text, @TempDir Path directory) throws IOException {
        Fixtures.requireProgram("rpm");
        Macros macros = macros();
        macros.define("_var", "/var");
        assertThat(macros.expand(text) + "\n").isEqualTo(RpmBuild.run(directory, List.of("rpm", "--eval", text)));
    }

    @Test
    void languages_and_machine_are_those_of_the_tree() {
        assertThat(macros().expand("%{_install_langs} %{_lib} %{_target_cpu}")).isEqualTo("de:en_GB lib64 x86_64");
        assertThat(Macros.of("i686", Optional.empty()).expand("%{_install_langs} %{_lib}"))
                .isEqualTo("all lib");
    }

    @Test
    void definitions_are_a_stack() {
        Macros macros = macros();
        macros.define("a", "1");
        macros.define("a", "2%{nil}");
        assertThat(macros.expand("%{a}")).isEqualTo("2");
        macros.undefine("a");
        assertThat(macros.expand("%a")).isEqualTo("1");
        macros.undefine("a");
        assertThat(macros.isDefined("a")).isFalse();
    }

    @Test
    void what_runs_programs_or_does_not_end_is_refused() {
        Macros macros = macros();
        macros.define("again", "%{again}");
        assertThatThrownBy(() -> macros.expand("%{again}")).hasMessageContaining("nested too deeply");
        assertThatThrownBy(() -> macros.expand("%(rm -rf /)")).hasMessageContaining("runs a program");
        assertThatThrownBy(() -> macros.expand("%{lua:print(1)}")).hasMessageContaining("with arguments");
        assertThatThrownBy(() -> macros.expand("%{_bindir")).hasMessageContaining("not closed");
    }

    @Test
    void facts_of_a_package_come_in_by_their_names() {
        Nevra owner = new Nevra("tool", Evr.parse("2:1.0-3"), "noarch");
        assertThat(Macros.describe("%{NAME}-%{version} %{EPOCH} %{arch} 5%% %{OTHER}", owner))
                .isEqualTo("tool-1.0 2 noarch 5% %{OTHER}");
    }
}
