package dev.modeldock.server.openapi;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldock.server.http.Json;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;

/**
 * The description as it is sent.
 *
 * @param server the address that it names
 * @param etag changes with the bytes
 */
record DescriptionText(String server, byte[] bytes, String etag) {
    private static final String SERVERS = "servers";

    /** The two ways to write it. */
    enum Form {
        JSON("application/json"),
        YAML("application/yaml");

        private final String mediaType;

        Form(String mediaType) {
            this.mediaType = mediaType;
        }

        String mediaType() {
            return mediaType;
        }

        private String text(ObjectNode document) {
            return switch (this) {
                case JSON -> Json.text(document);
                case YAML -> yaml(document);
            };
        }

        private static String yaml(ObjectNode document) {
            DumpSettings settings = DumpSettings.builder()
                    .setDefaultFlowStyle(FlowStyle.BLOCK)
                    .setWidth(120)
                    .build();
            return new Dump(settings).dumpToString(Json.mapper().convertValue(document, Map.class));
        }
    }

    /** The description for those who know the server by this address. */
    static DescriptionText of(Description description, String server, Form form) {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        description.document().properties().forEach(each -> {
            document.set(each.getKey(), each.getValue());
            if (each.getKey().equals("info")) {
                document.putArray(SERVERS).addObject().put("url", server);
            }
        });
        byte[] bytes = form.text(document).getBytes(StandardCharsets.UTF_8);
        return new DescriptionText(server, bytes, hash(bytes));
    }

    private static String hash(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
