package dev.modeldock.sources.github;

import dev.modeldock.spi.RemoteHttp;
import dev.modeldock.spi.SourceException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/** From the API's refusals to reasons. */
record ApiRefusals(Token token, Clock clock) {
    /** GitHub's advice for limits that do not tell their end. */
    private static final Duration AT_LEAST = Duration.ofMinutes(1);

    private static final Duration AT_MOST = Duration.ofHours(2);

    /** Whether an answer refuses because there were too many requests. */
    static boolean limits(ApiAnswer answer) {
        boolean told = answer.header("x-ratelimit-remaining").equals("0")
                || !answer.header("retry-after").isEmpty()
                || answer.message().toLowerCase(Locale.ROOT).contains("rate limit");
        return answer.status() == 429 || (answer.status() == 403 && told);
    }

    /** The reason of an answer that is no success; {@code what} was asked for, such as {@code the repository a/b}. */
    SourceException of(ApiAnswer answer, String what) {
        if (limits(answer)) {
            return limited(answer);
        }
        String says = answer.message().isEmpty() ? "" : " (GitHub says: " + Refusals.plain(answer.message()) + ")";
        return switch (answer.status()) {
            case 401 ->
                Refusals.denied("GitHub does not accept the " + (token.present() ? "token" : "request without a token")
                        + says + ". Send a token that is valid and may read " + what + ".");
            case 403 ->
                Refusals.denied("GitHub refuses access to " + what + says
                        + ". Send a token that may read it; an organization may have to approve the token first.");
            case 404 ->
                Refusals.notFound("GitHub knows no " + what + ", or does not show it "
                        + (token.present() ? "to this token" : "without a token")
                        + ". Check the spelling; if it is private, send a token that may read it.");
            case 451 ->
                Refusals.denied("GitHub has blocked " + what + " for legal reasons" + says
                        + ". It cannot be imported from there.");
            default -> RemoteHttp.refusal(answer.response(), what);
        };
    }

    private SourceException limited(ApiAnswer answer) {
        Duration wait = RemoteHttp.retryAfter(answer.response()).orElseGet(() -> untilReset(answer));
        return SourceException.rateLimited(
                "GitHub's API takes no more requests from here for about "
                        + Math.max(1, (wait.toSeconds() + 59) / 60) + " minutes. Wait, or "
                        + (token.present() ? "use another token." : "send a token: it has a larger quota."),
                wait);
    }

    private Duration untilReset(ApiAnswer answer) {
        String reset = answer.header("x-ratelimit-reset");
        if (!reset.matches("[0-9]{1,11}")) {
            return AT_LEAST;
        }
        Duration wait = Duration.between(clock.instant(), Instant.ofEpochSecond(Long.parseLong(reset)))
                .plusSeconds(1);
        return wait.compareTo(AT_MOST) > 0 ? AT_MOST : wait.isNegative() ? Duration.ofSeconds(1) : wait;
    }
}
