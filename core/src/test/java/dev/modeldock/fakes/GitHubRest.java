package dev.modeldock.fakes;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The REST calls that an importer makes. */
final class GitHubRest {
    private final FakeGitHub github;

    GitHubRest(FakeGitHub github) {
        this.github = github;
    }

    void handle(Call call, List<String> path) throws IOException {
        if (call.requestHeader("User-Agent").isEmpty()) {
            error(
                    call,
                    403,
                    "Request forbidden by administrative rules. Please make sure your request has a User-Agent");
        } else if (!call.struckBy(github.apiFaults())) {
            String token = GitHubRoutes.token(call);
            if (!token.isEmpty() && !github.knows(token)) {
                error(call, 401, "Bad credentials");
            } else if (path.equals(List.of("rate_limit"))) {
                Map<String, Object> state = github.quota().state();
                call.json(200, Map.of("resources", Map.of("core", state), "rate", state));
            } else {
                limited(call, path, token);
            }
        }
    }

    private void limited(Call call, List<String> path, String token) throws IOException {
        boolean within = github.quota().take();
        github.quota().state().forEach((name, value) -> call.header("x-ratelimit-" + name, value.toString()));
        if (!within) {
            error(call, 403, "API rate limit exceeded for 127.0.0.1.");
        } else if (path.get(0).equals("repos") && path.size() > 2) {
            named(call, path, token);
        } else if (path.get(0).equals("repositories") && path.size() > 1) {
            admitted(call, github.find(path.get(1)), token, path.subList(2, path.size()));
        } else {
            error(call, 404, "Not Found");
        }
    }

    private void named(Call call, List<String> path, String token) throws IOException {
        List<String> rest = path.subList(3, path.size());
        Optional<FakeRepository> renamed = github.renamed(path.get(1), path.get(2));
        if (renamed.isEmpty()) {
            admitted(call, github.find(path.get(1), path.get(2)), token, rest);
            return;
        }
        String base = call.path().startsWith("/api/v3/") ? "/api/v3" : "";
        String there = call.absolute(base + "/repositories/" + renamed.get().number()
                + (rest.isEmpty() ? "" : "/" + String.join("/", rest)));
        call.header("Location", there);
        call.json(301, Map.of("message", "Moved Permanently", "url", there));
    }

    private void admitted(Call call, Optional<FakeRepository> repository, String token, List<String> rest)
            throws IOException {
        if (repository.filter(found -> found.seenBy(token)).isEmpty()) {
            error(call, 404, "Not Found");
        } else if (repository.get().isBlocked()) {
            error(call, 451, "Repository access blocked");
        } else if (rest.isEmpty()) {
            call.json(200, about(repository.get()));
        } else if (rest.get(0).equals("commits") && rest.size() > 1) {
            commit(call, repository.get(), String.join("/", rest.subList(1, rest.size())));
        } else if (rest.size() == 3 && rest.subList(0, 2).equals(List.of("git", "trees"))) {
            tree(call, repository.get(), rest.get(2));
        } else {
            error(call, 404, "Not Found");
        }
    }

    private Map<String, Object> about(FakeRepository repository) {
        Map<String, Object> about = new LinkedHashMap<>();
        about.put("id", repository.number());
        about.put("name", repository.name());
        about.put("full_name", repository.owner() + "/" + repository.name());
        about.put("owner", Map.of("login", repository.owner(), "type", "Organization"));
        about.put("private", repository.isPrivate());
        about.put("visibility", repository.isPrivate() ? "private" : "public");
        about.put("description", "A fake");
        about.put("default_branch", repository.head());
        about.put("size", 1);
        about.put("archived", false);
        about.put("disabled", false);
        about.put("clone_url", repository.cloneUrl());
        String license = repository.licenseId();
        about.put(
                "license",
                license.isEmpty() ? null : Map.of("key", license.toLowerCase(Locale.ROOT), "spdx_id", license));
        return about;
    }

    private static void commit(Call call, FakeRepository repository, String ref) throws IOException {
        if (repository.isEmpty()) {
            error(call, 409, "Git Repository is empty.");
            return;
        }
        Optional<String> found = repository.resolve(ref);
        if (found.isEmpty()) {
            error(call, 422, "No commit found for SHA: " + ref);
            return;
        }
        String etag = '"' + found.get() + '"';
        call.header("ETag", etag);
        if (call.requestHeader("If-None-Match").filter(etag::equals).isPresent()) {
            call.whole(304, "text/plain", Content.of(""));
        } else if (call.requestHeader("Accept").orElse("").contains("github.sha")) {
            call.whole(200, "application/vnd.github.sha; charset=utf-8", Content.of(found.get()));
        } else {
            Map<String, Object> commit =
                    Map.of("message", "Change", "tree", Map.of("sha", repository.treeOf(found.get())));
            call.json(200, Map.of("sha", found.get(), "commit", commit));
        }
    }

    private static void tree(Call call, FakeRepository repository, String sha) throws IOException {
        boolean recursive = call.query("recursive").isPresent();
        Optional<List<String>> lines = repository.listing(sha, recursive);
        if (lines.isEmpty()) {
            error(call, 404, "Not Found");
            return;
        }
        List<Map<String, Object>> rows = new ArrayList<>();
        for (String line : lines.get()) {
            String[] facts = line.substring(0, line.indexOf('\t')).split(" +");
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("path", line.substring(line.indexOf('\t') + 1));
            row.put("mode", facts[0]);
            row.put("type", facts[1]);
            row.put("sha", facts[2]);
            if (facts[1].equals("blob")) {
                row.put("size", Long.parseLong(facts[3]));
            }
            rows.add(row);
        }
        call.json(200, Map.of("sha", sha, "tree", rows, "truncated", false));
    }

    private static void error(Call call, int status, String message) throws IOException {
        call.json(
                status,
                Map.of(
                        "message",
                        message,
                        "documentation_url",
                        "https://docs.github.com/rest",
                        "status",
                        Integer.toString(status)));
    }
}
