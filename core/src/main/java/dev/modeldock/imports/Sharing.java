package dev.modeldock.imports;

import dev.modeldock.blobs.Blob;
import dev.modeldock.blobs.Blobs;
import dev.modeldock.models.Models;
import dev.modeldock.spi.RemoteFile;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Whether content that is here may be taken for what a remote place claims to have. Whoever knows the hash of somebody's
 * private file and writes it into a repository of their own must not be given the file for it: then it is fetched.
 */
record Sharing(Models models, Blobs blobs, String user) {
    /** What may be taken for some files, by the {@linkplain StoredContents#hash hashes} that they were promised with. */
    Map<String, Blob> allowed(Collection<RemoteFile> files) {
        Map<String, Blob> here = StoredContents.of(files, blobs);
        List<String> sha256s = here.values().stream().map(Blob::sha256).toList();
        Set<String> open = Set.copyOf(models.openTo(user, sha256s));
        here.values().removeIf(blob -> !open.contains(blob.sha256()));
        return here;
    }
}
