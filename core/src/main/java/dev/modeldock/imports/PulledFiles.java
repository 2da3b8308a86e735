package dev.modeldock.imports;

import dev.modeldock.blobs.Blob;
import dev.modeldock.blobs.Hashes;
import dev.modeldock.spi.RemoteFile;
import dev.modeldock.transfers.Growing;
import dev.modeldock.transfers.Hurrying;
import dev.modeldock.transfers.Target;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.function.Predicate;

/** Where the files of a pull go: into one import. */
final class PulledFiles implements Target {
    private static final int NAME_BYTES = 16;

    private final Path directory;
    private final Predicate<RemoteFile> wanted;
    private final IncomingFiles files;
    private final Tally tally;
    private final Arrival arrival;

    PulledFiles(Path directory, Predicate<RemoteFile> wanted, IncomingFiles files, Tally tally) {
        this.directory = directory;
        this.wanted = wanted;
        this.files = files;
        this.tally = tally;
        this.arrival = files.arrival();
    }

    /** A name that any file system takes, the same for the same path at any time. */
    @Override
    public Path place(RemoteFile file) {
        byte[] hash = Hashes.sha256().digest(file.path().getBytes(StandardCharsets.UTF_8));
        return directory.resolve(HexFormat.of().formatHex(hash, 0, NAME_BYTES));
    }

    @Override
    public boolean wanted(RemoteFile file) {
        return wanted.test(file);
    }

    @Override
    public void takes(long bytes) {
        files.staging().use(bytes);
    }

    @Override
    public void frees(long bytes) {
        files.staging().restore(bytes);
    }

    @Override
    public void moved(long bytes) {
        tally.moved(bytes);
        arrival.moved();
    }

    @Override
    public void pulling(Hurrying pull) {
        arrival.pulling(pull);
    }

    @Override
    public void grows(RemoteFile file, Growing growing) {
        arrival.grows(file, growing);
    }

    @Override
    public void found(long bytes) {
        tally.resumed(bytes);
    }

    @Override
    public Path home(Blob blob) {
        return files.staging().home(blob);
    }

    @Override
    public void shared(long bytes) {
        tally.saved(bytes);
    }

    @Override
    public void dropped(long bytes) {
        tally.dropped(bytes);
    }

    @Override
    public void arrived(RemoteFile file, Path place, Blob blob) throws IOException, InterruptedException {
        files.adopt(file.path(), place, blob);
    }
}
