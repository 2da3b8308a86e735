package dev.modeldock.fakes;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Which address of the hub means what, who may ask, and the API's answers. */
final class HubRoutes {
    private static final Set<String> API_VERBS = Set.of("revision", "tree", "refs");

    private final FakeHub hub;
    private final HubContent content;

    HubRoutes(FakeHub hub, HubContent content) {
        this.hub = hub;
        this.content = content;
    }

    void handle(Call call) throws IOException {
        List<String> path = call.segments();
        call.header("X-Request-Id", "fake-" + System.nanoTime());
        if (path.get(0).equals("api")) {
            api(call, path);
        } else {
            Named named = Named.of(path, 0, Set.of("resolve"));
            call.file(named.rest(1));
            if (!call.struckBy(hub.resolveFaults())) {
                withModel(call, named, model -> content.resolve(call, model, named));
            }
        }
    }

    private void api(Call call, List<String> path) throws IOException {
        if (path.size() > 1 && path.get(1).equals("resolve-cache")) {
            Named named = Named.cached(path);
            call.file(named.rest(0));
            if (!call.struckBy(hub.bodyFaults())) {
                withModel(call, named, model -> content.cached(call, model, named));
            }
        } else if (!call.struckBy(hub.apiFaults())) {
            metadata(call, path);
        }
    }

    private void metadata(Call call, List<String> path) throws IOException {
        if (path.equals(List.of("api", "whoami-v2"))) {
            whoami(call);
        } else if (path.equals(List.of("api", "models"))) {
            list(call);
        } else if (path.size() > 2 && path.get(1).equals("models")) {
            Named named = Named.of(path, 2, API_VERBS);
            withModel(call, named, model -> model(call, model, named));
        } else {
            HubError.UNKNOWN_PATH.send(call);
        }
    }

    private void whoami(Call call) throws IOException {
        String token = token(call);
        if (token.isEmpty() || !hub.knows(token)) {
            HubError.TOKEN_INVALID.send(call);
        } else {
            call.json(200, Map.of("type", "user", "name", "someone", "fullname", "Some One", "orgs", List.of()));
        }
    }

    private void list(Call call) throws IOException {
        if (!token(call).isEmpty() && !hub.knows(token(call))) {
            HubError.TOKEN_INVALID.send(call);
            return;
        }
        int limit = call.query("limit").map(Integer::parseInt).orElse(1000);
        call.json(
                200,
                hub.all().stream()
                        .filter(model -> model.seenBy(token(call)))
                        .limit(limit)
                        .map(model -> Map.of("id", model.id(), "modelId", model.id()))
                        .toList());
    }

    /** What is done with a model that the caller may see. */
    private interface Use {
        void of(FakeModel model) throws IOException;
    }

    private void withModel(Call call, Named named, Use use) throws IOException {
        String token = token(call);
        if (!token.isEmpty() && !hub.knows(token)) {
            HubError.TOKEN_INVALID.send(call);
            return;
        }
        Optional<String> newName = hub.newName(named.id());
        if (newName.isPresent()) {
            // Relative, path and query: only the name is another.
            call.redirect(307, call.uri().replaceFirst(Pattern.quote("/" + named.id()), "/" + newName.get()));
            return;
        }
        Optional<FakeModel> model = hub.find(named.id()).filter(found -> found.seenBy(token));
        if (model.isEmpty()) {
            (token.isEmpty() ? HubError.REPO_HIDDEN : HubError.REPO_MISSING).send(call);
        } else if (model.get().isDisabled()) {
            HubError.DISABLED.send(call);
        } else {
            use.of(model.get());
        }
    }

    private void model(Call call, FakeModel model, Named named) throws IOException {
        if (named.verb().equals("refs")) {
            call.json(200, model.refs());
            return;
        }
        Optional<ModelCommit> commit = model.revision(named.verb().isEmpty() ? "HEAD" : named.at(0));
        if (commit.isEmpty()) {
            HubError.REVISION_MISSING.send(call);
        } else if (named.verb().equals("tree")) {
            tree(call, commit.get(), named.rest(1));
        } else {
            call.json(200, model.info(commit.get(), call.query("blobs").isPresent()));
        }
    }

    private void tree(Call call, ModelCommit commit, String directory) throws IOException {
        boolean recursive = call.query("recursive").filter(HubRoutes::isTrue).isPresent();
        Optional<List<Map<String, Object>>> rows = commit.tree(directory, recursive);
        if (rows.isEmpty()) {
            call.header("X-Repo-Commit", commit.id());
            HubError.ENTRY_MISSING.send(call);
            return;
        }
        int from = call.query("cursor").map(Integer::parseInt).orElse(0);
        boolean expand = call.query("expand").filter(HubRoutes::isTrue).isPresent();
        int limit = call.query("limit").map(Integer::parseInt).orElse(hub.rowsInPage());
        int to = Math.min(rows.get().size(), from + Math.min(limit, hub.rowsInPage()));
        if (to < rows.get().size()) {
            String query = "?recursive=" + recursive + "&expand=" + expand + "&limit=" + limit + "&cursor=" + to;
            call.header("Link", "<" + call.absolute(call.path() + query) + ">; rel=\"next\"");
        }
        call.json(200, rows.get().subList(from, to));
    }

    private static boolean isTrue(String value) {
        return Set.of("true", "True", "1").contains(value);
    }

    static String token(Call call) {
        String header = call.requestHeader("Authorization").orElse("");
        return header.regionMatches(true, 0, "Bearer ", 0, 7)
                ? header.substring(7).strip()
                : header;
    }
}
