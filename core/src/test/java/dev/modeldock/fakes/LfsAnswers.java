package dev.modeldock.fakes;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** LFS: the batch call of a repository, and the store that its answers point to. */
final class LfsAnswers {
    static final String SCHEME = "RemoteAuth ";

    private static final String TYPE = "application/vnd.git-lfs+json";
    private static final int LARGEST_BATCH = 100;

    private final FakeGitHub github;

    LfsAnswers(FakeGitHub github) {
        this.github = github;
    }

    static void json(Call call, int status, Object body) throws IOException {
        call.whole(status, TYPE, Content.of(Call.JSON.writeValueAsBytes(body)));
    }

    /** {@code POST /{owner}/{name}.git/info/lfs/objects/batch}. */
    void batch(Call call, FakeRepository repository) throws IOException {
        boolean typed = call.requestHeader("Accept").orElse("").startsWith(TYPE)
                && call.requestHeader("Content-Type").orElse("").startsWith(TYPE);
        JsonNode request = Call.JSON.readTree(call.body());
        if (!typed) {
            json(call, 406, Map.of("message", "Accept and Content-Type must be " + TYPE));
        } else if (!request.path("operation").asText().equals("download")) {
            json(call, 403, Map.of("message", "You may only download"));
        } else if (request.path("objects").size() > LARGEST_BATCH) {
            json(call, 413, Map.of("message", "A batch holds at most " + LARGEST_BATCH + " objects"));
        } else {
            List<Object> objects = new ArrayList<>();
            request.path("objects").forEach(object -> objects.add(answer(repository, object)));
            json(call, 200, Map.of("transfer", "basic", "objects", objects, "hash_algo", "sha256"));
        }
    }

    private Map<String, Object> answer(FakeRepository repository, JsonNode asked) {
        String oid = asked.path("oid").asText();
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("oid", oid);
        answer.put("size", asked.path("size").asLong());
        Optional<LfsObject> object = repository.lfs().find(oid);
        Optional<LfsObject.Trouble> trouble =
                repository.lfs().trouble(object.map(LfsObject::path).orElse(oid));
        if (trouble.isPresent() && trouble.get().code() != 0) {
            answer.put("error", error(trouble.get().code(), trouble.get().message()));
        } else if (trouble.isPresent()) {
            answer.put(
                    "actions", Map.of("download", Map.of("href", trouble.get().href())));
        } else if (object.isEmpty()) {
            answer.put("error", error(404, "Object does not exist on the server"));
        } else if (object.get().content().size() != asked.path("size").asLong()) {
            answer.put("error", error(422, "The object has another size"));
        } else {
            answer.put("authenticated", true);
            answer.put("actions", Map.of("download", download(repository, oid)));
        }
        return answer;
    }

    private static Map<String, Object> error(int code, String message) {
        return Map.of("code", code, "message", message);
    }

    private Map<String, Object> download(FakeRepository repository, String oid) {
        String signature = github.newSignature();
        Map<String, String> header = github.storeWantsAuthorization()
                ? Map.of("Authorization", SCHEME + signature)
                : Map.of("X-Store-Signature", signature);
        String href = github.store() + "/" + repository.owner() + "/" + repository.name() + "/" + oid;
        return Map.of("href", href, "header", header, "expires_in", 3600);
    }

    /** {@code GET /{owner}/{name}/{oid}} at the store, with the header that the batch told. */
    void store(Call call) throws IOException {
        List<String> path = call.segments();
        Optional<LfsObject> object = path.size() == 3
                ? github.find(path.get(0), path.get(1))
                        .flatMap(repository -> repository.lfs().find(path.get(2)))
                : Optional.empty();
        object.map(LfsObject::path).ifPresent(call::file);
        Optional<String> authorization = call.requestHeader("Authorization");
        Optional<String> signature = github.storeWantsAuthorization()
                ? authorization.filter(value -> value.startsWith(SCHEME)).map(value -> value.substring(SCHEME.length()))
                : call.requestHeader("X-Store-Signature");
        if (authorization.isPresent() && !github.storeWantsAuthorization()) {
            call.whole(400, "text/plain", Content.of("Only one auth mechanism allowed\n"));
        } else if (signature.filter(github::signatureHolds).isEmpty()) {
            call.whole(403, "text/plain", Content.of("The signature is missing, wrong or too old\n"));
        } else if (!call.struckBy(github.bodyFaults())) {
            if (object.isEmpty()) {
                call.whole(404, "text/plain", Content.of("No such object\n"));
            } else {
                Content content = object.get().content();
                // Its own tag: strong, stable, and not the object's id.
                String etag = Content.of("store " + content.sha256()).gitSha1().substring(0, 32);
                new FileAnswer(content, etag).send(call);
            }
        }
    }
}
