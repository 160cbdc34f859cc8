package org.atomsmith.rpm.file;

/**
 * Numbers of header entries, from rpm's {@code rpmtag.h}: those that something here reads or writes. {@link TagNames} knows
 * the names of all of them.
 */
public final class Tag {
    public static final int REGION_SIGNATURES = 62;
    public static final int REGION_IMMUTABLE = 63;
    public static final int I18N_TABLE = 100;

    /** In the signature header. */
    public static final int SIG_DSA = 267;

    public static final int SIG_RSA = 268;
    public static final int SIG_SHA1 = 269;
    public static final int SIG_LONGSIZE = 270;
    public static final int SIG_LONGARCHIVESIZE = 271;
    public static final int SIG_SHA256 = 273;
    public static final int SIG_FILESIGNATURES = 274;
    public static final int SIG_FILESIGNATURELENGTH = 275;
    public static final int SIG_OPENPGP = 278;
    public static final int SIG_SHA3_256 = 279;
    public static final int SIG_RESERVED = 999;
    public static final int SIG_SIZE = 1000;
    public static final int SIG_PGP = 1002;
    public static final int SIG_MD5 = 1004;
    public static final int SIG_GPG = 1005;
    public static final int SIG_PAYLOADSIZE = 1007;
    public static final int SIG_RESERVEDSPACE = 1008;

    /** The signature's, as an installed header has it. */
    public static final int SIGMD5 = 261;

    /** In the main header. */
    public static final int NAME = 1000;

    public static final int VERSION = 1001;
    public static final int RELEASE = 1002;
    public static final int EPOCH = 1003;
    public static final int SUMMARY = 1004;
    public static final int DESCRIPTION = 1005;
    public static final int BUILDTIME = 1006;
    public static final int BUILDHOST = 1007;
    public static final int INSTALLTIME = 1008;
    public static final int SIZE = 1009;
    public static final int DISTRIBUTION = 1010;
    public static final int VENDOR = 1011;
    public static final int LICENSE = 1014;
    public static final int PACKAGER = 1015;
    public static final int GROUP = 1016;
    public static final int URL = 1020;
    public static final int OS = 1021;
    public static final int ARCH = 1022;
    public static final int PREIN = 1023;
    public static final int POSTIN = 1024;
    public static final int PREUN = 1025;
    public static final int POSTUN = 1026;
    public static final int OLDFILENAMES = 1027;
    public static final int FILESIZES = 1028;
    public static final int FILESTATES = 1029;
    public static final int FILEMODES = 1030;
    public static final int FILERDEVS = 1033;
    public static final int FILEMTIMES = 1034;
    public static final int FILEDIGESTS = 1035;
    public static final int FILELINKTOS = 1036;
    public static final int FILEFLAGS = 1037;
    public static final int FILEUSERNAME = 1039;
    public static final int FILEGROUPNAME = 1040;
    public static final int SOURCERPM = 1044;
    public static final int FILEVERIFYFLAGS = 1045;
    public static final int ARCHIVESIZE = 1046;
    public static final int PROVIDENAME = 1047;
    public static final int REQUIREFLAGS = 1048;
    public static final int REQUIRENAME = 1049;
    public static final int REQUIREVERSION = 1050;
    public static final int CONFLICTFLAGS = 1053;
    public static final int CONFLICTNAME = 1054;
    public static final int CONFLICTVERSION = 1055;
    public static final int RPMVERSION = 1064;
    public static final int TRIGGERSCRIPTS = 1065;
    public static final int TRIGGERNAME = 1066;
    public static final int TRIGGERVERSION = 1067;
    public static final int TRIGGERFLAGS = 1068;
    public static final int TRIGGERINDEX = 1069;
    public static final int VERIFYSCRIPT = 1079;
    public static final int CHANGELOGTIME = 1080;
    public static final int CHANGELOGNAME = 1081;
    public static final int CHANGELOGTEXT = 1082;
    public static final int PREINPROG = 1085;
    public static final int POSTINPROG = 1086;
    public static final int PREUNPROG = 1087;
    public static final int POSTUNPROG = 1088;
    public static final int OBSOLETENAME = 1090;
    public static final int VERIFYSCRIPTPROG = 1091;
    public static final int TRIGGERSCRIPTPROG = 1092;
    public static final int COOKIE = 1094;
    public static final int FILEDEVICES = 1095;
    public static final int FILEINODES = 1096;
    public static final int FILELANGS = 1097;
    public static final int PREFIXES = 1098;
    public static final int SOURCEPACKAGE = 1106;
    public static final int PROVIDEFLAGS = 1112;
    public static final int PROVIDEVERSION = 1113;
    public static final int OBSOLETEFLAGS = 1114;
    public static final int OBSOLETEVERSION = 1115;
    public static final int DIRINDEXES = 1116;
    public static final int BASENAMES = 1117;
    public static final int DIRNAMES = 1118;
    public static final int PAYLOADFORMAT = 1124;
    public static final int PAYLOADCOMPRESSOR = 1125;
    public static final int PAYLOADFLAGS = 1126;
    public static final int INSTALLCOLOR = 1127;
    public static final int INSTALLTID = 1128;
    public static final int PRETRANS = 1151;
    public static final int POSTTRANS = 1152;
    public static final int PRETRANSPROG = 1153;
    public static final int POSTTRANSPROG = 1154;
    public static final int DISTTAG = 1155;
    public static final int LONGFILESIZES = 5008;
    public static final int LONGSIZE = 5009;
    public static final int FILECAPS = 5010;
    public static final int FILEDIGESTALGO = 5011;
    public static final int BUGURL = 5012;
    public static final int PREINFLAGS = 5020;
    public static final int POSTINFLAGS = 5021;
    public static final int PREUNFLAGS = 5022;
    public static final int POSTUNFLAGS = 5023;
    public static final int PRETRANSFLAGS = 5024;
    public static final int POSTTRANSFLAGS = 5025;
    public static final int TRIGGERSCRIPTFLAGS = 5027;
    public static final int VCS = 5034;
    public static final int RECOMMENDNAME = 5046;
    public static final int RECOMMENDVERSION = 5047;
    public static final int RECOMMENDFLAGS = 5048;
    public static final int SUGGESTNAME = 5049;
    public static final int SUGGESTVERSION = 5050;
    public static final int SUGGESTFLAGS = 5051;
    public static final int SUPPLEMENTNAME = 5052;
    public static final int SUPPLEMENTVERSION = 5053;
    public static final int SUPPLEMENTFLAGS = 5054;
    public static final int ENHANCENAME = 5055;
    public static final int ENHANCEVERSION = 5056;
    public static final int ENHANCEFLAGS = 5057;
    public static final int ENCODING = 5062;
    public static final int FILETRIGGERSCRIPTS = 5066;
    public static final int FILETRIGGERSCRIPTPROG = 5067;
    public static final int FILETRIGGERSCRIPTFLAGS = 5068;
    public static final int FILETRIGGERNAME = 5069;
    public static final int FILETRIGGERINDEX = 5070;
    public static final int FILETRIGGERVERSION = 5071;
    public static final int FILETRIGGERFLAGS = 5072;
    public static final int TRANSFILETRIGGERSCRIPTS = 5076;
    public static final int TRANSFILETRIGGERSCRIPTPROG = 5077;
    public static final int TRANSFILETRIGGERSCRIPTFLAGS = 5078;
    public static final int TRANSFILETRIGGERNAME = 5079;
    public static final int TRANSFILETRIGGERINDEX = 5080;
    public static final int TRANSFILETRIGGERVERSION = 5081;
    public static final int TRANSFILETRIGGERFLAGS = 5082;
    public static final int FILETRIGGERPRIORITIES = 5084;
    public static final int TRANSFILETRIGGERPRIORITIES = 5085;
    public static final int FILESIGNATURES = 5090;
    public static final int PAYLOADDIGEST = 5092;
    public static final int PAYLOADDIGESTALGO = 5093;
    public static final int PAYLOADDIGESTALT = 5097;
    public static final int PREUNTRANS = 5103;
    public static final int POSTUNTRANS = 5104;
    public static final int PREUNTRANSPROG = 5105;
    public static final int POSTUNTRANSPROG = 5106;
    public static final int PREUNTRANSFLAGS = 5107;
    public static final int POSTUNTRANSFLAGS = 5108;
    public static final int PAYLOADSIZE = 5112;
    public static final int PAYLOADSIZEALT = 5113;
    public static final int RPMFORMAT = 5114;
    public static final int FILEMIMEINDEX = 5115;
    public static final int MIMEDICT = 5116;
    public static final int PAYLOADSHA512 = 5121;
    public static final int PAYLOADSHA512ALT = 5122;
    public static final int PAYLOADSHA3_256 = 5123;
    public static final int PAYLOADSHA3_256ALT = 5124;

    /** Beyond rpm's own: facts of a package that was converted, keys and values by turns ({@link RpmFormat}). */
    public static final int ATTRIBUTES = 1_000_001;

    private Tag() {}
}
