package dev.modeldock.server.routes.modeldock;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldock.Dock;
import dev.modeldock.access.Caller;
import dev.modeldock.access.Scope;
import dev.modeldock.materialize.LaidOut;
import dev.modeldock.materialize.Layout;
import dev.modeldock.materialize.LayoutWish;
import dev.modeldock.materialize.Mode;
import dev.modeldock.materialize.Verified;
import dev.modeldock.models.Aliases;
import dev.modeldock.models.Gate;
import dev.modeldock.models.Model;
import dev.modeldock.models.Version;
import dev.modeldock.server.http.Guard;
import dev.modeldock.server.http.JsonBody;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** {@code /v1/models/{id}/materialize} and {@code /verify}: a version as files of this machine, and whether all are right. */
public final class MaterializeRoutes {
    private final Dock dock;
    private final Guard<Caller> guard;

    public MaterializeRoutes(Dock dock, Guard<Caller> guard) {
        this.dock = dock;
        this.guard = guard;
    }

    public void register(RoutesConfig routes) {
        for (String model : List.of("/v1/models/{id}", "/v1/models/{namespace}/{name}")) {
            routes.post(model + "/materialize", this::materialize);
            routes.post(model + "/verify", this::verify);
        }
    }

    private void materialize(Context ctx) throws IOException, InterruptedException {
        Caller caller = guard.caller(ctx);
        caller.require(Scope.WRITE);
        Model model = dock.models().get(ModelReference.text(ctx), caller).model();
        Gate.requireBytes(model, caller);
        JsonBody body = JsonBody.of(ctx);
        Version version = version(model, body.optionalText("version"));
        LaidOut laid = dock.materializations()
                .lay(
                        model,
                        version,
                        new LayoutWish(
                                body.text("directory"),
                                text(body, "layout").map(Layout::of).orElse(Layout.PLAIN),
                                text(body, "mode").map(Mode::of),
                                body.flag("replace", false)));
        ctx.json(view(model, version)
                .put("path", laid.path().toString())
                .put("layout", laid.layout().word())
                .put("mode", laid.mode().word())
                .put("files", laid.files())
                .put("bytes", laid.bytes())
                .put("present", laid.present()));
    }

    private static Optional<String> text(JsonBody body, String field) {
        return body.optionalText(field).filter(text -> !text.isBlank());
    }

    private Version version(Model model, Optional<String> revision) {
        return dock.models()
                .version(model, revision.filter(text -> !text.isBlank()).orElse(Aliases.MAIN));
    }

    private static ObjectNode view(Model model, Version version) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("id", model.id())
                .put("name", model.name().toString())
                .put("commit", version.commit());
    }

    /** Reads everything again, so it is for the owner. */
    private void verify(Context ctx) throws IOException, InterruptedException {
        Caller caller = guard.caller(ctx);
        caller.require(Scope.WRITE);
        Model model = dock.models().owned(ModelReference.text(ctx), caller);
        Version version = version(model, Optional.ofNullable(ctx.queryParam("revision")));
        Verified verified = dock.materializations().verify(version);
        ObjectNode view = view(model, version)
                .put("files", verified.files())
                .put("bytes", verified.bytes())
                .put("right", verified.damagedFiles() == 0)
                .put("damagedFiles", verified.damagedFiles());
        verified.damaged().forEach(view.putArray("damaged")::add);
        ctx.json(view);
    }
}
