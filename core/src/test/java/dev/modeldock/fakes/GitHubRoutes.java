package dev.modeldock.fakes;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which address means what, and who may come to git and LFS. */
final class GitHubRoutes {
    private static final List<String> BATCH = List.of("info", "lfs", "objects", "batch");

    private final FakeGitHub github;
    private final GitHubRest rest;
    private final GitBackend backend;
    private final LfsAnswers lfs;

    GitHubRoutes(FakeGitHub github, LfsAnswers lfs) {
        this.github = github;
        this.lfs = lfs;
        rest = new GitHubRest(github);
        backend = new GitBackend(github.root());
    }

    void handle(Call call) throws IOException {
        List<String> path = call.segments();
        if (path.size() > 2 && path.subList(0, 2).equals(List.of("api", "v3"))) {
            rest.handle(call, path.subList(2, path.size()));
        } else if (List.of("repos", "repositories", "rate_limit", "user").contains(path.get(0))) {
            rest.handle(call, path);
        } else if (path.size() > 2) {
            repository(call, path);
        } else {
            call.whole(404, "text/plain", Content.of("Not Found"));
        }
    }

    private void repository(Call call, List<String> path) throws IOException {
        String name = path.get(1).replaceFirst("\\.git$", "");
        List<String> rest = path.subList(2, path.size());
        boolean batch = rest.equals(BATCH);
        if (call.struckBy(batch ? github.batchFaults() : github.gitFaults())) {
            return;
        }
        Optional<FakeRepository> renamed = github.renamed(path.get(0), name);
        if (renamed.isPresent()) {
            String there = "/" + renamed.get().owner() + "/" + renamed.get().name() + ".git/" + String.join("/", rest);
            call.redirect(
                    301, call.absolute(there + call.uri().substring(call.path().length())));
            return;
        }
        Optional<FakeRepository> repository = github.find(path.get(0), name);
        if (admitted(call, repository, batch)) {
            serve(call, repository.get(), rest);
        }
    }

    private void serve(Call call, FakeRepository repository, List<String> rest) throws IOException {
        if (rest.equals(BATCH)) {
            lfs.batch(call, repository);
        } else if (List.of("info/refs", "git-upload-pack").contains(String.join("/", rest))) {
            backend.serve(call, "/" + repository.owner() + "/" + repository.name() + ".git/" + String.join("/", rest));
        } else {
            call.whole(404, "text/plain", Content.of("Not Found"));
        }
    }

    private boolean admitted(Call call, Optional<FakeRepository> repository, boolean batch) throws IOException {
        String token = token(call);
        if (!token.isEmpty() && !github.knows(token)) {
            refuse(call, batch, 401, "Invalid username or token.");
        } else if (repository.filter(found -> found.seenBy(token)).isEmpty()) {
            refuse(call, batch, token.isEmpty() ? 401 : 404, "Repository not found.");
        } else if (repository.get().isBlocked()) {
            refuse(call, batch, 451, "Repository unavailable due to DMCA takedown.");
        } else {
            return true;
        }
        return false;
    }

    private static void refuse(Call call, boolean batch, int status, String message) throws IOException {
        if (status == 401) {
            call.header(batch ? "LFS-Authenticate" : "WWW-Authenticate", "Basic realm=\"GitHub\"");
        }
        if (batch) {
            LfsAnswers.json(call, status, Map.of("message", message));
        } else {
            call.whole(status, "text/plain", Content.of(message));
        }
    }

    /** From {@code Bearer x}, {@code token x}, or {@code Basic} with it as the password, or alone as the user. */
    static String token(Call call) {
        String[] header = call.requestHeader("Authorization").orElse("").strip().split(" +", 2);
        if (header.length < 2) {
            return header[0];
        }
        if (!header[0].equalsIgnoreCase("Basic")) {
            return header[1];
        }
        String pair = new String(Base64.getDecoder().decode(header[1]), StandardCharsets.UTF_8);
        String password = pair.substring(pair.indexOf(':') + 1);
        return password.isEmpty() ? pair.substring(0, pair.length() - 1) : password;
    }
}
