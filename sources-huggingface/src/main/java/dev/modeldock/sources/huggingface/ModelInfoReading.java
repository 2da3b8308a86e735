package dev.modeldock.sources.huggingface;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.modeldock.spi.SourceException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Picks out of the hub's description of a model what is worth keeping; the rest, such as its files, is passed over. */
final class ModelInfoReading {
    private static final int LONGEST = 500;
    private static final int LONGEST_TAG = 100;
    private static final int MOST_TAGS = 100;
    private static final String LICENSE = "license";
    private static final String LICENSE_TAG = "license:";

    private final Map<String, String> facts = new TreeMap<>();
    private final List<String> tags = new ArrayList<>();
    private String id = "";
    private String sha = "";
    private String gated = ModelInfo.OPEN;
    private boolean hidden;
    private boolean disabled;

    private ModelInfoReading() {}

    static ModelInfo read(JsonParser json) throws IOException, SourceException {
        ModelInfoReading reading = new ModelInfoReading();
        JsonBody.fields(json, name -> reading.field(name, json));
        return reading.info();
    }

    private void field(String name, JsonParser json) throws IOException, SourceException {
        switch (name) {
            case "id" -> id = JsonBody.text(json);
            case "sha" -> sha = JsonBody.text(json).toLowerCase(Locale.ROOT);
            case "gated" -> gated = gate(json);
            case "private" -> hidden = json.hasToken(JsonToken.VALUE_TRUE);
            case "disabled" -> disabled = json.hasToken(JsonToken.VALUE_TRUE);
            case "author", "lastModified", "pipeline_tag", "library_name" -> fact(name, json);
            case "cardData" -> card(json);
            case "tags" -> tags(json);
            default -> {
                // Not kept.
            }
        }
    }

    private static String gate(JsonParser json) throws IOException {
        String told = JsonBody.text(json);
        if (told.isEmpty()) {
            return Boolean.toString(json.hasToken(JsonToken.VALUE_TRUE));
        }
        return cut(told, LONGEST_TAG);
    }

    private void card(JsonParser json) throws IOException, SourceException {
        if (!json.isExpectedStartObjectToken()) {
            return;
        }
        JsonBody.fields(json, name -> {
            if (name.equals(LICENSE) || name.equals("license_name") || name.equals("license_link")) {
                fact(name, json);
            }
        });
    }

    private void tags(JsonParser json) throws IOException {
        if (!json.isExpectedStartArrayToken()) {
            return;
        }
        while (json.nextToken() != JsonToken.END_ARRAY) {
            String tag = JsonBody.text(json);
            if (!tag.isBlank() && tags.size() < MOST_TAGS) {
                tags.add(cut(tag.strip(), LONGEST_TAG));
            }
            json.skipChildren();
        }
    }

    private void fact(String name, JsonParser json) throws IOException {
        String value = JsonBody.text(json).strip();
        if (!value.isEmpty()) {
            facts.put(name, cut(value, LONGEST));
        }
    }

    private static String cut(String text, int longest) {
        return text.length() <= longest ? text : text.substring(0, longest) + "…";
    }

    private ModelInfo info() {
        tags.stream()
                .filter(tag -> tag.startsWith(LICENSE_TAG))
                .findFirst()
                .ifPresent(tag -> facts.putIfAbsent(LICENSE, tag.substring(LICENSE_TAG.length())));
        if (!tags.isEmpty()) {
            facts.put("tags", String.join("\n", tags));
        }
        return new ModelInfo(id, sha, gated, hidden, disabled, Map.copyOf(facts));
    }
}
