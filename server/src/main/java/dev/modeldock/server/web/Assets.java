package dev.modeldock.server.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * The files of the page: its own, and those of libraries. Each is read and packed once, by its first request; so what is
 * kept is bounded by what the jar holds.
 */
final class Assets {
    static final String PAGE = "index.html";

    private static final String OWN = "/dev/modeldock/server/web/";
    private static final Pattern OWN_NAME = Pattern.compile("[a-z0-9]+(?:-[a-z0-9]+)*\\.(?:js|css|svg|html)");
    private static final Map<String, String> TYPES = Map.of(
            "js", "text/javascript; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "svg", "image/svg+xml",
            "html", "text/html; charset=utf-8");

    private final Map<String, Asset> known = new ConcurrentHashMap<>();

    /** The file of a name, if the page has it. */
    Optional<Asset> find(String name) {
        Asset found = known.get(name);
        return found == null ? read(name) : Optional.of(found);
    }

    private Optional<Asset> read(String name) {
        Optional<String> library = Library.resource(name);
        if (library.isEmpty() && !OWN_NAME.matcher(name).matches()) {
            return Optional.empty();
        }
        try (InputStream in = Assets.class.getResourceAsStream(library.orElse(OWN + name))) {
            if (in == null) {
                return Optional.empty();
            }
            String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
            Asset asset = Asset.of(in.readAllBytes(), type, library.isPresent());
            known.put(name, asset);
            return Optional.of(asset);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
