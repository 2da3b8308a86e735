package dev.modeldock.plugins;

import dev.modeldock.spi.ModelSourceFactory;
import java.util.Optional;

/** A source that was found: what is known of it, and its factory unless it is broken. */
record Plugin(SourceInfo info, Optional<ModelSourceFactory> factory) {
    static Plugin failed(String id, String reason, String location, String version) {
        return new Plugin(SourceInfo.failed(id, reason, location, version), Optional.empty());
    }
}
