package dev.modeldock.sources.github;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldock.sources.github.git.GitAddress;
import dev.modeldock.spi.RemoteHttp;
import dev.modeldock.spi.SourceException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Git LFS's batch API beside a clone URL. A repository's own {@code .lfsconfig} is not read: it could name any address.
 */
final class LfsBatch {
    /** GitHub refuses more at once. */
    static final int MOST_OBJECTS = 100;

    private static final String TYPE = "application/vnd.git-lfs+json";
    private static final Duration ANSWERS_WITHIN = Duration.ofSeconds(60);
    private static final int LONGEST_ANSWER = 8 << 20;

    private final RemoteHttp http;
    private final GitAddress address;
    private final Clock clock;

    LfsBatch(RemoteHttp http, GitAddress address, Clock clock) {
        this.http = http;
        this.address = address;
        this.clock = clock;
    }

    Clock clock() {
        return clock;
    }

    /** Ask for at most {@link #MOST_OBJECTS}; the answers by SHA-256, some of which may be missing. */
    Map<String, LfsAnswer> ask(Collection<LfsPointer> objects) throws SourceException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address.url() + "/info/lfs/objects/batch"))
                .timeout(ANSWERS_WITHIN)
                .header("Accept", TYPE)
                .header("Content-Type", TYPE)
                .header("User-Agent", address.userAgent())
                .POST(HttpRequest.BodyPublishers.ofString(question(objects), StandardCharsets.UTF_8));
        address.authorization().ifPresent(value -> request.header("Authorization", value));
        HttpResponse<InputStream> response = http.send(request.build());
        ApiAnswer answer = new ApiAnswer(response, Body.text(response, LONGEST_ANSWER, "Git LFS objects"));
        if (answer.status() != 200) {
            throw refusal(answer);
        }
        return answers(answer);
    }

    private static String question(Collection<LfsPointer> objects) {
        ObjectNode question = ApiAnswer.JSON.createObjectNode();
        question.put("operation", "download").put("hash_algo", "sha256");
        question.putArray("transfers").add("basic");
        ArrayNode asked = question.putArray("objects");
        for (LfsPointer object : objects) {
            asked.addObject().put("oid", object.sha256()).put("size", object.size());
        }
        try {
            return ApiAnswer.JSON.writeValueAsString(question);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A tree of texts and numbers can be written", e);
        }
    }

    private Map<String, LfsAnswer> answers(ApiAnswer answer) throws SourceException {
        JsonNode json = answer.json();
        String transfer = json.path("transfer").asText("basic");
        if (!transfer.equals("basic")) {
            throw Refusals.broken(
                    "Git LFS of " + address + " offers only the transfer " + Refusals.quoted(transfer)
                            + " where 'basic' was asked for.",
                    null);
        }
        Map<String, LfsAnswer> answers = new HashMap<>();
        for (JsonNode object : json.path("objects")) {
            if (answers.size() < MOST_OBJECTS) {
                answers.put(object.path("oid").asText(), LfsAnswer.of(object, clock));
            }
        }
        return answers;
    }

    private SourceException refusal(ApiAnswer answer) {
        String says = answer.message().isEmpty() ? "" : " (it says: " + Refusals.plain(answer.message()) + ")";
        String message = answer.message().toLowerCase(Locale.ROOT);
        boolean quota = answer.status() == 507 || answer.status() == 509 || message.contains("data quota");
        if (quota) {
            return Refusals.denied("The Git LFS quota of the owner of " + address + " is used up" + says
                    + ". The owner can buy more; else wait until it is renewed.");
        }
        if (ApiRefusals.limits(answer)) {
            return SourceException.rateLimited(
                    "Git LFS of " + address + " takes no more requests from here for now" + says + ". Try again later.",
                    RemoteHttp.retryAfter(answer.response()).orElse(null));
        }
        return switch (answer.status()) {
            case 401, 403 ->
                Refusals.denied("Git LFS of " + address + " refuses access" + says
                        + ". Send a token that may read the repository's contents.");
            case 404, 410 ->
                Refusals.notFound(address + " has no Git LFS, though files in it point to it" + says
                        + ". Ask the repository's owner to push them there.");
            default -> RemoteHttp.refusal(answer.response(), "Git LFS objects of " + address);
        };
    }
}
