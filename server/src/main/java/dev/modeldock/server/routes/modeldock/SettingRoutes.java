package dev.modeldock.server.routes.modeldock;

import com.fasterxml.jackson.databind.JsonNode;
import dev.modeldock.access.Caller;
import dev.modeldock.access.Scope;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import dev.modeldock.server.config.ValueType;
import dev.modeldock.server.http.Guard;
import dev.modeldock.server.http.JsonBody;
import dev.modeldock.settings.LiveSettings;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/** {@code /v1/settings}: what an administrator changes while the dock runs. */
public final class SettingRoutes {
    private static final String SETTINGS = "/v1/settings";
    private static final String BANDWIDTH = "transfers.maxBytesPerSecond";

    private final LiveSettings settings;
    private final Guard<Caller> guard;

    public SettingRoutes(LiveSettings settings, Guard<Caller> guard) {
        this.settings = settings;
        this.guard = guard;
    }

    public void register(RoutesConfig routes) {
        routes.get(SETTINGS, this::show);
        routes.patch(SETTINGS, this::change);
    }

    private void show(Context ctx) {
        guard.caller(ctx).require(Scope.READ);
        ctx.json(Map.of(BANDWIDTH, settings.maxBytesPerSecond()));
    }

    private void change(Context ctx) throws IOException {
        guard.caller(ctx).require(Scope.ADMIN);
        JsonNode body = JsonBody.of(ctx).object();
        body.fieldNames().forEachRemaining(name -> {
            if (!name.equals(BANDWIDTH)) {
                throw new DockException(
                        Problem.VALIDATION_ERROR,
                        "\"" + name + "\" cannot be changed while the dock runs; what can is \"" + BANDWIDTH + "\".");
            }
        });
        if (body.has(BANDWIDTH)) {
            JsonNode value = body.get(BANDWIDTH);
            settings.maxBytesPerSecond(value.isNull() ? Optional.empty() : Optional.of(bytes(value)));
        }
        show(ctx);
    }

    private static long bytes(JsonNode value) {
        try {
            if (value.isTextual() || value.isIntegralNumber()) {
                return ValueType.bytes(value.asText());
            }
        } catch (IllegalArgumentException e) {
            throw refused(value, e);
        }
        throw refused(value, null);
    }

    private static DockException refused(JsonNode value, Throwable cause) {
        String shown = value.toString();
        return new DockException(
                Problem.VALIDATION_ERROR,
                "\"" + BANDWIDTH + "\" is " + shown.substring(0, Math.min(60, shown.length())) + "; expected is "
                        + ValueType.SIZE.expected() + ", or null for what the dock was started with.",
                cause);
    }
}
