package dev.modeldock.imports;

import dev.modeldock.blobs.StagedBlob;
import dev.modeldock.spi.FileSink;
import dev.modeldock.spi.RemoteFile;
import dev.modeldock.spi.Request;
import dev.modeldock.spi.SourceException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

/** Takes a snapshot's files from its source, and holds the source to what it promised. */
final class SnapshotSink implements FileSink {
    private static final int MOST_NOTES = 100;

    private final FetchMeans means;
    private final Promises promises;
    private final IncomingFiles files;
    private final Tally tally;
    private final StoredContents stored;
    private final Set<String> notes = new LinkedHashSet<>();
    private final AtomicLong inScratch = new AtomicLong();
    private volatile boolean metering;

    SnapshotSink(FetchMeans means, Promises promises, IncomingFiles files, Tally tally) {
        this.means = means;
        this.promises = promises;
        this.files = files;
        this.tally = tally;
        this.stored = lookFor(promises.files());
    }

    @Override
    public boolean wanted(RemoteFile file) {
        return isOpen(file) && !takes(file, stored.covers(file) ? stored : lookFor(List.of(file)));
    }

    /** As {@link #wanted}, of the store as it is now: other imports may have brought the bytes since this one began. */
    private boolean wantedNow(RemoteFile file) {
        return isOpen(file) && !takes(file, lookFor(List.of(file)));
    }

    private boolean isOpen(RemoteFile file) {
        means.context().check();
        return !files.has(file.path()) && promises.takes(file.path());
    }

    private boolean takes(RemoteFile file, StoredContents contents) {
        Optional<StagedBlob> here = contents.find(file);
        here.ifPresent(blob -> {
            files.put(file.path(), blob);
            tally.saved(Math.max(0, file.size()));
        });
        return here.isPresent();
    }

    /** What is packed is no file of the model, and is never taken from the store. */
    private StoredContents lookFor(List<RemoteFile> wanted) {
        return new StoredContents(promises.packed() ? List.of() : wanted, means.sharing(), files.staging());
    }

    @Override
    public void pull(Collection<RemoteFile> asked, Opener opener)
            throws SourceException, IOException, InterruptedException {
        List<RemoteFile> mine = new ArrayList<>();
        List<RemoteFile> late = new ArrayList<>();
        for (RemoteFile file : asked) {
            boolean known = promises.hasSizeOf(file.path());
            RemoteFile promised = promises.of(file);
            if (wanted(promised)) {
                mine.add(promised);
                if (!known) {
                    late.add(promised);
                }
            }
        }
        expect(late);
        PulledFiles target = new PulledFiles(means.partial(), this::wantedNow, files, tally);
        means.transfers().fetch(mine, opener, target, means.connections());
    }

    /** Files whose sizes are told only now: they count from now on, and need their room before the first byte of them. */
    private void expect(List<RemoteFile> files) {
        long bytes = files.stream().mapToLong(file -> Math.max(0, file.size())).sum();
        this.files.staging().promise(bytes);
        tally.expect(bytes);
    }

    @Override
    public void push(String path, long size, InputStream content)
            throws SourceException, IOException, InterruptedException {
        RemoteFile file = promises.of(RemoteFile.of(path, size));
        long expected = file.size() == RemoteFile.UNKNOWN ? size : file.size();
        // What was metered on its way has been counted as moved before it is pushed.
        LongConsumer count = metering ? tally::found : tally::moved;
        StagedBlob staged = files.take(file, expected, content, count);
        promises.check(file, staged.blob());
    }

    @Override
    public void link(String path, String target) {
        files.link(promises.of(RemoteFile.of(path, RemoteFile.UNKNOWN)).path(), target);
    }

    @Override
    public Request request() {
        return means.request();
    }

    @Override
    public synchronized void note(String sentence) {
        if (notes.size() < MOST_NOTES) {
            notes.add(sentence);
        }
    }

    /** Give back the room that was counted for what the source keeps in scratch: that goes with the import. */
    void close() {
        files.staging().restore(inScratch.getAndSet(0));
    }

    synchronized List<String> notes() {
        return List.copyOf(notes);
    }

    @Override
    public Path scratch() throws IOException {
        return Files.createDirectories(means.scratch());
    }

    @Override
    public InputStream metered(InputStream content) {
        metering = true;
        return means.transfers().metered(content, count -> {
            means.context().check();
            // It lies in scratch until the import is over, and takes room there.
            files.staging().use(count);
            inScratch.addAndGet(count);
            tally.fetched(count);
        });
    }
}
