package dev.modeldock.models;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

/** A version's files in the order of their paths, read from the store a page at a time, as often as one likes. */
public final class VersionFiles implements Iterable<VersionFile> {
    private static final int PAGE = 1_000;

    private final VersionStore store;
    private final long versionId;

    VersionFiles(VersionStore store, long versionId) {
        this.store = store;
        this.versionId = versionId;
    }

    /** The file at a path. */
    public Optional<VersionFile> find(String path) {
        return store.file(versionId, path);
    }

    /** Those behind a path. */
    public List<VersionFile> behind(String path, int limit) {
        return store.files(versionId, path, limit);
    }

    /** A part of the list. */
    public List<VersionFile> part(int limit, long offset) {
        return store.filePart(versionId, limit, offset);
    }

    @Override
    public Iterator<VersionFile> iterator() {
        return new Iterator<>() {
            private List<VersionFile> page = store.files(versionId, "", PAGE);
            private int at;

            @Override
            public boolean hasNext() {
                if (at == page.size() && page.size() == PAGE) {
                    page = store.files(versionId, page.get(PAGE - 1).path(), PAGE);
                    at = 0;
                }
                return at < page.size();
            }

            @Override
            public VersionFile next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                return page.get(at++);
            }
        };
    }
}
