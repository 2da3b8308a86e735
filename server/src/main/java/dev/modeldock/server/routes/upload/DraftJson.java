package dev.modeldock.server.routes.upload;

import com.fasterxml.jackson.databind.JsonNode;
import dev.modeldock.imports.ImportDraft;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import dev.modeldock.server.http.JsonBody;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A request to a source as a JSON object: plain values, and lists of them. */
public final class DraftJson {
    private static final int MOST = 1_000;

    private DraftJson() {}

    /** Put the body's fields into a draft. */
    public static void read(Context ctx, ImportDraft draft) throws IOException {
        JsonBody.of(ctx).object().properties().forEach(field -> put(field, draft));
    }

    private static void put(Map.Entry<String, JsonNode> field, ImportDraft draft) {
        JsonNode value = field.getValue();
        if (value.isNull()) {
            return;
        }
        if (value.isValueNode()) {
            draft.value(field.getKey(), value.asText());
            return;
        }
        List<String> texts = new ArrayList<>();
        value.forEach(each -> texts.add(each.isValueNode() && !each.isNull() ? each.asText() : null));
        if (!value.isArray() || texts.contains(null) || texts.size() > MOST) {
            throw new DockException(
                    Problem.VALIDATION_ERROR,
                    "The field \"" + field.getKey() + "\" is neither a plain value nor a list of at most " + MOST
                            + " of them. Send one of the two.");
        }
        draft.values(field.getKey(), texts);
    }
}
