package dev.modeldock.actions.packs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldock.actions.specs.Specs;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** Reads each {@code <action>.schema.json} of a pack. */
final class PackSchemas {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String END = ".schema.json";
    private static final long MOST_BYTES = 4 << 20;

    private PackSchemas() {}

    /** By action; a file that holds no JSON Schema of an object is refused by name. */
    static Map<String, String> read(Path folder) {
        Map<String, String> schemas = new TreeMap<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + END)) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                schemas.put(name.substring(0, name.length() - END.length()), schema(file, name));
            }
        } catch (IOException e) {
            throw new DockException(Problem.VALIDATION_ERROR, "Its schemas cannot be read.", e);
        }
        return schemas;
    }

    private static String schema(Path file, String name) throws IOException {
        if (Files.size(file) > MOST_BYTES) {
            throw refused(name + " has more than " + MOST_BYTES + " bytes.", null);
        }
        try {
            JsonNode schema = JSON.readTree(Files.readAllBytes(file));
            if (!(schema instanceof ObjectNode object)) {
                throw refused(name + " is no JSON object.", null);
            }
            new Specs().requireSchema(object);
            return object.toString();
        } catch (JsonProcessingException e) {
            throw refused(name + " is no JSON: line " + e.getLocation().getLineNr() + ".", e);
        } catch (DockException e) {
            throw refused(name + " is no JSON Schema (draft 2020-12): " + e.getMessage(), e);
        }
    }

    private static DockException refused(String what, Throwable cause) {
        return new DockException(Problem.VALIDATION_ERROR, what, cause);
    }
}
