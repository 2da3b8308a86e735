package dev.modeldock.server.routes.hub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldock.formats.Level;
import dev.modeldock.formats.PickleScan;
import dev.modeldock.hub.HubEntry;
import dev.modeldock.models.Access;
import dev.modeldock.models.Model;
import dev.modeldock.models.Version;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** Models, versions and files in the words of a hub. */
final class HubViews {
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
    private static final int ID_DIGITS = 24;

    private HubViews() {}

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    static String date(Instant instant) {
        return DATE.format(instant);
    }

    /** An id as hubs have them. */
    static String id(Model model) {
        String digits = model.id().replaceAll("[^0-9a-f]", "");
        return digits.substring(0, Math.min(ID_DIGITS, digits.length()));
    }

    /** All that is said of a model but its files. */
    static ObjectNode model(Model model, Optional<Version> version) {
        ObjectNode view = object();
        view.put("_id", id(model));
        view.put("id", model.name().toString()).put("modelId", model.name().toString());
        view.put("author", model.name().namespace());
        view.put("private", model.access() == Access.PRIVATE);
        if (model.access() == Access.GATED) {
            view.put("gated", "manual");
        } else {
            view.put("gated", false);
        }
        view.put("disabled", false)
                .put("downloads", 0)
                .put("downloadsAllTime", 0)
                .put("likes", 0);
        view.putArray("spaces");
        view.put("createdAt", date(model.created())).put("lastModified", date(model.updated()));
        view.putArray("tags");
        version.ifPresent(main -> version(view, main));
        return view;
    }

    private static void version(ObjectNode view, Version version) {
        JsonNode facts = version.facts();
        view.put("sha", version.commit()).put("lastModified", date(version.created()));
        view.put("usedStorage", version.bytes());
        if (facts.path("tags").isArray()) {
            view.set("tags", facts.get("tags"));
        }
        copy(facts, "pipelineTag", view, "pipeline_tag");
        copy(facts, "libraryName", view, "library_name");
        copy(facts, "card", view, "cardData");
        copy(facts.path("card"), "model-index", view, "model-index");
        config(view, facts);
        boolean isGguf = facts.path("format").asText().equals("gguf");
        if (facts.has("dtypes") && !isGguf) {
            ObjectNode weights = object();
            weights.set("parameters", facts.get("dtypes"));
            weights.set("total", facts.get("parameters"));
            view.set("safetensors", weights);
        }
        if (isGguf) {
            ObjectNode gguf = view.putObject("gguf");
            copy(facts, "parameters", gguf, "total");
            copy(facts, "architecture", gguf, "architecture");
            copy(facts, "contextLength", gguf, "context_length");
        }
    }

    private static void config(ObjectNode view, JsonNode facts) {
        if (facts.has("modelType")) {
            ObjectNode config = view.putObject("config");
            copy(facts, "modelType", config, "model_type");
            if (facts.has("architecture")) {
                config.putArray("architectures").add(facts.get("architecture"));
            }
        }
    }

    private static void copy(JsonNode from, String fact, ObjectNode to, String field) {
        if (from.hasNonNull(fact)) {
            to.set(field, from.get(fact));
        }
    }

    /** A row of a tree. */
    static ObjectNode entry(HubEntry entry) {
        ObjectNode view = object();
        view.put("type", entry instanceof HubEntry.File ? "file" : "directory");
        view.put("oid", entry.oid());
        view.put("size", entry instanceof HubEntry.File file ? file.size() : 0);
        if (entry instanceof HubEntry.File file && file.isLarge()) {
            lfs(view, file, "oid");
        }
        return view.put("path", entry.path());
    }

    static void lfs(ObjectNode view, HubEntry.File file, String hash) {
        view.putObject("lfs").put(hash, file.sha256()).put("size", file.size()).put("pointerSize", file.pointerSize());
    }

    /** What a scan of a pickle found. No virus scanner has looked. */
    static ObjectNode security(PickleScan scan) {
        ObjectNode view = object();
        view.put("status", status(scan.level()));
        view.putNull("avScan");
        ObjectNode imports = view.putObject("pickleImportScan");
        imports.put("highestSafetyLevel", scan.level().label());
        ArrayNode all = imports.putArray("imports");
        scan.imports()
                .forEach(each -> all.addObject()
                        .put("module", each.module())
                        .put("name", each.name())
                        .put("safety", each.level().label()));
        return view;
    }

    static String status(Level level) {
        return switch (level) {
            case INNOCUOUS -> "safe";
            case SUSPICIOUS -> "suspicious";
            case DANGEROUS -> "unsafe";
        };
    }

    /** A version as a commit in a row of a tree. */
    static ObjectNode lastCommit(Version version) {
        return object().put("id", version.commit()).put("title", title(version)).put("date", date(version.created()));
    }

    /** What a commit is called: what was said when it was pushed, else where it came from. */
    static String title(Version version) {
        String said = version.origin().path("title").asText("");
        if (!said.isBlank()) {
            return said;
        }
        String source = version.origin().path("source").asText("");
        return source.isBlank() ? "Import" : "Import from " + source;
    }
}
