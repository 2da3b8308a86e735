package dev.modeldock.server.cli.remote;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldock.server.cli.command.CommandFailure;
import dev.modeldock.server.cli.command.ExitCode;

/** JSON as the dock and the state files have it. */
public final class Json {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Json() {}

    public static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    public static ArrayNode array() {
        return JsonNodeFactory.instance.arrayNode();
    }

    /** Read what the dock answered. */
    public static JsonNode read(byte[] answer) {
        try {
            return MAPPER.readTree(answer);
        } catch (java.io.IOException e) {
            throw new CommandFailure(
                    ExitCode.FAILED, "The answer is no JSON, so no dock gave it; look at --url and MODELDOCK_URL.", e);
        }
    }

    /** Read a value that was typed: JSON where it is some, else the text itself. */
    public static JsonNode typed(String text) {
        try {
            JsonNode read = MAPPER.readTree(text);
            return read == null || read.isMissingNode() ? JsonNodeFactory.instance.textNode(text) : read;
        } catch (JsonProcessingException words) {
            return JsonNodeFactory.instance.textNode(text);
        }
    }
}
