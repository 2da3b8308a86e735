package dev.modeldock.sources.local;

import dev.modeldock.spi.Snapshot;
import java.util.Optional;

/**
 * From paths in an archive or directory to paths of the snapshot.
 *
 * @param layout of the snapshot
 * @param wrapper the one top-level directory that wraps a single model, or empty
 */
record Paths(Snapshot.Layout layout, String wrapper) {
    /** The path in the snapshot, or empty when the file is no part of a model. */
    Optional<String> kept(String path) {
        if (ModelLike.litter(path)) {
            return Optional.empty();
        }
        int slash = path.indexOf('/');
        return switch (layout) {
            case MODEL, PACKED, UNLISTED ->
                wrapper.isEmpty()
                        ? Optional.of(path)
                        : Optional.of(path)
                                .filter(one -> one.startsWith(wrapper + "/"))
                                .map(one -> one.substring(wrapper.length() + 1));
            case DIRECTORIES ->
                slash < 0
                        ? Optional.empty()
                        : Optional.of(Names.clean(path.substring(0, slash)) + path.substring(slash));
        };
    }
}
