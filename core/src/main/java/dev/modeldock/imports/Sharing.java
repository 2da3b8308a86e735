package dev.modeldock.imports;

import dev.modeldock.blobs.Blob;
import dev.modeldock.blobs.Blobs;
import dev.modeldock.models.Models;
import dev.modeldock.spi.RemoteFile;
import java.util.Optional;

/**
 * Whether content that is here may be taken for what a remote place claims to have. Whoever knows the hash of somebody's
 * private file and writes it into a repository of their own must not be given the file for it: then it is fetched.
 */
record Sharing(Models models, Blobs blobs, String user) {
    boolean allows(RemoteFile file) {
        return sha256(file).map(hash -> models.isOpenTo(user, hash)).orElse(true);
    }

    /** Of content that is here; what is not cannot be given away. */
    private Optional<String> sha256(RemoteFile file) {
        if (!file.sha256().isEmpty()) {
            return blobs.find(file.sha256()).map(Blob::sha256);
        }
        return file.gitSha1().isEmpty()
                ? Optional.empty()
                : blobs.findByGitSha1(file.gitSha1()).map(Blob::sha256);
    }
}
