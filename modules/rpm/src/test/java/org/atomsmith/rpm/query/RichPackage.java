package org.atomsmith.rpm.query;

import java.io.IOException;
import java.nio.file.Path;
import org.atomsmith.rpm.file.RpmBuild;

/** A package that has something of everything that rpmbuild of rpm 4.18 can put into one. */
public final class RichPackage {
    private static final String SPEC = """
            Name: rich
            Epoch: 7
            Version: 1.5~rc2
            Release: 3
            Summary: Has & is <everything> – of "all"
            Summary(de): Hat alles
            License: MIT
            Group: Some/Group
            URL: http://example.org/?a=1&b=2
            Vendor: Example
            Packager: Nobody <nobody@example.org>
            Prefix: /opt
            Provides: virtual = 1.0
            Requires: glibc >= 2.0
            Requires(pre): shadow-utils
            Requires: (a or (b with c))
            Conflicts: old < 2:1
            Obsoletes: older <= 3
            Recommends: nice
            Suggests: nicer
            Supplements: (x and y)
            Enhances: z
            %description
            All of it.

            In two paragraphs.
            %description -l de
            Alles.
            %install
            mkdir -p %{buildroot}/usr/bin %{buildroot}/etc %{buildroot}/usr/share/doc/rich %{buildroot}/var/lib/rich
            mkdir -p %{buildroot}/opt/x
            echo hello > %{buildroot}/usr/bin/hello
            ln %{buildroot}/usr/bin/hello %{buildroot}/usr/bin/again
            ln -s hello %{buildroot}/usr/bin/link
            head -c 20000 /dev/zero > %{buildroot}/usr/bin/big
            : > %{buildroot}/usr/bin/empty
            mkfifo %{buildroot}/var/lib/rich/pipe
            echo conf > %{buildroot}/etc/rich.conf
            echo doc > %{buildroot}/usr/share/doc/rich/README
            %pretrans -p <lua>
            print("pretrans")
            %pre
            echo pre
            %post -p /sbin/ldconfig
            %preun -p /usr/bin/perl
            print "x";
            %postun
            exit 0
            %posttrans
            echo posttrans
            %verifyscript
            true
            %triggerin -- a, b > 2
            echo in
            %triggerun -p /usr/bin/perl -- c
            print 1;
            %triggerpostun -- d < 1:2-3
            echo postun
            %triggerprein -- e
            echo prein
            %filetriggerin -- /usr/lib /lib
            cat
            %filetriggerpostun -P 5 -- /etc
            cat
            %transfiletriggerin -p <lua> -- /usr/share
            print(1)
            %transfiletriggerun -- /usr/share/x
            true
            %files
            %attr(4755,root,root) %caps(cap_net_raw,cap_sys_admin=ep) /usr/bin/hello
            /usr/bin/again
            /usr/bin/link
            %attr(0750,games,video) /usr/bin/big
            /usr/bin/empty
            %config(noreplace) %verify(not md5 size mtime) /etc/rich.conf
            %doc /usr/share/doc/rich/README
            /opt/x
            /var/lib/rich/pipe
            %dir %attr(1777,nobody,nogroup) /var/lib/rich
            %ghost %attr(0600,root,root) /var/lib/rich/made-later
            %changelog
            * Wed Feb 07 2024 Somebody <s@example.org> - 7:1.5~rc2-3
            - changed & <mended>

            * Tue Dec 05 2023 Somebody <s@example.org> - 1
            - began
            """;

    private RichPackage() {}

    /** Builds it. */
    public static Path build(Path directory, String... defines) throws IOException {
        return new RpmBuild(directory).build(SPEC, defines);
    }
}
