package dev.modeldock.tools;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldock.access.Seal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** Seals the values of secure variables, for the database. */
public record Vault(Seal seal) {
    /** Numbers come out as they went in. */
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    byte[] lock(Map<String, JsonNode> secrets) {
        try {
            ObjectNode object = JSON.createObjectNode();
            secrets.forEach(object::set);
            return seal.seal(JSON.writeValueAsBytes(object));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Values that were read as JSON can be written as JSON", e);
        }
    }

    Map<String, JsonNode> unlock(byte[] sealed) {
        try {
            Map<String, JsonNode> secrets = new LinkedHashMap<>();
            JSON.readTree(seal.open(sealed)).properties().forEach(each -> secrets.put(each.getKey(), each.getValue()));
            return secrets;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
