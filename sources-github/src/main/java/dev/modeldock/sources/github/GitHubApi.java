package dev.modeldock.sources.github;

import com.fasterxml.jackson.databind.JsonNode;
import dev.modeldock.spi.RemoteHttp;
import dev.modeldock.spi.SourceException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** GitHub's REST API, as far as imports need it. Renamed repositories are followed. */
final class GitHubApi {
    private static final Duration ANSWERS_WITHIN = Duration.ofSeconds(30);
    private static final int LONGEST_ANSWER = 4 << 20;
    private static final String JSON_TYPE = "application/vnd.github+json";
    /** Asks for the commit's id alone, and not for its differences too. */
    private static final String SHA_TYPE = "application/vnd.github.sha";

    private final RemoteHttp http;
    private final String userAgent;
    private final Site site;
    private final Token token;
    private final ApiRefusals refusals;

    GitHubApi(RemoteHttp http, String userAgent, Site site, Token token) {
        this.http = http;
        this.userAgent = userAgent;
        this.site = site;
        this.token = token;
        this.refusals = new ApiRefusals(token, Clock.systemUTC());
    }

    RepositoryFacts repository(Asked asked) throws SourceException, InterruptedException {
        String name = asked.owner() + "/" + asked.repo();
        ApiAnswer answer = ask("/repos/" + name, JSON_TYPE);
        if (answer.status() != 200) {
            throw refusals.of(answer, "repository " + name);
        }
        return RepositoryFacts.of(answer.json());
    }

    /** The commit of {@code heads/x}, {@code tags/x} or a commit's id, full or short; empty when there is none such. */
    Optional<String> commit(RepositoryFacts facts, String ref) throws SourceException, InterruptedException {
        String path = "/repos/" + facts.fullName() + "/commits/"
                + URLEncoder.encode(ref, StandardCharsets.UTF_8)
                        .replace("+", "%20")
                        .replace("%2F", "/");
        ApiAnswer answer = ask(path, SHA_TYPE);
        return switch (answer.status()) {
            case 200 -> Optional.of(id(answer));
            case 404, 422 -> Optional.empty();
            case 409 -> throw Revisions.empty(facts);
            default -> throw refusals.of(answer, "revision " + Refusals.quoted(ref) + " of " + facts.fullName());
        };
    }

    private static String id(ApiAnswer answer) throws SourceException {
        String text = answer.text().strip();
        String id = text.startsWith("{") ? answer.json().path("sha").asText() : text;
        if (!id.matches("[0-9a-f]{40}")) {
            throw Refusals.broken("GitHub told a commit that is not 40 hex digits. Check source.github.api.", null);
        }
        return id;
    }

    /** All files of a commit; empty when GitHub does not list them all, for whatever reason: git can do without. */
    Optional<List<TreeEntry>> tree(RepositoryFacts facts, String commit) throws InterruptedException {
        String path = "/repos/" + facts.fullName() + "/git/trees/" + commit + "?recursive=1";
        try {
            HttpResponse<InputStream> answer = http.send(request(path, JSON_TYPE));
            try (InputStream body = answer.body()) {
                return answer.statusCode() == 200 ? Listing.read(body) : Optional.empty();
            }
        } catch (SourceException | IOException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            return Optional.empty();
        }
    }

    /** Tell whether the API answers, takes the token and has some of its quota left. */
    void check() throws SourceException, InterruptedException {
        ApiAnswer answer = ask("/rate_limit", JSON_TYPE);
        if (answer.status() == 404 && answer.message().contains("Rate limiting is not enabled")) {
            return;
        }
        if (answer.status() != 200) {
            throw refusals.of(answer, "quota at " + site.api());
        }
        JsonNode core = answer.json().path("resources").path("core");
        if (!core.path("remaining").isInt()) {
            throw Refusals.broken(
                    site.api() + " does not answer as GitHub's API does. Check the setting source.github.api.", null);
        }
        if (core.path("remaining").asInt() <= 0) {
            Duration wait = Duration.between(
                    Instant.now(), Instant.ofEpochSecond(core.path("reset").asLong()));
            throw SourceException.rateLimited(
                    "All " + core.path("limit").asInt() + " requests that GitHub's API takes in an hour are used up."
                            + " Imports go on by git alone; short commits do not. Wait, or set source.github.token.",
                    wait.isNegative() ? Duration.ZERO : wait);
        }
    }

    private ApiAnswer ask(String path, String type) throws SourceException, InterruptedException {
        HttpResponse<InputStream> answer = http.send(request(path, type));
        return new ApiAnswer(answer, Body.text(answer, LONGEST_ANSWER, "GitHub's API"));
    }

    private HttpRequest request(String path, String type) {
        HttpRequest.Builder request = HttpRequest.newBuilder(site.api(path))
                .timeout(ANSWERS_WITHIN)
                .header("Accept", type)
                .header("X-GitHub-Api-Version", "2022-11-28")
                .header("User-Agent", userAgent);
        token.bearer().ifPresent(value -> request.header("Authorization", value));
        return request.build();
    }
}
