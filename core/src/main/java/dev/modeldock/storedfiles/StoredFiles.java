package dev.modeldock.storedfiles;

import dev.modeldock.access.Caller;
import dev.modeldock.access.Scope;
import dev.modeldock.access.Seal;
import dev.modeldock.blobs.Blobs;
import dev.modeldock.blobs.ContentHash;
import dev.modeldock.blobs.StagedBlob;
import dev.modeldock.blobs.Staging;
import dev.modeldock.database.Database;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/** Files that users sent: blobs with an owner and a lifetime. */
public final class StoredFiles {
    private static final int ID_BYTES = 12;
    private static final int PAGE = 500;

    private final Database database;
    private final Blobs blobs;
    private final StoredFileStore store;
    private final Path staging;
    private final FileLimits limits;
    private final Seal seal;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    public StoredFiles(Database database, Blobs blobs, Means means) {
        this.database = database;
        this.blobs = blobs;
        this.store = new StoredFileStore(database);
        this.staging = means.staging();
        this.limits = means.limits();
        this.seal = means.seal();
        this.clock = means.clock();
    }

    /** What stored files use beside the stores. */
    public record Means(Path staging, FileLimits limits, Seal seal, Clock clock) {}

    /**
     * Begin to take a file that comes with a request.
     *
     * @param announced bytes of the whole request, for which room is promised; or 0 when it does not tell
     * @throws DockException {@code TOO_LARGE}, {@code INSUFFICIENT_STORAGE}
     */
    public FileUpload receive(long announced) throws IOException {
        Path directory = staging.resolve(UUID.randomUUID().toString());
        long expected = Math.min(announced, limits.maxBytes());
        return new FileUpload(this, blobs.stage(directory, expected), directory.resolve("upload"), limits.maxBytes());
    }

    /**
     * Keep a file that is here in some other form. What a stop cuts off leaves nothing.
     *
     * @param together runs in the transaction that makes it known
     * @throws DockException {@code CHECKSUM_MISMATCH}
     */
    public StoredFile keep(Delivery delivery, InputStream content, Consumer<StoredFile> together)
            throws IOException, InterruptedException {
        try (Staging staged = blobs.stage(delivery.directory(), delivery.room())) {
            StagedBlob whole = staged.write(content, ContentHash.of(delivery.size(), false), count -> {});
            String found = whole.blob().sha256();
            if (!delivery.sha256().isEmpty() && !delivery.sha256().equals(found)) {
                throw new DockException(
                        Problem.CHECKSUM_MISMATCH,
                        "The file has the SHA-256 " + found + "; announced was " + delivery.sha256()
                                + ". Send the chunk that is wrong again.",
                        Map.of("found", found, "expected", delivery.sha256()));
            }
            return keep(delivery.said(), whole, staged, together);
        }
    }

    /** Keep what was staged; {@code together} runs in the transaction that makes it known. */
    StoredFile keep(NewFile said, StagedBlob content, Staging staged, Consumer<StoredFile> together)
            throws IOException, InterruptedException {
        Instant now = clock.instant();
        StoredFile file = new StoredFile(
                newId(),
                "f-" + UUID.randomUUID() + "." + said.extension(),
                said.user(),
                said.context(),
                said.name(),
                content.blob().sha256(),
                content.blob().size(),
                false,
                now,
                now.plus(limits.lifetime()));
        staged.arrive(List.of(content));
        return database.together(() -> {
            blobs.record(List.of(content));
            store.insert(file);
            together.accept(file);
            return file;
        });
    }

    private String newId() {
        byte[] bytes = new byte[ID_BYTES];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /** The file with this id; {@code NOT_FOUND} when there is none, it has expired, or it is another user's. */
    public StoredFile get(String id, Caller caller) {
        return store.find(id)
                .filter(file -> file.user().equals(caller.user()) || caller.may(Scope.ADMIN))
                .filter(this::lasts)
                .orElseThrow(() -> new DockException(
                        Problem.NOT_FOUND,
                        "There is no file with the id \"" + shown(id) + "\" of yours, or it has expired. Upload it to"
                                + " /api/public/files."));
    }

    /** The file with this id, whosever it is, for work that was accepted with it. */
    public Optional<StoredFile> find(String id) {
        return store.find(id);
    }

    /** The file at a place that a link leads to. */
    public StoredFile at(String place) {
        return store.byPlace(place).filter(this::lasts).orElseThrow(StoredFiles::over);
    }

    private boolean lasts(StoredFile file) {
        return clock.instant().isBefore(file.expires());
    }

    /** Let files last as long as a new one, since work that was accepted needs them. */
    public void keepOn(List<StoredFile> files) {
        long until = clock.instant().plus(limits.lifetime()).toEpochMilli();
        files.forEach(file -> store.keepUntil(file.id(), until));
    }

    /** A file's bytes from the first on. {@code NOT_FOUND} when its time is over meanwhile. */
    public InputStream open(StoredFile file) throws IOException {
        try {
            return file.sealed()
                    ? new ByteArrayInputStream(unsealed(file))
                    : Files.newInputStream(blobs.path(file.sha256()));
        } catch (NoSuchFileException e) {
            return new ByteArrayInputStream(unsealed(sealedSince(file)));
        }
    }

    /**
     * Write a part of a file's bytes, {@code from} (inclusive) to {@code to} (exclusive). {@code NOT_FOUND} when its time
     * is over meanwhile.
     */
    public void copy(StoredFile file, long from, long to, OutputStream out) throws IOException {
        try {
            if (file.sealed()) {
                out.write(unsealed(file), (int) from, (int) (to - from));
            } else {
                // It opens the blob before it writes anything, and an open one can be read to its end.
                blobs.copy(file.sha256(), from, to - from, out);
            }
        } catch (NoSuchFileException e) {
            out.write(unsealed(sealedSince(file)), (int) from, (int) (to - from));
        }
    }

    /** The file as it is now that the blob that it had is gone. */
    private StoredFile sealedSince(StoredFile file) {
        return store.find(file.id())
                .filter(now -> !file.sealed() && now.sealed())
                .orElseThrow(StoredFiles::over);
    }

    private static DockException over() {
        return new DockException(Problem.NOT_FOUND, "The file is no longer here: its time is over. Upload it again.");
    }

    private byte[] unsealed(StoredFile file) throws IOException {
        return seal.open(Files.readAllBytes(blobs.path(file.sha256())));
    }

    /** Encrypt a small file on the disk, since secrets are in it; it can be read as before. */
    public void seal(StoredFile file) throws IOException, InterruptedException {
        if (file.sealed()) {
            return;
        }
        byte[] sealed;
        try (InputStream clear = open(file)) {
            sealed = seal.seal(clear.readAllBytes());
        }
        Path directory = staging.resolve(UUID.randomUUID().toString());
        try (Staging staged = blobs.stage(directory, sealed.length)) {
            StagedBlob content = staged.write(new ByteArrayInputStream(sealed), count -> {});
            staged.arrive(List.of(content));
            database.together(() -> {
                String fresh = content.blob().sha256();
                blobs.record(List.of(content));
                // Somebody else may have been faster: then it is ours that nobody needs.
                blobs.leave(List.of(store.seal(file.id(), fresh) ? file.sha256() : fresh));
                return file;
            });
        }
    }

    /** Delete a file before its time. */
    public void forget(StoredFile file) throws IOException {
        forget(List.of(file));
    }

    private void forget(List<StoredFile> going) throws IOException {
        database.together(() -> {
            blobs.leave(going.stream().map(StoredFile::sha256).distinct().toList());
            store.delete(going.stream().map(StoredFile::id).toList());
            return going;
        });
        blobs.removeOwnerless();
    }

    /** Delete what has run out. */
    public void sweep() throws IOException {
        for (List<StoredFile> overdue = overdue(); !overdue.isEmpty(); overdue = overdue()) {
            forget(overdue);
        }
    }

    private List<StoredFile> overdue() {
        return store.overdue(clock.millis(), PAGE);
    }

    private static String shown(String id) {
        return id.length() <= 64 ? id.replaceAll("\\p{Cntrl}", "?") : id.length() + " characters";
    }
}
