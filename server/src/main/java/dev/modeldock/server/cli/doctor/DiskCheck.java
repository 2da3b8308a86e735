package dev.modeldock.server.cli.doctor;

import dev.modeldock.server.cli.terminal.Amounts;
import dev.modeldock.server.config.Config;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The disk below the data directory: its room, and how fast bytes are on it for good. */
record DiskCheck(Config config, Path place) {
    private static final int PIECE = 1 << 20;
    private static final int PIECES = 64;
    private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(3);
    private static final long SLOW = 40L << 20;
    private static final long LITTLE = 5L << 30;
    private static final int FORCES = 20;

    void look(Consumer<Finding> tell) throws IOException {
        FileStore disk = Files.getFileStore(place);
        long free = disk.getUsableSpace();
        long keep = config.bytes("storage.minFreeBytes");
        String found =
                Amounts.bytes(free) + " of " + Amounts.bytes(disk.getTotalSpace()) + " are free on " + disk.type();
        if (free <= keep) {
            tell.accept(Finding.fail(
                    "disk space",
                    found,
                    "Nothing can come in: " + Amounts.bytes(keep)
                            + " have to stay free. Make room, move --data, or lower" + " storage.minFreeBytes."));
            return;
        }
        tell.accept(
                free < LITTLE
                        ? Finding.warn("disk space", found, "Large models need more; make room, or move --data.")
                        : Finding.ok("disk space", found));
        if (free > keep + (long) PIECES * PIECE) {
            speed(tell);
        }
    }

    private void speed(Consumer<Finding> tell) throws IOException {
        Path file = Files.createTempFile(place, ".doctor", ".tmp");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            byte[] noise = new byte[PIECE];
            new Random().nextBytes(noise);
            long begin = System.nanoTime();
            long bytes = 0;
            for (int i = 0; i < PIECES && System.nanoTime() - begin < LONGEST_NANOS; i++) {
                for (ByteBuffer piece = ByteBuffer.wrap(noise); piece.hasRemaining(); ) {
                    bytes += channel.write(piece);
                }
            }
            channel.force(true);
            long second = rate(bytes, System.nanoTime() - begin);
            long barrier = barrier(channel);
            String found = Amounts.bytes(second) + "/s written for good, " + barrier + " µs to force a small change";
            tell.accept(
                    second < SLOW
                            ? Finding.warn("disk speed", found, "Imports are as slow as this disk; move --data.")
                            : Finding.ok("disk speed", found));
        } finally {
            Files.delete(file);
        }
    }

    private static long rate(long bytes, long nanos) {
        return (long) (bytes * (double) TimeUnit.SECONDS.toNanos(1) / Math.max(1, nanos));
    }

    /** What every acknowledged request waits for, in microseconds. */
    private static long barrier(FileChannel channel) throws IOException {
        long begin = System.nanoTime();
        for (int i = 0; i < FORCES; i++) {
            channel.write(ByteBuffer.wrap(new byte[] {(byte) i}), i);
            channel.force(false);
        }
        return TimeUnit.NANOSECONDS.toMicros((System.nanoTime() - begin) / FORCES);
    }
}
