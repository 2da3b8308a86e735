package dev.modeldock.sources.huggingface;

import dev.modeldock.spi.RemoteHttp;
import dev.modeldock.spi.SourceException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What the hub means by its answers: first by what it says in {@code X-Error-Code}, then by the status. It answers 401
 * or 404 alike for what is not there and for what a caller may not know of.
 */
final class HubRefusals {
    private static final Pattern USED_UP = Pattern.compile(";\\s*r=0\\s*;\\s*t=([0-9]{1,6})");
    private static final String DISABLED = "resource is disabled";
    private static final String BAD_TOKEN = "Invalid credentials";
    private static final String SEND_TOKEN =
            "send a token that may read it as the field 'token', or have source.huggingface.token set";

    private final Endpoint endpoint;

    HubRefusals(Endpoint endpoint) {
        this.endpoint = endpoint;
    }

    /**
     * The meaning of an answer that is no success.
     *
     * @param file the path that was asked for, or empty
     */
    SourceException of(HttpResponse<?> answer, Asked asked, String file) {
        int status = answer.statusCode();
        String told = told(answer, asked, file);
        if (status == 429) {
            return SourceException.rateLimited(
                    told + ": too many requests. Try again later; the hub grants more to those who send a token.",
                    pause(answer).orElse(null));
        }
        if (status == 408 || status >= 500) {
            return SourceException.unreachable(
                    told + ": it fails there. Try again later.", pause(answer).orElse(null));
        }
        return byCode(answer, asked, file).orElseGet(() -> byStatus(answer, asked, told));
    }

    private Optional<SourceException> byCode(HttpResponse<?> answer, Asked asked, String file) {
        String said = header(answer, "X-Error-Message");
        if (said.contains(DISABLED)) {
            return Optional.of(disabled(asked, said));
        }
        if (said.contains(BAD_TOKEN)) {
            return Optional.of(tokenRefused(answer));
        }
        return Optional.ofNullable(
                switch (header(answer, "X-Error-Code")) {
                    case "GatedRepo" -> gated(asked);
                    case "RepoNotFound" ->
                        answer.statusCode() == 401 && asked.token().isPresent()
                                ? tokenRefused(answer)
                                : noSuchModel(asked);
                    case "RevisionNotFound" ->
                        Refusals.notFound("The model '" + asked.id() + "' at " + endpoint.host() + " has no revision '"
                                + Refusals.shown(asked.revision()) + "'. Name a branch, a tag or a commit of it.");
                    case "EntryNotFound" ->
                        Refusals.notFound("The model '" + asked.id() + "' at " + endpoint.host() + " has no file '"
                                + Refusals.shown(file) + "' at " + Refusals.shown(asked.revision()) + ".");
                    default -> null;
                });
    }

    private SourceException byStatus(HttpResponse<?> answer, Asked asked, String told) {
        return switch (answer.statusCode()) {
            case 401 ->
                asked.token().isPresent()
                        ? tokenRefused(answer)
                        : Refusals.denied(
                                told + ": it wants to know who asks. Check the name, then " + SEND_TOKEN + ".");
            case 403 ->
                Refusals.denied(told + ": access is denied" + said(answer)
                        + (asked.token().isPresent()
                                ? ". The token that was sent may not read it; send one that may."
                                : ". To be let in, " + SEND_TOKEN + "."));
            case 404, 410 ->
                Refusals.notFound(told + ": it is not there. Check the name and the revision; if it is private, "
                        + SEND_TOKEN + ".");
            default -> Refusals.broken(told + said(answer) + ", which was not expected.");
        };
    }

    /** The model, or its revision, is there for nobody. */
    SourceException disabled(Asked asked, String said) {
        return Refusals.denied("The model '" + asked.id() + "' is disabled at " + endpoint.host()
                + (said.isEmpty() ? "." : ": " + Refusals.shown(said)));
    }

    SourceException gated(Asked asked) {
        return Refusals.gated("The model '" + asked.id() + "' is gated: its authors ask for terms to be accepted first."
                + " Accept them at " + endpoint.page(asked.id())
                + (asked.token().isPresent()
                        ? " as the user whose token is sent, and wait for their approval where they give it by hand."
                        : ", then " + SEND_TOKEN + "."));
    }

    private SourceException noSuchModel(Asked asked) {
        return Refusals.notFound("There is no model '" + asked.id() + "' at " + endpoint.host()
                + (asked.token().isPresent()
                        ? ", or it is private and the token that was sent may not read it. Check the name and the token."
                        : ", or it is private. Check the name; if it is private, " + SEND_TOKEN + "."));
    }

    private SourceException tokenRefused(HttpResponse<?> answer) {
        if (!endpoint.holds(answer.uri())) {
            return Refusals.denied(endpoint.host() + " sends to another address, where the token is not sent along."
                    + " Have source.huggingface.endpoint name the hub's own address.");
        }
        return Refusals.denied("The token is not accepted by " + endpoint.host()
                + ". It may be mistyped, expired or revoked: make a new one and send that, or none.");
    }

    private static String told(HttpResponse<?> answer, Asked asked, String file) {
        String what = file.isEmpty() ? "" : "the file '" + Refusals.shown(file) + "' of ";
        String whose = asked.id().isEmpty() ? "its greeting" : "the model '" + asked.id() + "'";
        return answer.uri().getHost() + " answered " + answer.statusCode() + " for " + what + whose;
    }

    private static String said(HttpResponse<?> answer) {
        String said = header(answer, "X-Error-Message");
        return said.isEmpty() ? "" : " ('" + Refusals.shown(said) + "')";
    }

    private static String header(HttpResponse<?> answer, String name) {
        return answer.headers().firstValue(name).map(String::strip).orElse("");
    }

    /** {@code Retry-After}, else the longest wait of what is used up in {@code RateLimit: "api";r=0;t=55}. */
    private static Optional<Duration> pause(HttpResponse<?> answer) {
        return RemoteHttp.retryAfter(answer)
                .or(() -> answer.headers().allValues("RateLimit").stream()
                        .flatMap(HubRefusals::pauses)
                        .max(Duration::compareTo));
    }

    private static Stream<Duration> pauses(String limits) {
        Matcher used = USED_UP.matcher(limits);
        return used.results().map(found -> Duration.ofSeconds(Long.parseLong(found.group(1))));
    }
}
