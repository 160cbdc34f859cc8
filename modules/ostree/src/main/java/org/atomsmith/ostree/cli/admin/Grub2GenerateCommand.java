package org.atomsmith.ostree.cli.admin;

import java.io.IOException;
import org.atomsmith.ostree.cli.command.Call;
import org.atomsmith.ostree.cli.command.Command;
import org.atomsmith.ostree.cli.command.Syntax;
import org.atomsmith.ostree.sysroot.SysrootException;
import org.atomsmith.ostree.sysroot.boot.Grub2Menu;
import org.atomsmith.ostree.sysroot.boot.LoaderEntries;

/** {@code ostree admin instutil grub2-generate}: prints GRUB's menu; called by {@code grub2-mkconfig}'s script. */
final class Grub2GenerateCommand implements Command {
    @Override
    public Syntax syntax() {
        return Syntax.onSysroot("[BOOTVERSION]", "Generate GRUB2 configuration from given BLS entries");
    }

    @Override
    public int run(Call call) throws IOException {
        String version = call.argument(0)
                .or(() -> call.environment("_OSTREE_GRUB2_BOOTVERSION"))
                .orElseThrow(() -> new SysrootException("Invalid bootversion: name 0 or 1"));
        if (!version.equals("0") && !version.equals("1")) {
            throw new SysrootException("Invalid bootversion: " + version);
        }
        Grub2Menu menu = new Grub2Menu(
                variable(call, "GRUB2_BOOT_DEVICE_ID"),
                variable(call, "GRUB2_PREPARE_ROOT_CACHE"),
                call.environment("_OSTREE_GRUB2_IS_EFI").isPresent());
        call.out()
                .print(menu.text(
                        LoaderEntries.read(AdminCall.path(call).resolve("boot/loader." + version + "/entries")).stream()
                                .map(LoaderEntries.Entry::entry)
                                .toList()));
        return 0;
    }

    private static String variable(Call call, String name) throws SysrootException {
        return call.environment(name)
                .orElseThrow(() -> new SysrootException(
                        name + " is not set: this command is called by grub2-mkconfig's script for OSTree"));
    }
}
