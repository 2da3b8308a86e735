package dev.modeldock.server.routes.modeldock;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldock.Dock;
import dev.modeldock.access.Caller;
import dev.modeldock.access.Scope;
import dev.modeldock.formats.Tensor;
import dev.modeldock.insight.FileChange;
import dev.modeldock.insight.TensorPage;
import dev.modeldock.insight.VersionChanges;
import dev.modeldock.models.Aliases;
import dev.modeldock.models.Gate;
import dev.modeldock.models.Model;
import dev.modeldock.models.Version;
import dev.modeldock.models.VersionFile;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import dev.modeldock.server.http.Guard;
import dev.modeldock.server.http.Paging;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code /v1/models/{namespace}/{name}/files}, {@code /tensors}, {@code /changes} and {@code /receipt}: what is in a
 * version, a page at a time, and where it is from. By names alone: behind an id, these words are names themselves.
 */
public final class InsightRoutes {
    private static final String MODEL = "/v1/models/{namespace}/{name}";
    private static final int LONGEST_SEARCH = 256;
    private static final List<String> CARDS = List.of("README.md", "readme.md", "Readme.md");

    private final Dock dock;
    private final Guard<Caller> guard;

    public InsightRoutes(Dock dock, Guard<Caller> guard) {
        this.dock = dock;
        this.guard = guard;
    }

    /** These stand before the routes of models, whose ways are shorter. */
    public void register(RoutesConfig routes) {
        routes.get(MODEL + "/files", reading("/files", this::files));
        routes.get(MODEL + "/tensors", reading("/tensors", this::tensors));
        routes.get(MODEL + "/changes", reading("/changes", this::changes));
        routes.get(MODEL + "/receipt", reading("/receipt", this::receipt));
    }

    private interface ModelHandler {
        void handle(Context ctx, Model model, Caller caller) throws InterruptedException;
    }

    private Handler reading(String part, ModelHandler handler) {
        return ctx -> {
            Caller caller = guard.caller(ctx);
            caller.require(Scope.READ);
            Optional<Model> model = ModelReference.shown(ctx, dock.models(), caller, part);
            if (model.isPresent()) {
                handler.handle(ctx, model.get(), caller);
            }
        };
    }

    private Version version(Context ctx, Model model, String parameter, String otherwise) {
        String asked = Optional.ofNullable(ctx.queryParam(parameter))
                .filter(text -> !text.isBlank())
                .orElse(otherwise);
        return dock.models().version(model, asked);
    }

    private Version version(Context ctx, Model model) {
        return version(ctx, model, "revision", Aliases.MAIN);
    }

    private void files(Context ctx, Model model, Caller caller) {
        Paging paging = Paging.of(ctx);
        Version version = version(ctx, model);
        Map<String, Object> answer = paging.answer(
                dock.models().files(version).part(paging.size(), paging.offset()).stream()
                        .map(this::file)
                        .toList(),
                version.fileCount());
        answer.put("commit", version.commit());
        answer.put("bytes", version.bytes());
        ctx.json(answer);
    }

    private ObjectNode file(VersionFile file) {
        ObjectNode view = JsonNodeFactory.instance
                .objectNode()
                .put("path", file.path())
                .put("size", file.size())
                .put("sha256", file.sha256());
        dock.imports().scans().find(file.sha256()).ifPresent(scan -> view.putPOJO("pickleScan", scan));
        return view;
    }

    /** A header tells what the bytes are, so it is for those who may have them. */
    private void tensors(Context ctx, Model model, Caller caller) throws InterruptedException {
        Gate.requireBytes(model, caller);
        Paging paging = Paging.of(ctx);
        Version version = version(ctx, model);
        String search = Optional.ofNullable(ctx.queryParam("search")).orElse("").strip();
        if (search.length() > LONGEST_SEARCH) {
            throw new DockException(
                    Problem.VALIDATION_ERROR,
                    "\"search\" has " + search.length() + " letters; at most " + LONGEST_SEARCH + " are taken.");
        }
        TensorPage page = dock.insights().tensors(version, search, paging.size(), paging.offset());
        Map<String, Object> answer =
                paging.answer(page.items().stream().map(InsightRoutes::tensor).toList(), page.total());
        answer.put("commit", version.commit());
        answer.put("files", page.files());
        answer.put("dtypes", page.dtypes());
        ctx.json(answer);
    }

    private static Map<String, Object> tensor(Tensor tensor) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("name", tensor.name());
        view.put("dtype", tensor.dtype());
        view.put("shape", tensor.shape());
        view.put("parameters", tensor.parameters());
        view.put("bytes", tensor.bytes());
        view.put("file", tensor.file());
        return view;
    }

    private void changes(Context ctx, Model model, Caller caller) {
        if (ctx.queryParam("from") == null) {
            throw new DockException(
                    Problem.VALIDATION_ERROR,
                    "\"from\" is missing; expected is the commit or the alias of the version to compare with.");
        }
        Paging paging = Paging.of(ctx);
        Version from = version(ctx, model, "from", Aliases.MAIN);
        Version to = version(ctx, model, "to", Aliases.MAIN);
        VersionChanges changes = dock.insights().changes(from, to, paging.size(), paging.offset());
        Map<String, Object> answer = paging.answer(
                changes.items().stream().map(InsightRoutes::change).toList(), changes.total());
        answer.put("from", from.commit());
        answer.put("to", to.commit());
        answer.put("added", changes.added());
        answer.put("changed", changes.changed());
        answer.put("removed", changes.removed());
        answer.put("unchanged", changes.unchanged());
        answer.put("newBytes", changes.newBytes());
        ctx.json(answer);
    }

    private static ObjectNode change(FileChange change) {
        ObjectNode view =
                JsonNodeFactory.instance.objectNode().put("path", change.path()).put("what", change.what());
        change.before()
                .ifPresent(file ->
                        view.putObject("before").put("size", file.size()).put("sha256", file.sha256()));
        change.after()
                .ifPresent(
                        file -> view.putObject("after").put("size", file.size()).put("sha256", file.sha256()));
        return view;
    }

    private Optional<String> card(Version version) {
        return CARDS.stream()
                .filter(path -> dock.models().files(version).find(path).isPresent())
                .findFirst();
    }

    /** Where a version is from: without its files, so it is short however many there are. */
    private void receipt(Context ctx, Model model, Caller caller) {
        ObjectNode view = ModelViews.model(model);
        Map<String, String> aliases = dock.models().aliasesOf(model);
        long versions = dock.models().versionCount(model);
        // One that is still to be trained has none.
        if (versions > 0 || ctx.queryParam("revision") != null) {
            Version version = version(ctx, model);
            view.set("version", ModelViews.listed(version, aliases));
            card(version).ifPresent(path -> view.put("card", path));
        }
        ObjectNode names = view.put("versions", versions).putObject("aliases");
        aliases.forEach(names::put);
        ctx.json(view);
    }
}
