package dev.modeldock.blobs;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.zip.CRC32;

/**
 * Where one import's files are written on their way into the store. One pass writes, hashes and counts; equal bytes are
 * kept once. What it relies on in the store is held until it is closed, so that a delete beside it takes none of that.
 * Used by one thread at a time.
 */
public final class Staging implements AutoCloseable {
    private static final int BUFFER = 256 * 1024;

    private final Blobs blobs;
    private final Path directory;
    private final Space.Reservation reservation;
    private final Durability durability;
    private final Map<String, StagedBlob> staged = new HashMap<>();
    private final Set<String> held = new HashSet<>();
    private final byte[] buffer = new byte[BUFFER];
    private long bytes;
    private int next;

    Staging(Blobs blobs, Path directory, Space.Reservation reservation, Durability durability) {
        this.blobs = blobs;
        this.directory = directory;
        this.reservation = reservation;
        this.durability = durability;
    }

    /**
     * Write one file from a stream, to the stream's end.
     *
     * @param progress told the bytes of each step; may throw to stop
     */
    public StagedBlob write(InputStream in, LongConsumer progress) throws IOException, InterruptedException {
        Path file = directory.resolve(Integer.toString(next++));
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        long size = 0;
        boolean handedOver = false;
        try {
            MessageDigest sha256 = Hashes.sha256();
            CRC32 crc32 = new CRC32();
            for (int count; (count = in.readNBytes(buffer, 0, buffer.length)) > 0; ) {
                reservation.use(count);
                size += count;
                sha256.update(buffer, 0, count);
                crc32.update(buffer, 0, count);
                writeFully(channel, ByteBuffer.wrap(buffer, 0, count));
                progress.accept(count);
            }
            Blob blob = new Blob(HexFormat.of().formatHex(sha256.digest()), size, crc32.getValue());
            StagedBlob known = stored(blob.sha256()).orElse(null);
            if (known == null) {
                durability.force(channel);
                handedOver = true;
                known = new StagedBlob(blob, file, false);
                bytes += size;
                staged.put(blob.sha256(), known);
            }
            return known;
        } finally {
            if (!handedOver) {
                channel.close();
                Files.deleteIfExists(file);
                reservation.restore(size);
            }
        }
    }

    /** The bytes with this hash when they are here already; they are held from now on. */
    public Optional<StagedBlob> stored(String sha256) {
        StagedBlob known = staged.get(sha256);
        if (known != null) {
            return Optional.of(known);
        }
        Optional<StagedBlob> here =
                blobs.hold(sha256).map(blob -> new StagedBlob(blob, blobs.path(blob.sha256()), true));
        here.ifPresent(blob -> {
            held.add(sha256);
            staged.put(sha256, blob);
        });
        return here;
    }

    private static void writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /**
     * Move some of what was written into the store. Follow with {@link Blobs#record} in the transaction that makes it
     * known, and with {@link #close} in any case: what has no row by then is removed again.
     */
    public void arrive(Collection<StagedBlob> wanted) throws IOException, InterruptedException {
        durability.await();
        List<StagedBlob> moving = wanted.stream()
                .map(this::now)
                .filter(blob -> !blob.stored())
                .distinct()
                .toList();
        List<String> hashes = moving.stream().map(blob -> blob.blob().sha256()).toList();
        held.addAll(hashes);
        blobs.expect(hashes);
        Set<Path> touched = new LinkedHashSet<>();
        for (StagedBlob each : moving) {
            Path home = blobs.moveIn(each);
            staged.put(each.blob().sha256(), new StagedBlob(each.blob(), home, true));
            bytes -= each.blob().size();
            touched.add(home.getParent());
        }
        blobs.forceNames(touched);
    }

    /** The same bytes where they lie by now: {@link #arrive} moves them. */
    public StagedBlob now(StagedBlob earlier) {
        return staged.get(earlier.blob().sha256());
    }

    /** Let go of everything: what was not made known is gone, the promised room is free again. */
    @Override
    public void close() throws IOException {
        try {
            DirectoryTree.delete(directory);
        } finally {
            blobs.space().freed(bytes);
            bytes = 0;
            staged.clear();
            reservation.close();
            blobs.release(List.copyOf(held));
            held.clear();
        }
    }
}
