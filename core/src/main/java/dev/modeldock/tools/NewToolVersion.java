package dev.modeldock.tools;

import dev.modeldock.blobs.Hashes;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A version to be made.
 *
 * @param secrets sealed; equal ones look different each time
 */
record NewToolVersion(String toolId, String flowId, List<ToolFile> files, byte[] secrets) {
    /** What an export of it holds, in one hash. */
    String digest() {
        String manifest = files.stream()
                .map(file -> file.file().fileName() + " " + file.sha256() + "\n")
                .collect(Collectors.joining());
        return HexFormat.of().formatHex(Hashes.sha256().digest(manifest.getBytes(StandardCharsets.UTF_8)));
    }
}
