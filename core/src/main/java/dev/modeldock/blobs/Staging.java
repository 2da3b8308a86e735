package dev.modeldock.blobs;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongConsumer;

/**
 * Where one import's files are written on their way into the store. One pass writes, hashes and counts; equal bytes are
 * kept once. What it relies on in the store is held until it is closed, so that a delete beside it takes none of that.
 * {@link #write} is for one thread at a time; all else is safe to use from many.
 */
public final class Staging implements AutoCloseable {
    private static final int BUFFER = 256 * 1024;
    /** Up to here a file is written by another thread: making a file costs more than its bytes. */
    private static final int SMALL = 64 * 1024;

    private final Blobs blobs;
    private final Path directory;
    private final Space.Reservation reservation;
    private final Durability durability;
    private final StagingPlaces places;
    private final Map<String, StagedBlob> staged = new HashMap<>();
    private final Set<String> held = new HashSet<>();
    private final byte[] buffer = new byte[BUFFER];
    private long bytes;

    Staging(Blobs blobs, Path directory, Space.Reservation reservation, Durability durability) {
        this.blobs = blobs;
        this.directory = directory;
        this.reservation = reservation;
        this.durability = durability;
        this.places = new StagingPlaces(directory);
    }

    /**
     * Write one file from a stream, to the stream's end.
     *
     * @param hash fresh; takes the bytes on their way
     * @param progress told the bytes of each step; may throw to stop
     */
    public StagedBlob write(InputStream in, ContentHash hash, LongConsumer progress)
            throws IOException, InterruptedException {
        int first = in.readNBytes(buffer, 0, buffer.length);
        return first <= SMALL ? writeSmall(first, hash, progress) : writeLarge(first, in, hash, progress);
    }

    private StagedBlob writeSmall(int count, ContentHash hash, LongConsumer progress)
            throws IOException, InterruptedException {
        boolean kept = false;
        reservation.use(count);
        try {
            hash.update(buffer, 0, count);
            progress.accept(count);
            Blob blob = hash.blob();
            Optional<StagedBlob> known = stored(blob.sha256());
            if (known.isPresent()) {
                return known.get();
            }
            Path file = places.next();
            durability.write(file, Arrays.copyOf(buffer, count));
            kept = true;
            return stage(new StagedBlob(blob, file, false));
        } finally {
            if (!kept) {
                reservation.restore(count);
            }
        }
    }

    private StagedBlob writeLarge(int first, InputStream in, ContentHash hash, LongConsumer progress)
            throws IOException, InterruptedException {
        Path file = places.next();
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        boolean handedOver = false;
        long used = 0;
        try {
            for (int count = first; count > 0; count = in.readNBytes(buffer, 0, buffer.length)) {
                reservation.use(count);
                used += count;
                hash.update(buffer, 0, count);
                writeFully(channel, ByteBuffer.wrap(buffer, 0, count));
                progress.accept(count);
            }
            Blob blob = hash.blob();
            Optional<StagedBlob> known = stored(blob.sha256());
            if (known.isPresent()) {
                return known.get();
            }
            durability.force(file, channel);
            handedOver = true;
            return stage(new StagedBlob(blob, file, false));
        } finally {
            if (!handedOver) {
                channel.close();
                Files.deleteIfExists(file);
                reservation.restore(used);
            }
        }
    }

    /** Wait until what was written can be read. */
    public void settle() throws IOException, InterruptedException {
        durability.settle();
    }

    /** As {@link #write(InputStream, ContentHash, LongConsumer)}, for a stream of unknown length. */
    public StagedBlob write(InputStream in, LongConsumer progress) throws IOException, InterruptedException {
        return write(in, ContentHash.of(-1, false), progress);
    }

    private synchronized StagedBlob stage(StagedBlob fresh) {
        if (fresh.content().startsWith(directory)) {
            bytes += fresh.blob().size();
        }
        staged.put(fresh.blob().sha256(), fresh);
        return fresh;
    }

    /**
     * Take over a file that lies elsewhere in staging, complete and hashed. Should equal bytes be here already, it is
     * deleted; else it is made durable and stays where it is until it {@linkplain #arrive arrives}.
     */
    public StagedBlob adopt(Path file, Blob blob) throws IOException, InterruptedException {
        Optional<StagedBlob> known = stored(blob.sha256());
        if (known.isPresent()) {
            Files.delete(file);
            blobs.space().freed(blob.size());
            return known.get();
        }
        durability.force(file);
        return stage(new StagedBlob(blob, file, false));
    }

    /** Where the store keeps such content, whether it has it yet or not. */
    public Path home(Blob blob) {
        return blobs.path(blob.sha256());
    }

    /** Promise more room, or {@code INSUFFICIENT_STORAGE}. */
    public void promise(long count) {
        reservation.extend(count);
    }

    /** Turn promised room into used room, for bytes that are written beside {@link #write}. */
    public void use(long count) {
        reservation.use(count);
    }

    /** Take back what was used by {@link #use} and is deleted again. */
    public void restore(long count) {
        reservation.restore(count);
    }

    /** The bytes with this hash when they are here already; they are held from now on. */
    public synchronized Optional<StagedBlob> stored(String sha256) {
        StagedBlob known = staged.get(sha256);
        return known != null ? Optional.of(known) : blobs.hold(sha256).map(this::held);
    }

    /** As {@link #stored(String)}, for many: those that are here. */
    public synchronized List<StagedBlob> stored(Collection<String> sha256s) {
        List<String> others =
                sha256s.stream().filter(sha256 -> !staged.containsKey(sha256)).toList();
        blobs.hold(others).forEach(this::held);
        return sha256s.stream().map(staged::get).filter(Objects::nonNull).toList();
    }

    /** The bytes with this hash when they came or were {@linkplain #stored asked for} before, in this import. */
    public synchronized Optional<StagedBlob> staged(String sha256) {
        return Optional.ofNullable(staged.get(sha256));
    }

    private StagedBlob held(Blob blob) {
        if (!held.add(blob.sha256())) {
            blobs.letGo(blob.sha256());
        }
        return staged.computeIfAbsent(blob.sha256(), sha256 -> new StagedBlob(blob, blobs.path(sha256), true));
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
        move(wanted);
    }

    private synchronized void move(Collection<StagedBlob> wanted) throws IOException, InterruptedException {
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
            bytes -= each.content().startsWith(directory) ? each.blob().size() : 0;
            touched.add(home.getParent());
        }
        blobs.forceNames(touched);
    }

    /** The same bytes where they lie by now: {@link #arrive} moves them. */
    public synchronized StagedBlob now(StagedBlob earlier) {
        return staged.get(earlier.blob().sha256());
    }

    /** Let go of everything: what was not made known is gone, the promised room is free again. */
    @Override
    public synchronized void close() throws IOException {
        try {
            durability.finish();
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
