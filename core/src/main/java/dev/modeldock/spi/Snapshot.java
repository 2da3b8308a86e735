package dev.modeldock.spi;

import java.util.List;
import java.util.Map;

/**
 * What a source promises: a pinned set of files. No byte has moved yet.
 *
 * @param name {@code namespace/name}, or a bare name that the host puts into the asking user's namespace
 * @param revision what was asked for, such as {@code main}; may be empty
 * @param commit 40 hex digits when the place has them, else empty: the host then derives one from the files
 * @param layout whether the files are one model or several
 * @param files all of them; none when the layout is {@link Layout#UNLISTED}
 * @param origin where this is from, for the record and for {@link ModelSource#fetch}: kept and shown, so no secrets;
 *     entries whose key begins with a dot are kept for {@code fetch} and not shown
 */
public record Snapshot(
        String name,
        String revision,
        String commit,
        Layout layout,
        List<RemoteFile> files,
        Map<String, String> origin) {
    /** How files make models. */
    public enum Layout {
        /** All files are one model. */
        MODEL,
        /** Each top-level directory is a model of its own, named by the directory. */
        DIRECTORIES,
        /** The one file is a model file or an archive of one model, told by its content: the host unpacks it. */
        PACKED,
        /** One model whose files are known only while they are fetched. */
        UNLISTED
    }

    public Snapshot {
        files = List.copyOf(files);
        origin = Map.copyOf(origin);
    }
}
