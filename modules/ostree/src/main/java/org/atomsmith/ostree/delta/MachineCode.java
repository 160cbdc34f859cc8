package org.atomsmith.ostree.delta;

/** Tells machine code by the beginning of a file. */
final class MachineCode {
    private static final int ELF_MACHINE = 18;
    private static final int I386 = 3;
    private static final int X86_64 = 62;

    private MachineCode() {}

    /** True for an ELF file with code of x86, 32 or 64 bits. */
    static boolean isX86(byte[] bytes, int length) {
        if (length < ELF_MACHINE + 2 || bytes[0] != 0x7f || bytes[1] != 'E' || bytes[2] != 'L' || bytes[3] != 'F') {
            return false;
        }
        int machine = bytes[ELF_MACHINE] & 0xff | (bytes[ELF_MACHINE + 1] & 0xff) << 8;
        return machine == X86_64 || machine == I386;
    }
}
