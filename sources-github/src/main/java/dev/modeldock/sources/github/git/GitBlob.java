package dev.modeldock.sources.github.git;

import java.io.IOException;
import java.io.InputStream;
import org.eclipse.jgit.lib.ObjectLoader;

/** A file's bytes in a fetched commit. */
public final class GitBlob {
    private final ObjectLoader loader;

    GitBlob(ObjectLoader loader) {
        this.loader = loader;
    }

    /** In bytes. */
    public long size() {
        return loader.getSize();
    }

    /** All of the bytes, for small files: not to be changed. */
    public byte[] bytes() {
        return loader.getCachedBytes();
    }

    /** A stream of the bytes; large ones are not held in memory. */
    public InputStream stream() throws IOException {
        return loader.openStream();
    }
}
