package dev.modeldock.insight;

import dev.modeldock.models.VersionFile;
import java.util.Optional;

/** One path at which two versions differ: the file that was there, and the one that is. */
public record FileChange(String path, Optional<VersionFile> before, Optional<VersionFile> after) {
    /** {@code added}, {@code removed} or {@code changed}. */
    public String what() {
        return before.isEmpty() ? "added" : after.isEmpty() ? "removed" : "changed";
    }
}
