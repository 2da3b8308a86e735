package dev.modeldock.transfers;

import dev.modeldock.blobs.Blob;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import dev.modeldock.spi.RemoteFile;
import java.util.Map;

/** What a file was promised to be, and what came. */
record Expected(RemoteFile file) {
    /** Whether its place tells a hash, so that whatever goes wrong is seen in the end. */
    boolean isVerifiable() {
        return !file.sha256().isEmpty() || !file.gitSha1().isEmpty();
    }

    boolean isMetBy(Blob blob) {
        return (file.size() == RemoteFile.UNKNOWN || file.size() == blob.size())
                && (file.sha256().isEmpty() || file.sha256().equals(blob.sha256()))
                && (file.gitSha1().isEmpty() || file.gitSha1().equals(blob.gitSha1()));
    }

    /** {@code CHECKSUM_MISMATCH}, after it came twice otherwise. */
    DockException mismatch(Blob blob) {
        String expected = told(file.size(), file.sha256(), file.gitSha1());
        String found = isVerifiable()
                ? told(
                        blob.size(),
                        file.sha256().isEmpty() ? "" : blob.sha256(),
                        file.sha256().isEmpty() ? blob.gitSha1() : "")
                : "more than that";
        return new DockException(
                Problem.CHECKSUM_MISMATCH,
                "\"" + file.path() + "\" was promised with " + expected + " and came twice with " + found
                        + ". Whoever keeps it has to put it right; import it again then.",
                Map.of("path", file.path(), "expected", expected, "found", found));
    }

    private static String told(long size, String sha256, String gitSha1) {
        String bytes = size == RemoteFile.UNKNOWN ? "" : size + " bytes";
        String hash = sha256.isEmpty() ? gitSha1.isEmpty() ? "" : "git SHA-1 " + gitSha1 : "SHA-256 " + sha256;
        return bytes + (bytes.isEmpty() || hash.isEmpty() ? "" : ", ") + hash;
    }
}
