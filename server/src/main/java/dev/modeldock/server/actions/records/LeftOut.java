package dev.modeldock.server.actions.records;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Tells what was left out of a conversion, file by file, and why: {@code [{"file": …, "why": […]}, …]}. Nothing is
 * written where nothing was left out. For one thread at a time.
 */
final class LeftOut implements AutoCloseable {
    static final String NAME = "left_out.json";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;
    private JsonGenerator out;
    private long files;
    private long objects;

    LeftOut(Path results) {
        this.file = results.resolve(NAME);
    }

    /** A whole file. */
    void file(String name, String why) throws IOException {
        files++;
        write(name, List.of(why));
    }

    /** Some objects in a file. */
    void objects(String name, List<String> why) throws IOException {
        if (!why.isEmpty()) {
            objects += why.size();
            write(name, why);
        }
    }

    private void write(String name, List<String> why) throws IOException {
        if (out == null) {
            out = JSON.createGenerator(file.toFile(), JsonEncoding.UTF8).useDefaultPrettyPrinter();
            out.writeStartArray();
        }
        out.writeStartObject();
        out.writeStringField("file", name);
        out.writeArrayFieldStart("why");
        for (String each : why) {
            out.writeString(each);
        }
        out.writeEndArray();
        out.writeEndObject();
    }

    /** How many files were left out. */
    long files() {
        return files;
    }

    /** A sentence on all of it, for people. */
    Optional<String> sentence() {
        return files + objects == 0
                ? Optional.empty()
                : Optional.of("Left out were " + objects + " objects, and " + files
                        + " images with all that is in them; " + NAME + " says why.");
    }

    @Override
    public void close() throws IOException {
        if (out != null) {
            out.writeEndArray();
            out.close();
        }
    }
}
