package dev.modeldock.imports;

import dev.modeldock.blobs.DirectoryTree;
import dev.modeldock.blobs.Space;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A request to a source while it comes in: its values, and the files that were sent along, in a directory of their own.
 * Closed without having become a job, it leaves nothing.
 */
public final class ImportDraft implements AutoCloseable {
    private final Path directory;
    private final Space space;
    private final Space.Reservation reservation;
    private final long most;
    private final Map<String, List<String>> given = new LinkedHashMap<>();
    private final Map<String, StagedUpload> uploads = new HashMap<>();
    private long planBytes;
    private boolean kept;

    ImportDraft(Path directory, Space space, long expected, long most) {
        this.directory = directory;
        this.space = space;
        this.reservation = space.reserve(expected);
        this.most = most;
    }

    /** Set a field or an option that is no file; the last time counts. */
    public void value(String name, String value) {
        given.put(name, List.of(value));
    }

    /** Set one that is a list. */
    public void values(String name, List<String> values) {
        given.put(name, List.copyOf(values));
    }

    /** Begin a file; the name is what the client calls it. */
    public StagedUpload upload(String field, String fileName) throws IOException {
        if (uploads.containsKey(field)) {
            throw new DockException(
                    Problem.VALIDATION_ERROR, "The part \"" + field + "\" came twice. Send one file in each request.");
        }
        Files.createDirectories(directory);
        Path file = directory.resolve("upload-" + uploads.size());
        StagedUpload upload = new StagedUpload(fileName, file, reservation, most);
        uploads.put(field, upload);
        given.put(field, List.of(fileName));
        return upload;
    }

    Map<String, List<String>> given() {
        return given;
    }

    /** The uploaded files, made durable. */
    Map<String, Path> files() throws IOException {
        Map<String, Path> files = new HashMap<>();
        for (Map.Entry<String, StagedUpload> upload : uploads.entrySet()) {
            upload.getValue().force();
            files.put(upload.getKey(), upload.getValue().file());
        }
        return files;
    }

    boolean hasUploads() {
        return !uploads.isEmpty();
    }

    Path directory() {
        return directory;
    }

    /** Lay the plan beside the files. */
    void plan(ImportPlan plan) throws IOException {
        byte[] bytes = plan.bytes();
        reservation.use(bytes.length);
        planBytes = bytes.length;
        ImportPlan.write(directory, bytes);
    }

    /** Give the room back that was promised to its files; the job asks for its own. */
    void allIsHere() {
        reservation.close();
    }

    /** Say that a job has taken it over. */
    void keep() {
        kept = true;
    }

    @Override
    public void close() throws IOException {
        for (StagedUpload upload : uploads.values()) {
            upload.close();
        }
        reservation.close();
        if (!kept) {
            DirectoryTree.delete(directory);
            space.freed(planBytes
                    + uploads.values().stream().mapToLong(StagedUpload::size).sum());
        }
    }
}
