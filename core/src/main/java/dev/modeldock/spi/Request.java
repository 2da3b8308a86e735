package dev.modeldock.spi;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * One request to a source: its fields' values, checked by the host against {@link ModelSourceFactory#fields()} and with
 * defaults filled in.
 *
 * @param values by field name; an uploaded file stands as the name that the client gave it
 * @param files by field name, where the host staged what was uploaded
 */
public record Request(Map<String, String> values, Map<String, Path> files) {
    public Request {
        values = Map.copyOf(values);
        files = Map.copyOf(files);
    }

    /** The value, or empty when it is missing or blank. */
    public Optional<String> find(String field) {
        return Optional.ofNullable(values.get(field)).filter(value -> !value.isBlank());
    }

    /** Where an uploaded file lies, or empty when none was sent. */
    public Optional<Path> file(String field) {
        return Optional.ofNullable(files.get(field));
    }

    @Override
    public String toString() {
        return "Request" + values.keySet();
    }
}
