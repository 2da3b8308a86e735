package dev.modeldock.training;

import dev.modeldock.actions.process.CommandLog;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * What a job has written, as the toolkit packs it: all below {@code <job id>/}, with what its command said beside it. It may
 * be asked for while the command still writes: each file is as long as it was when its turn came.
 */
public final class ResultArchive {
    private static final String LOG = "logs_from_toolkit.txt";
    private static final int BUFFER = 256 * 1024;

    private final String jobId;
    private final Path results;
    private final CommandLog log;

    ResultArchive(String jobId, Path results, CommandLog log) {
        this.jobId = jobId;
        this.results = results;
        this.log = log;
    }

    /** Whether there is anything to hand out. */
    public boolean isEmpty() throws IOException {
        return !Files.isDirectory(results);
    }

    /** Write it as a tar.gz and leave {@code out} open. */
    public void write(OutputStream out) throws IOException {
        GZIPOutputStream packed = new GZIPOutputStream(out, BUFFER);
        TarArchiveOutputStream tar = new TarArchiveOutputStream(packed, "UTF-8");
        tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
        tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
        tar.setAddPaxHeadersForNonAsciiNames(true);
        for (Path file : files()) {
            add(tar, jobId + "/" + results.relativize(file).toString().replace('\\', '/'), file);
        }
        addLog(tar);
        tar.finish();
        packed.finish();
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> walked = Files.walk(results)) {
            return walked.filter(path -> Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS))
                    .sorted()
                    .toList();
        }
    }

    private static void add(TarArchiveOutputStream tar, String name, Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
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
                java.util.Arrays.fill(buffer, (byte) 0);
                count = (int) Math.min(buffer.length, left);
            }
            out.write(buffer, 0, count);
            left -= count;
        }
    }

    private void addLog(TarArchiveOutputStream tar) throws IOException {
        try (InputStream in = log.open()) {
            byte[] said = in.readAllBytes();
            if (said.length > 0) {
                entry(tar, jobId + "/" + LOG, said.length);
                tar.write(said);
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
