package dev.modeldock.spi;

import java.io.IOException;
import java.nio.file.Path;

/** What the host lends to a source. */
public interface SourceContext {
    /** The dock's name and version, for a {@code User-Agent} header. */
    String userAgent();

    /** HTTP through the host's proxy, certificates and bounds; use it for everything that goes over the network. */
    RemoteHttp http();

    /**
     * Open a tar (plain, gzip, zstd, xz, bzip2), a ZIP or a single model file, told by its content, with all of the
     * host's limits and checks on it.
     *
     * @throws SourceException {@code REFUSED} when it is none of these, empty, broken or hostile
     */
    Archive archive(Path file) throws SourceException, IOException;
}
