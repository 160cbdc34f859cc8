package org.atomsmith.host.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.atomsmith.ostree.gvariant.Variant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChangesTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Upgrade | ({'reboot': <true>},) | upgrade --os=os --reboot | upgrade",
                "Upgrade | ({'download-only': <true>, 'cache-only': <false>},) | upgrade --os=os --download-only | upgrade",
                "Upgrade | ({'cache-only': <true>, 'dry-run': <false>},) | upgrade --os=os --cache-only | upgrade",
                "Deploy | ('1.2', @a{sv} {}) | deploy --os=os -- 1.2 | deploy",
                "Rebase | (@a{sv} {}, 'origin:os/next', @as []) | rebase --os=os -- origin:os/next | rebase",
                "Rollback | (@a{sv} {},) | rollback | rollback",
                "KernelArgs | ('', ['a=1'], @as [], ['quiet'], @a{sv} {}) | kargs --append=a=1 --delete=quiet | bootconfig",
                "Cleanup | (['pending-deploy', 'repomd'],) | cleanup --pending --repomd | cleanup",
                "PkgChange | (@a{sv} {}, ['vim'], ['nano']) | install --uninstall=nano -- vim | install-uninstall-packages",
                "UpdateDeployment | (@a{sv} {}, @a{sv} {}) | upgrade --os=os | upgrade",
                "UpdateDeployment | ({'set-refspec': <'o:r'>}, {'skip-purge': <true>}) "
                        + "| rebase --os=os --skip-purge -- o:r | rebase",
                "UpdateDeployment | ({'install-packages': <['--x']>}, {'no-pull-base': <true>}) "
                        + "| install -- --x | install-uninstall-packages",
                "UpdateDeployment | ({'set-revision': <'1.2'>}, {'allow-downgrade': <true>, 'dry-run': <true>}) "
                        + "| deploy --os=os --preview -- 1.2 | deploy",
                "UpdateDeployment | (@a{sv} {}, {'no-pull-base': <true>, 'no-layering': <true>}) "
                        + "| reset --overlays | override",
                "PkgChange | (@a{sv} {}, @as [], ['nano']) | uninstall -- nano | install-uninstall-packages",
                "UpdateDeployment | ({'override-remove-packages': <['nano']>}, @a{sv} {}) | override remove -- nano | override",
            })
    void a_method_is_a_command_of_the_host(String method, String arguments, String words, String actions)
            throws CallException {
        Changes.Wanted wanted = Changes.of(method, Variant.parseText(arguments).children(), "os")
                .orElseThrow();

        assertThat(wanted.change().words()).isEqualTo(List.of(words.split(" ")));
        assertThat(wanted.actions()).isEqualTo(List.of(actions.split(" ")));
    }

    @Test
    void refuses_packages_that_are_open_files() {
        List<Variant> arguments = Variant.parseText("({'install-local-packages': <[handle 3]>}, @a{sv} {})")
                .children();

        assertThatThrownBy(() -> Changes.of("UpdateDeployment", arguments, "os"))
                .hasMessageContaining("local packages");
    }

    @Test
    void refuses_what_a_command_cannot_do_rather_than_doing_less() {
        List<Variant> arguments =
                Variant.parseText("(@a{sv} {}, {'apply-live': <true>})").children();

        assertThatThrownBy(() -> Changes.of("UpdateDeployment", arguments, "os"))
                .hasMessage("apply-live is not supported for upgrade");
    }
}
