package dev.modeldock.formats;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the model card says, and the tags by which hubs let people look for models. */
final class CardFacts {
    private static final String CARD = "README.md";
    private static final int LONGEST_CARD = 2 << 20;
    private static final int LONGEST_KEPT = 64 << 10;
    private static final int LONGEST_TEXT = 200;
    private static final int MOST_TAGS = 500;

    private final ModelFiles model;
    private final Map<String, Object> facts;
    private final Set<String> tags = new LinkedHashSet<>();

    CardFacts(ModelFiles model, Map<String, Object> facts) {
        this.model = model;
        this.facts = facts;
    }

    /** Write {@code libraryName}, {@code pipelineTag}, {@code license}, {@code card} and {@code tags}. */
    void tell(Profile profile) {
        Optional<ObjectNode> card = card();
        JsonNode front = card.map(JsonNode.class::cast).orElse(MissingNode.getInstance());
        String library = text(front.path("library_name")).orElse(library(profile));
        put("libraryName", library);
        formats();
        text(facts.get("modelType")).ifPresent(this::tag);
        put("pipelineTag", text(front.path("pipeline_tag")).orElse(""));
        all(front.path("tags")).forEach(this::tag);
        all(front.path("language")).forEach(this::tag);
        all(front.path("datasets")).forEach(each -> tag("dataset:" + each));
        all(front.path("base_model")).forEach(each -> tag("base_model:" + each));
        for (String licence : all(front.path("license"))) {
            facts.putIfAbsent("license", licence);
            tag("license:" + licence);
        }
        card.filter(each -> each.toString().length() <= LONGEST_KEPT).ifPresent(each -> facts.put("card", each));
        facts.put("tags", List.copyOf(tags));
    }

    private Optional<ObjectNode> card() {
        if (!model.has(CARD) || model.file(CARD).size() > LONGEST_CARD) {
            return Optional.empty();
        }
        try {
            String text = model.read(
                    model.file(CARD),
                    "model card",
                    bytes -> new String(bytes.head(LONGEST_CARD), StandardCharsets.UTF_8));
            return ModelCard.read(text);
        } catch (Malformed e) {
            model.note(CARD + " says nothing of the model: " + e.getMessage() + ".");
            return Optional.empty();
        }
    }

    private void put(String fact, String value) {
        if (!value.isEmpty()) {
            facts.put(fact, value);
            tag(value);
        }
    }

    private void tag(String tag) {
        if (tags.size() < MOST_TAGS && !tag.isBlank() && tag.length() <= LONGEST_TEXT) {
            tags.add(tag);
        }
    }

    private static Optional<String> text(Object value) {
        String text = value instanceof JsonNode node ? node.isValueNode() ? node.asText() : "" : String.valueOf(value);
        return Optional.of(text).filter(each -> value != null && !each.isBlank() && each.length() <= LONGEST_TEXT);
    }

    /** A list of texts, or one. */
    private static List<String> all(JsonNode value) {
        Iterable<JsonNode> parts = value.isArray() ? value : List.of(value);
        List<String> all = new ArrayList<>();
        parts.forEach(each -> text(each).ifPresent(all::add));
        return all;
    }

    private static String library(Profile profile) {
        return switch (profile) {
            case TRANSFORMERS_SAFETENSORS,
                    TRANSFORMERS_SAFETENSORS_SHARDED,
                    TRANSFORMERS_PYTORCH,
                    TRANSFORMERS_PYTORCH_SHARDED -> "transformers";
            case PEFT_ADAPTER -> "peft";
            case DIFFUSERS -> "diffusers";
            case SENTENCE_TRANSFORMERS -> "sentence-transformers";
            case GGUF, ONNX, SAFETENSORS, PYTORCH, FILES -> "";
        };
    }

    private void formats() {
        Map.of(".safetensors", "safetensors", ".gguf", "gguf", ".onnx", "onnx", ".bin", "pytorch").entrySet().stream()
                .sorted(Map.Entry.comparingByValue())
                .filter(end -> !model.where(path -> path.endsWith(end.getKey())).isEmpty())
                .forEach(end -> tag(end.getValue()));
    }
}
