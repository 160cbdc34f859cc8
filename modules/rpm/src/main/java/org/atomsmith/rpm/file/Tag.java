package org.atomsmith.rpm.file;

/** Numbers of the header entries that are read, from rpm's {@code rpmtag.h}. */
final class Tag {
    static final int REGION_SIGNATURES = 62;
    static final int REGION_IMMUTABLE = 63;

    /** In the signature header. */
    static final int SIG_DSA = 267;

    static final int SIG_RSA = 268;
    static final int SIG_SHA1 = 269;
    static final int SIG_LONGSIZE = 270;
    static final int SIG_SHA256 = 273;
    static final int SIG_OPENPGP = 278;
    static final int SIG_SIZE = 1000;
    static final int SIG_MD5 = 1004;

    /** In the main header. */
    static final int NAME = 1000;

    static final int VERSION = 1001;
    static final int RELEASE = 1002;
    static final int EPOCH = 1003;
    static final int SUMMARY = 1004;
    static final int BUILDTIME = 1006;
    static final int LICENSE = 1014;
    static final int ARCH = 1022;
    static final int PREIN = 1023;
    static final int POSTIN = 1024;
    static final int PREUN = 1025;
    static final int POSTUN = 1026;
    static final int OLDFILENAMES = 1027;
    static final int FILESIZES = 1028;
    static final int FILEMODES = 1030;
    static final int FILEDIGESTS = 1035;
    static final int FILELINKTOS = 1036;
    static final int FILEFLAGS = 1037;
    static final int FILEUSERNAME = 1039;
    static final int FILEGROUPNAME = 1040;
    static final int SOURCERPM = 1044;
    static final int PREINPROG = 1085;
    static final int POSTINPROG = 1086;
    static final int PREUNPROG = 1087;
    static final int POSTUNPROG = 1088;
    static final int FILEDEVICES = 1095;
    static final int FILEINODES = 1096;
    static final int SOURCEPACKAGE = 1106;
    static final int DIRINDEXES = 1116;
    static final int BASENAMES = 1117;
    static final int DIRNAMES = 1118;
    static final int PAYLOADFORMAT = 1124;
    static final int PRETRANS = 1151;
    static final int POSTTRANS = 1152;
    static final int PRETRANSPROG = 1153;
    static final int POSTTRANSPROG = 1154;
    static final int LONGFILESIZES = 5008;
    static final int FILECAPS = 5010;
    static final int FILEDIGESTALGO = 5011;
    static final int PAYLOADDIGEST = 5092;
    static final int PAYLOADDIGESTALGO = 5093;

    private Tag() {}
}
