package org.atomsmith.compose.layout;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.atomsmith.compose.tree.FileTree;
import org.atomsmith.compose.tree.MemoryObjects;
import org.atomsmith.compose.tree.Node;
import org.junit.jupiter.api.Test;

class StableAccountsTest {
    private final MemoryObjects objects = new MemoryObjects();
    private final FileTree tree = new FileTree();

    private void accounts(String passwd, String group) {
        tree.put("etc/passwd", objects.text(passwd));
        tree.put("etc/group", objects.text(group));
    }

    private String read(String path) throws IOException {
        return new String(objects.read((Node.File) tree.get(path).orElseThrow()), StandardCharsets.UTF_8);
    }

    private static AccountNumbers numbers(Map<String, Integer> users, Map<String, Integer> groups) {
        return new AccountNumbers(new TreeMap<>(users), new TreeMap<>(groups));
    }

    @Test
    void a_known_name_gets_its_number_back_and_a_new_one_that_took_it_another() throws IOException {
        accounts(
                "root:x:0:0::/root:/bin/sh\nnew:x:998:998::/:/x\nold:x:997:997::/:/x\n",
                "root:x:0:\nnew:x:998:\nold:x:997:\n");
        tree.put("usr/new", objects.text("n").owned(998, 998, 0600));
        tree.put("usr/old", new Node.Directory(997, 997, 0700, Node.noXattrs()));
        new StableAccounts(numbers(Map.of("old", 998, "root", 0), Map.of("old", 998))).apply(tree, objects);
        assertThat(read("etc/passwd"))
                .isEqualTo("root:x:0:0::/root:/bin/sh\nnew:x:999:999::/:/x\nold:x:998:998::/:/x\n");
        assertThat(read("etc/group")).isEqualTo("root:x:0:\nnew:x:999:\nold:x:998:\n");
        assertThat(tree.get("usr/new").orElseThrow().uid()).isEqualTo(999);
        assertThat(tree.get("usr/old").orElseThrow().gid()).isEqualTo(998);
    }

    @Test
    void nothing_changes_when_all_numbers_are_as_before() throws IOException {
        accounts("root:x:0:0::/root:/bin/sh\na:x:100:101::/:/x\n", "a:x:101:\n");
        Node before = tree.get("etc/passwd").orElseThrow();
        new StableAccounts(AccountNumbers.read(tree, objects)).apply(tree, objects);
        assertThat(tree.get("etc/passwd")).contains(before);
    }

    @Test
    void the_number_of_an_account_that_is_gone_may_be_taken() throws IOException {
        accounts("b:x:100:100::/:/x\n", "b:x:100:\n");
        new StableAccounts(numbers(Map.of("gone", 100), Map.of())).apply(tree, objects);
        assertThat(read("etc/passwd")).startsWith("b:x:100:100:");
    }

    @Test
    void given_accounts_come_with_their_numbers_and_who_took_one_gets_another() throws IOException {
        accounts("root:x:0:0::/root:/bin/sh\nnew:x:990:990::/:/x\n", "root:x:0:\nnew:x:990:\n");
        tree.put("etc/shadow", objects.text("root:*:1::::::\n"));
        tree.put("usr/new", objects.text("n").owned(990, 990, 0600));
        GivenAccounts given = new GivenAccounts(
                List.of("root:x:0:0:root:/root:/bin/bash", "etcd:x:990:990:etcd:/var/lib/etcd:/sbin/nologin"),
                List.of("etcd:x:990:"));
        new StableAccounts(numbers(Map.of("root", 0, "etcd", 990), Map.of("etcd", 990)), given).apply(tree, objects);
        assertThat(read("etc/passwd"))
                .isEqualTo("root:x:0:0::/root:/bin/sh\nnew:x:999:999::/:/x\n"
                        + "etcd:x:990:990:etcd:/var/lib/etcd:/sbin/nologin\n");
        assertThat(read("etc/group")).isEqualTo("root:x:0:\nnew:x:999:\netcd:x:990:\n");
        assertThat(read("etc/shadow")).isEqualTo("root:*:1::::::\netcd:!*:::::::\n");
        assertThat(tree.has("etc/gshadow")).isFalse();
        assertThat(tree.get("usr/new").orElseThrow().uid()).isEqualTo(999);
    }

    @Test
    void numbers_survive_a_lockfile() {
        AccountNumbers numbers = numbers(Map.of("a", 100), Map.of("b", 101));
        assertThat(AccountNumbers.fromMetadata(Map.of(AccountNumbers.METADATA, numbers.toMetadata())))
                .contains(numbers);
    }

    @Test
    void hosts_are_told_all_accounts_but_root() throws IOException {
        accounts(
                "root:x:0:0::/root:/bin/sh\na:x:100:101:A \"q\",,:/var/a:/bin/false\n",
                "root:x:0:\na:x:101:\nb:x:102:a\n");
        new AccountsForHosts().apply(tree, objects);
        assertThat(read("usr/lib/atomsmith/accounts.conf"))
                .endsWith("\ng a 101\ng b 102\nu a 100:101 \"A \\\"q\\\",,\" /var/a /bin/false\nm a b\n");
    }
}
