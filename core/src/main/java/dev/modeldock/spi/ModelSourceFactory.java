package dev.modeldock.spi;

import java.util.List;

/**
 * What a plug-in provides under {@code META-INF/services/dev.modeldock.spi.ModelSourceFactory}: a kind of place that
 * models come from. Make it cheap to construct; it is asked for its settings and fields before anything is opened.
 */
public interface ModelSourceFactory {
    /** The name in URLs, settings and the command line: {@code [a-z][a-z0-9-]{0,31}}, unique among all sources. */
    String id();

    /** Return {@link Spi#VERSION}. */
    int spiVersion();

    /** What the operator can set, as {@code source.<id>.<name>}. */
    default List<Setting> settings() {
        return List.of();
    }

    /** What one request holds. The host makes the route, its checks and the form from this. */
    List<Field> fields();

    /**
     * Open the source. Do no network I/O here: a place that is down must not stop the start.
     *
     * @throws SourceException when a setting makes no sense
     */
    ModelSource open(Settings settings, SourceContext context) throws SourceException;
}
