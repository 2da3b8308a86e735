package dev.modeldock.server.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldock.server.http.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The files that the description is made of, as they lie in the jar. */
final class DescriptionFiles {
    private static final String MAIN = "openapi";
    private static final String TOPICS = "topics";

    private DescriptionFiles() {}

    /** What holds for all topics; without their list. */
    static ObjectNode main() {
        ObjectNode main = read(MAIN);
        main.remove(TOPICS);
        return main;
    }

    /** The topics, in the order in which they are shown. */
    static List<ObjectNode> topics() {
        List<ObjectNode> topics = new ArrayList<>();
        for (JsonNode name : read(MAIN).path(TOPICS)) {
            topics.add(read(name.asText()));
        }
        return topics;
    }

    private static ObjectNode read(String name) {
        String file = name + ".yaml";
        LoadSettings settings = LoadSettings.builder().setLabel(file).build();
        try (InputStream in = DescriptionFiles.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("The jar has no " + file + " for the description of the API");
            }
            Object read = new Load(settings).loadFromString(new String(in.readAllBytes(), StandardCharsets.UTF_8));
            return Json.mapper().valueToTree(read);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
