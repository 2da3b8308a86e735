package dev.modeldock.imports;

import dev.modeldock.blobs.Blob;
import dev.modeldock.blobs.Blobs;
import dev.modeldock.blobs.StagedBlob;
import dev.modeldock.blobs.Staging;
import dev.modeldock.spi.RemoteFile;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which contents that files were promised with need not move, as they are here and may be taken: found and held for many
 * files at once, since a question for each costs more than moving a small file. For one thread.
 */
final class StoredContents {
    private final Map<String, Optional<StagedBlob>> asked = new HashMap<>();

    /** Look for the contents of some files now. */
    StoredContents(Collection<RemoteFile> files, Sharing sharing, Staging staging) {
        for (RemoteFile file : files) {
            asked.put(hash(file), staging.staged(file.sha256()));
        }
        Map<String, Blob> allowed = sharing.allowed(files);
        Map<String, StagedBlob> held = new HashMap<>();
        staging.stored(allowed.values().stream().map(Blob::sha256).toList())
                .forEach(blob -> held.put(blob.blob().sha256(), blob));
        allowed.forEach((hash, blob) -> asked.put(hash, Optional.ofNullable(held.get(blob.sha256()))));
        asked.remove("");
    }

    /** What the content of a file is known by before it is here, or empty. */
    static String hash(RemoteFile file) {
        return file.sha256().isEmpty() ? file.gitSha1() : file.sha256();
    }

    /** The blobs with the contents of some files, by the {@linkplain #hash hashes} of these; whoever may have them. */
    static Map<String, Blob> of(Collection<RemoteFile> files, Blobs blobs) {
        List<String> sha256s = new ArrayList<>();
        List<String> gitSha1s = new ArrayList<>();
        for (RemoteFile file : files) {
            (file.sha256().isEmpty() ? gitSha1s : sha256s).add(hash(file));
        }
        Map<String, Blob> here = new HashMap<>();
        blobs.among(sha256s).forEach(blob -> here.put(blob.sha256(), blob));
        blobs.amongGitSha1(gitSha1s).forEach(blob -> here.put(blob.gitSha1(), blob));
        return here;
    }

    /** Whether the content of this file was looked for. */
    boolean covers(RemoteFile file) {
        return asked.containsKey(hash(file));
    }

    /** The content of this file, when it was here; it is held. */
    Optional<StagedBlob> find(RemoteFile file) {
        return asked.getOrDefault(hash(file), Optional.empty());
    }
}
