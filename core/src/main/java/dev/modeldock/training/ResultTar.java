package dev.modeldock.training;

import dev.modeldock.actions.process.CommandLog;
import dev.modeldock.actions.process.LogSnapshot;
import dev.modeldock.blobs.Hashes;
import dev.modeldock.exports.ArchiveFile;
import dev.modeldock.exports.ArchiveLayout;
import dev.modeldock.exports.ArchiveLayouts;
import dev.modeldock.exports.ExportFormat;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The results of a job that has ended, as a tar that is computed: any part of it can be asked for, and it is the same each
 * time, as long as the job is not taken up again.
 */
public final class ResultTar {
    /** No file of the results is called so: their names are relative. */
    private static final String LOG = "/log";

    private static final int BUFFER = 256 * 1024;
    private static final int TAG_DIGITS = 40;

    private final String jobId;
    private final List<ResultListing.Item> items;
    private final Map<String, ResultListing.Item> byName = new HashMap<>();
    private final CommandLog log;
    private final Instant modified;
    private final long logBytes;
    private final ArchiveLayout layout;

    ResultTar(String jobId, List<ResultListing.Item> items, CommandLog log, Instant modified) throws IOException {
        this.jobId = jobId;
        this.items = items;
        this.log = log;
        this.modified = modified;
        items.forEach(item -> byName.put(item.name(), item));
        try (LogSnapshot snapshot = log.snapshot()) {
            this.logBytes = snapshot.length();
        }
        this.layout = ArchiveLayouts.seekable(
                ExportFormat.TAR, ArchiveLayouts.NO_ROOT, () -> manifest().iterator(), this::copy);
    }

    private Stream<ArchiveFile> manifest() {
        Stream<ArchiveFile> files =
                items.stream().map(item -> new ArchiveFile(jobId + "/" + item.name(), item.size(), 0, item.name()));
        return logBytes == 0
                ? files
                : Stream.concat(files, Stream.of(new ArchiveFile(jobId + "/" + ResultArchive.LOG, logBytes, 0, LOG)));
    }

    /** How many bytes it has. */
    public long length() {
        return layout.length();
    }

    /** What a strong ETag says. */
    public String tag() {
        MessageDigest hash = Hashes.sha256();
        hash.update((modified.toEpochMilli() + " " + logBytes).getBytes(StandardCharsets.UTF_8));
        for (ResultListing.Item item : items) {
            String line = "\0" + item.name() + "\0" + item.size() + " " + item.modifiedNanos();
            hash.update(line.getBytes(StandardCharsets.UTF_8));
        }
        return HexFormat.of().formatHex(hash.digest()).substring(0, TAG_DIGITS);
    }

    /** When the job ended. */
    public Instant modified() {
        return modified;
    }

    /**
     * Write the bytes {@code from} (inclusive) to {@code to} (exclusive).
     *
     * @throws IOException also when a file is no longer what it was
     */
    public void write(long from, long to, OutputStream out) throws IOException {
        layout.write(from, to, out);
    }

    private void copy(String name, long offset, long count, OutputStream out) throws IOException {
        if (name.equals(LOG)) {
            try (LogSnapshot snapshot = log.snapshot()) {
                snapshot.copy(offset, count, out);
            }
            return;
        }
        ResultListing.Item item = byName.get(name);
        try (FileChannel file = FileChannel.open(item.path(), StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
            if (!item.isAs(Files.readAttributes(item.path(), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS))) {
                throw new IOException("a file of the results is another one by now");
            }
            copy(file.position(offset), count, out);
        }
    }

    private static void copy(FileChannel file, long count, OutputStream out) throws IOException {
        byte[] buffer = new byte[(int) Math.min(BUFFER, count)];
        for (long left = count; left > 0; ) {
            int read = file.read(ByteBuffer.wrap(buffer, 0, (int) Math.min(buffer.length, left)));
            if (read < 0) {
                throw new IOException("a file of the results became shorter");
            }
            out.write(buffer, 0, read);
            left -= read;
        }
    }
}
