package dev.modeldock.models;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;

/** Names for versions that no upstream has named. */
final class Commits {
    private static final int BYTES = 20;

    private Commits() {}

    /** 40 hex digits of a hash over paths and contents: equal files make an equal commit, whatever their order. */
    static String of(List<VersionFile> files) {
        MessageDigest sha256 = dev.modeldock.blobs.Hashes.sha256();
        files.stream().sorted(Comparator.comparing(VersionFile::path)).forEach(file -> {
            sha256.update(file.path().getBytes(StandardCharsets.UTF_8));
            sha256.update((byte) 0);
            sha256.update(file.sha256().getBytes(StandardCharsets.US_ASCII));
            sha256.update((byte) '\n');
        });
        return HexFormat.of().formatHex(sha256.digest(), 0, BYTES);
    }
}
