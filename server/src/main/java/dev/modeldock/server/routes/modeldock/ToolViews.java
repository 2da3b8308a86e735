package dev.modeldock.server.routes.modeldock;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldock.tools.Change;
import dev.modeldock.tools.DefinitionFile;
import dev.modeldock.tools.Difference;
import dev.modeldock.tools.MaskedVariable;
import dev.modeldock.tools.Tool;
import dev.modeldock.tools.ToolFile;
import dev.modeldock.tools.ToolVersion;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Tools as {@code /v1} shows them. */
final class ToolViews {
    private ToolViews() {}

    static ObjectNode tool(Tool tool) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("id", tool.id())
                .put("name", tool.name())
                .put("owner", tool.owner())
                .put("version", tool.current())
                .put("createdAt", tool.created().toString())
                .put("updatedAt", tool.updated().toString());
    }

    static ObjectNode tool(Tool tool, ToolVersion version, List<MaskedVariable> environment) {
        ObjectNode shown = tool(tool);
        content(shown, version);
        environment(shown, environment);
        return shown;
    }

    static ObjectNode version(ToolVersion version) {
        ObjectNode shown = JsonNodeFactory.instance
                .objectNode()
                .put("toolId", version.toolId())
                .put("version", version.number())
                .put("createdBy", version.createdBy())
                .put("createdAt", version.created().toString());
        content(shown, version);
        return shown;
    }

    static ObjectNode version(ToolVersion version, List<MaskedVariable> environment) {
        ObjectNode shown = version(version);
        environment(shown, environment);
        return shown;
    }

    /** A secure variable without a value has none here either. */
    private static void environment(ObjectNode shown, List<MaskedVariable> environment) {
        ArrayNode all = shown.putArray("envVariables");
        for (MaskedVariable variable : environment) {
            ObjectNode each = all.addObject().put("name", variable.name()).put("secure", variable.secure());
            if (!variable.secure() || !variable.value().isNull()) {
                each.set("value", variable.value());
            }
            if (!variable.notes().isEmpty()) {
                each.put("notes", variable.notes());
            }
        }
    }

    private static void content(ObjectNode shown, ToolVersion version) {
        shown.put("digest", version.digest()).put("flowId", version.flowId()).set("origin", version.origin());
        ArrayNode files = shown.putArray("files");
        for (ToolFile file : version.files()) {
            files.addObject()
                    .put("name", file.file().fileName())
                    .put("size", file.size())
                    .put("sha256", file.sha256());
        }
    }

    static ObjectNode difference(ToolVersion from, ToolVersion to, Map<DefinitionFile, Difference> differences) {
        ObjectNode shown = JsonNodeFactory.instance
                .objectNode()
                .put("toolId", from.toolId())
                .put("from", from.number())
                .put("to", to.number());
        ArrayNode all = shown.putArray("changes");
        int more = 0;
        for (Map.Entry<DefinitionFile, Difference> each : differences.entrySet()) {
            each.getValue().changes().forEach(change -> all.add(change(each.getKey(), change)));
            more += each.getValue().more();
        }
        return shown.put("more", more);
    }

    private static ObjectNode change(DefinitionFile file, Change change) {
        ObjectNode shown = JsonNodeFactory.instance
                .objectNode()
                .put("file", file.fileName())
                .put("op", change.op().name().toLowerCase(Locale.ROOT))
                .put("path", change.path())
                .put("place", change.place());
        if (change.from() != null) {
            shown.set("from", change.from());
        }
        if (change.to() != null) {
            shown.set("to", change.to());
        }
        return change.cut() ? shown.put("cut", true) : shown;
    }
}
