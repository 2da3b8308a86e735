package dev.modeldock.server.routes.tao;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import dev.modeldock.server.http.JsonBody;
import dev.modeldock.training.Role;
import dev.modeldock.training.SettingsChange;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A request's body that says something of a model. */
final class SettingsBody {
    private static final int MOST_REFERENCES = 1_000;

    private SettingsBody() {}

    static SettingsChange of(JsonBody body) {
        return new SettingsChange(
                DatasetRoutes.labels(body),
                body.optionalText("network_arch"),
                body.optionalText("ngc_path"),
                body.optionalText("encryption_key"),
                flag(body, "read_only"),
                flag(body, "public"),
                references(body.object()),
                automl(body.object()));
    }

    private static Optional<Boolean> flag(JsonBody body, String field) {
        return body.has(field) ? Optional.of(body.flag(field, false)) : Optional.empty();
    }

    private static Map<Role, List<String>> references(JsonNode body) {
        Map<Role, List<String>> references = new EnumMap<>(Role.class);
        for (Role role : Role.values()) {
            if (body.has(role.field())) {
                references.put(role, targets(role, body.get(role.field())));
            }
        }
        return references;
    }

    /** {@code null}, or an empty list, clears it. */
    private static List<String> targets(Role role, JsonNode value) {
        List<String> targets = new ArrayList<>();
        if (value.isArray() && role.many() && value.size() <= MOST_REFERENCES) {
            value.forEach(each -> targets.add(text(role, each)));
        } else if (!value.isNull() && !(value.isArray() && value.isEmpty())) {
            if (role.many()) {
                throw cannot(role);
            }
            targets.add(text(role, value));
        }
        return targets;
    }

    private static String text(Role role, JsonNode value) {
        if (!value.isTextual()) {
            throw cannot(role);
        }
        return value.textValue();
    }

    private static DockException cannot(Role role) {
        return new DockException(Problem.VALIDATION_ERROR, "Provided " + role.field() + " cannot be added");
    }

    private static ObjectNode automl(JsonNode body) {
        ObjectNode automl = JsonNodeFactory.instance.objectNode();
        body.properties().stream()
                .filter(each -> each.getKey().startsWith("automl_")
                        || each.getKey().equals("metric")
                        || each.getKey().equals("epoch_multiplier"))
                .forEach(each -> automl.set(each.getKey(), each.getValue()));
        return automl;
    }
}
