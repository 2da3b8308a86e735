package dev.modeldock.hub;

import dev.modeldock.blobs.StagedBlob;
import dev.modeldock.spi.RemoteFile;
import dev.modeldock.spi.Snapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.util.NavigableMap;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * The files of a plan as git's objects. Of most, their place tells the hash by which the dock will know them. Where it keeps
 * a file as large that is none here, or the other way about, that hash is known once the file is here; until then its entry
 * says what its place says.
 */
final class PlannedFiles {
    private static final String UNTOLD = "0".repeat(40);

    private final NavigableMap<String, HubEntry.File> byPath = new ConcurrentSkipListMap<>();
    private final Set<String> unsettled = ConcurrentHashMap.newKeySet();

    PlannedFiles(Snapshot snapshot) {
        snapshot.files().forEach(this::add);
    }

    private void add(RemoteFile file) {
        boolean sized = file.size() != RemoteFile.UNKNOWN;
        boolean large = sized && LargeFiles.isLarge(file.path(), file.size());
        boolean hashed = !(large ? file.sha256() : file.gitSha1()).isEmpty();
        boolean asLarge =
                sized && !file.sha256().isEmpty() && (large || file.gitSha1().isEmpty());
        byPath.put(
                file.path(),
                asLarge
                        ? HubEntry.File.large(file.path(), file.size(), file.sha256())
                        : new HubEntry.File(
                                file.path(),
                                file.gitSha1().isEmpty() ? UNTOLD : file.gitSha1(),
                                Math.max(0, file.size()),
                                file.sha256(),
                                0));
        if (!sized || !hashed) {
            unsettled.add(file.path());
        }
    }

    /** By their paths, in the order of these. */
    NavigableMap<String, HubEntry.File> byPath() {
        return byPath;
    }

    /** Whether a file's entry is what it will be when the file is here. */
    boolean isSettled(String path) {
        return !unsettled.contains(path);
    }

    /** A file is here. */
    HubEntry.File settle(String path, StagedBlob blob) throws IOException {
        String oid = blob.blob().gitSha1();
        long size = blob.blob().size();
        HubEntry.File entry;
        if (LargeFiles.isLarge(path, size)) {
            entry = HubEntry.File.large(path, size, blob.blob().sha256());
        } else {
            String known = oid.isEmpty() ? LargeFiles.gitSha1(Files.readAllBytes(blob.content())) : oid;
            entry = new HubEntry.File(path, known, size, blob.blob().sha256(), 0);
        }
        byPath.put(path, entry);
        unsettled.remove(path);
        return entry;
    }
}
