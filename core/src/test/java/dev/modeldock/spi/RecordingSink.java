package dev.modeldock.spi;

import dev.modeldock.files.SafePaths;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A host for tests: writes what a source brings below a directory, as strict as the real one. It can break off each
 * pulled file once, to see it resumed, and it counts the bytes that came.
 */
public class RecordingSink implements FileSink {
    private final Path directory;
    private final long breakAfter;
    private final boolean wanting;
    private final Map<String, Path> brought = new TreeMap<>();
    private long pulledBytes;
    private int pulledFiles;
    private int pushedFiles;
    private final List<String> notes = new ArrayList<>();
    private Request request = new Request(Map.of(), Map.of());

    /** Take everything and break nothing off. */
    public RecordingSink(Path directory) {
        this(directory, true, Long.MAX_VALUE);
    }

    /**
     * @param wanting whether it wants any file
     * @param breakAfter the first stream of each pulled file is broken off after this many bytes
     */
    public RecordingSink(Path directory, boolean wanting, long breakAfter) {
        this.directory = directory;
        this.wanting = wanting;
        this.breakAfter = breakAfter;
    }

    @Override
    public boolean wanted(RemoteFile file) {
        return wanting;
    }

    @Override
    public void pull(Collection<RemoteFile> files, Opener opener)
            throws SourceException, IOException, InterruptedException {
        for (RemoteFile file : files) {
            if (!wanted(file)) {
                continue;
            }
            Path place = place(file.path());
            pulledFiles++;
            if (!pull(file, opener, place, breakAfter)) {
                pull(file, opener, place, Long.MAX_VALUE);
            }
            keep(file, place);
        }
    }

    /** Pull from where the file ends; false when it was broken off. */
    private boolean pull(RemoteFile file, Opener opener, Path place, long most)
            throws SourceException, IOException, InterruptedException {
        long offset = Files.exists(place) ? Files.size(place) : 0;
        RemoteContent content = opener.open(file, offset);
        try (InputStream bytes = content.stream();
                OutputStream out = Files.newOutputStream(place, start(content, offset))) {
            byte[] buffer = new byte[4096];
            long left = most;
            for (int n = 0; n >= 0 && left > 0; n = bytes.read(buffer, 0, (int) Math.min(buffer.length, left))) {
                out.write(buffer, 0, n);
                left -= n;
                pulledBytes += n;
            }
            return left > 0;
        }
    }

    private static StandardOpenOption[] start(RemoteContent content, long offset) {
        if (content.offset() != offset && content.offset() != 0) {
            throw new AssertionError("asked from byte " + offset + ", the source began at byte " + content.offset());
        }
        return content.offset() == offset && offset > 0
                ? new StandardOpenOption[] {StandardOpenOption.APPEND}
                : new StandardOpenOption[] {
                    StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE
                };
    }

    @Override
    public void push(String path, long size, InputStream content)
            throws SourceException, IOException, InterruptedException {
        Path place = place(path);
        pushedFiles++;
        Files.copy(content, place, StandardCopyOption.REPLACE_EXISTING);
        keep(RemoteFile.of(path, size), place);
    }

    @Override
    public void link(String path, String target) throws SourceException, IOException {
        if (!brought.containsKey(target)) {
            throw new AssertionError(
                    "the link '" + path + "' points to '" + target + "', which was not brought before");
        }
        Path place = place(path);
        Files.copy(brought.get(target), place, StandardCopyOption.REPLACE_EXISTING);
        brought.put(path, place);
    }

    /** Let this be the request that the snapshot was resolved from. */
    public RecordingSink asked(Request resolved) {
        request = resolved;
        return this;
    }

    @Override
    public Request request() {
        return request;
    }

    @Override
    public void note(String sentence) {
        notes.add(sentence);
    }

    /** Beside the directory of the files. */
    @Override
    public Path scratch() throws IOException {
        return Files.createDirectories(directory.resolveSibling(directory.getFileName() + ".scratch"));
    }

    private Path place(String path) throws IOException {
        Path place = directory.resolve(SafePaths.check(path));
        Files.createDirectories(place.getParent());
        return place;
    }

    private void keep(RemoteFile file, Path place) throws IOException {
        if (file.size() != RemoteFile.UNKNOWN && Files.size(place) != file.size()) {
            throw new AssertionError("'" + file.path() + "' has " + Files.size(place) + " bytes where " + file.size()
                    + " were promised");
        }
        brought.put(file.path(), place);
    }

    /** What came, by path. */
    public Map<String, byte[]> bytes() throws IOException {
        Map<String, byte[]> bytes = new TreeMap<>();
        for (Map.Entry<String, Path> file : brought.entrySet()) {
            bytes.put(file.getKey(), Files.readAllBytes(file.getValue()));
        }
        return bytes;
    }

    /** Bytes that were read from pulled files, those read twice counted twice. */
    public long pulledBytes() {
        return pulledBytes;
    }

    public int pulledFiles() {
        return pulledFiles;
    }

    public int pushedFiles() {
        return pushedFiles;
    }

    /** What people were told, in the order of the telling. */
    public List<String> notes() {
        return notes;
    }
}
