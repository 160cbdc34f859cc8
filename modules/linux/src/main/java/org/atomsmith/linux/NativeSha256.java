package org.atomsmith.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.security.MessageDigest;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * The SHA-256 of OpenSSL's libcrypto, which is as fast on its first byte as on its last. Java's own needs the JVM's second
 * compiler, which on a small machine takes more than the digests do. For much data: the library is loaded by the first use.
 */
public final class NativeSha256 extends MessageDigest {
    private static final String LIBRARY = "libcrypto.so.3";
    private static final int SIZE = 32;

    /** Bytes of {@code SHA256_CTX}, which is 112 and part of libcrypto's ABI. */
    private static final int STATE_SIZE = 128;

    /** The garbage collector waits for a call, so one is never long. */
    private static final int PIECE = 65_536;

    private final Functions functions;
    private final byte[] state = new byte[STATE_SIZE];
    private final MemorySegment context = MemorySegment.ofArray(state);

    /**
     * Functions of libcrypto that take arrays of Java as they are, all in the shape of {@code SHA256_Update}: to link another
     * takes time, and registers that a function does not ask for do not matter to it.
     */
    private record Functions(MethodHandle init, MethodHandle update, MethodHandle end) {
        static final Optional<Functions> LOADED = load();

        private static Optional<Functions> load() {
            if (ValueLayout.ADDRESS.byteSize() != Long.BYTES) {
                return Optional.empty();
            }
            try {
                SymbolLookup library = SymbolLookup.libraryLookup(LIBRARY, Arena.global());
                MethodHandle any = Linker.nativeLinker()
                        .downcallHandle(
                                FunctionDescriptor.of(
                                        ValueLayout.JAVA_INT,
                                        ValueLayout.ADDRESS,
                                        ValueLayout.ADDRESS,
                                        ValueLayout.JAVA_LONG),
                                Linker.Option.critical(true));
                return Optional.of(new Functions(
                        any.bindTo(library.findOrThrow("SHA256_Init")),
                        any.bindTo(library.findOrThrow("SHA256_Update")),
                        any.bindTo(library.findOrThrow("SHA256_Final"))));
            } catch (IllegalArgumentException | UnsatisfiedLinkError | NoSuchElementException e) {
                return Optional.empty();
            }
        }
    }

    private NativeSha256(Functions functions) {
        super("SHA-256");
        this.functions = functions;
        engineReset();
    }

    /** A new digest; empty where libcrypto is not installed: Java's has to do. */
    public static Optional<MessageDigest> create() {
        return Functions.LOADED.map(NativeSha256::new);
    }

    @Override
    protected int engineGetDigestLength() {
        return SIZE;
    }

    @Override
    protected void engineReset() {
        try {
            check((int) functions.init().invokeExact(context, MemorySegment.NULL, 0L));
        } catch (Throwable e) {
            throw rethrown(e);
        }
    }

    @Override
    protected void engineUpdate(byte input) {
        engineUpdate(new byte[] {input}, 0, 1);
    }

    @Override
    protected void engineUpdate(byte[] input, int offset, int length) {
        MemorySegment bytes = MemorySegment.ofArray(input).asSlice(offset, length);
        for (long done = 0; done < length; done += PIECE) {
            long piece = Math.min(PIECE, length - done);
            try {
                check((int) functions.update().invokeExact(context, bytes.asSlice(done, piece), piece));
            } catch (Throwable e) {
                throw rethrown(e);
            }
        }
    }

    @Override
    protected byte[] engineDigest() {
        byte[] digest = new byte[SIZE];
        try {
            check((int) functions.end().invokeExact(MemorySegment.ofArray(digest), context, 0L));
        } catch (Throwable e) {
            throw rethrown(e);
        }
        engineReset();
        return digest;
    }

    private static void check(int result) {
        if (result != 1) {
            throw new IllegalStateException(LIBRARY + " refuses to digest");
        }
    }

    private static RuntimeException rethrown(Throwable e) {
        return switch (e) {
            case RuntimeException unchecked -> unchecked;
            case Error error -> throw error;
            default -> new IllegalStateException("calling " + LIBRARY, e);
        };
    }
}
