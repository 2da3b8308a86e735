package dev.modeldock.training;

import dev.modeldock.actions.process.CommandLog;
import dev.modeldock.actions.process.LogSnapshot;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * What a job has written, as the toolkit packs it: all below {@code <job id>/}, with what its command said beside it. It may
 * be asked for while the command still writes: each file is as long as it was when its turn came. Empty directories are in
 * it; links are not.
 */
public final class ResultArchive {
    static final String LOG = "logs_from_toolkit.txt";
    private static final int BUFFER = 256 * 1024;

    private final String jobId;
    private final Path results;
    private final CommandLog log;
    private final Instant modified;

    /** @param modified when the job changed last */
    ResultArchive(String jobId, Path results, CommandLog log, Instant modified) {
        this.jobId = jobId;
        this.results = results;
        this.log = log;
        this.modified = modified;
    }

    /** Whether there is anything to hand out. */
    public boolean isEmpty() throws IOException {
        return !Files.isDirectory(results);
    }

    /** Of a job that has ended: the same content, as a tar whose every byte is known. */
    public ResultTar settled() throws IOException {
        return new ResultTar(jobId, ResultListing.list(results), log, modified);
    }

    /** Write it as a tar.gz and leave {@code out} open. */
    public void streamPacked(OutputStream out) throws IOException {
        GZIPOutputStream packed = new GZIPOutputStream(out, BUFFER);
        stream(packed);
        packed.finish();
    }

    /** Write it as a tar and leave {@code out} open. */
    public void stream(OutputStream out) throws IOException {
        TarArchiveOutputStream tar = new TarArchiveOutputStream(out, "UTF-8");
        tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
        tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
        tar.setAddPaxHeadersForNonAsciiNames(true);
        for (ResultListing.Item item : ResultListing.list(results)) {
            String name = jobId + "/" + item.name();
            if (item.isDirectory()) {
                entry(tar, name, 0);
                tar.closeArchiveEntry();
            } else {
                add(tar, name, item.path());
            }
        }
        addLog(tar);
        tar.finish();
    }

    private static void add(TarArchiveOutputStream tar, String name, Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            long size = Files.size(file);
            entry(tar, name, size);
            copy(in, size, tar);
            tar.closeArchiveEntry();
        } catch (NoSuchFileException e) {
            // The command has removed it meanwhile.
            return;
        }
    }

    /** Exactly so many bytes; where the file became shorter, zeros. */
    private static void copy(InputStream in, long size, OutputStream out) throws IOException {
        byte[] buffer = new byte[BUFFER];
        for (long left = size; left > 0; ) {
            int count = in.read(buffer, 0, (int) Math.min(buffer.length, left));
            if (count < 0) {
                Arrays.fill(buffer, (byte) 0);
                count = (int) Math.min(buffer.length, left);
            }
            out.write(buffer, 0, count);
            left -= count;
        }
    }

    private void addLog(TarArchiveOutputStream tar) throws IOException {
        try (LogSnapshot said = log.snapshot()) {
            if (said.length() > 0) {
                entry(tar, jobId + "/" + LOG, said.length());
                said.copy(0, said.length(), tar);
                tar.closeArchiveEntry();
            }
        }
    }

    private static void entry(TarArchiveOutputStream tar, String name, long size) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setSize(size);
        tar.putArchiveEntry(entry);
    }
}
