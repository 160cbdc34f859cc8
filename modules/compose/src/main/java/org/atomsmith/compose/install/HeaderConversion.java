package org.atomsmith.compose.install;

import java.io.IOException;
import java.util.List;
import org.atomsmith.rpm.PackageHeader;
import org.atomsmith.rpm.RpmPackage;
import org.atomsmith.rpm.write.PackageSpec;
import org.atomsmith.rpm.write.SpecFile;

/** What rpm's database says of a package that was never an RPM file. */
@FunctionalInterface
public interface HeaderConversion {

    /**
     * Converts a package.
     *
     * @param p what it needs and provides
     * @param header what its file says of it
     * @param files all of its files
     * @throws IOException when the header is malformed
     */
    PackageSpec of(RpmPackage p, PackageHeader header, List<SpecFile> files) throws IOException;
}
