package dev.modeldock.sources.github;

import com.fasterxml.jackson.databind.JsonNode;
import dev.modeldock.spi.SourceException;
import dev.modeldock.spi.SourceException.Reason;
import java.net.URI;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What the batch API told of one object.
 *
 * @param action how to download it, unless it cannot be
 * @param size that it told
 * @param code of its error as HTTP has them, or 0
 */
record LfsAnswer(Optional<LfsAction> action, long size, int code) {
    private static final int NO_ACTION = 404;
    private static final int MALFORMED = 422;

    static LfsAnswer of(JsonNode object, Clock clock) {
        long size = object.path("size").asLong(-1);
        if (object.has("error")) {
            return new LfsAnswer(
                    Optional.empty(), size, object.path("error").path("code").asInt(MALFORMED));
        }
        JsonNode download = object.path("actions").path("download");
        if (!download.isObject()) {
            return new LfsAnswer(Optional.empty(), size, NO_ACTION);
        }
        Optional<LfsAction> action = action(download, clock);
        return new LfsAnswer(action, size, action.isPresent() ? 0 : MALFORMED);
    }

    private static Optional<LfsAction> action(JsonNode download, Clock clock) {
        try {
            URI href = URI.create(download.path("href").asText());
            boolean web = "https".equalsIgnoreCase(href.getScheme()) || "http".equalsIgnoreCase(href.getScheme());
            if (!web || href.getHost() == null || href.getRawUserInfo() != null) {
                return Optional.empty();
            }
            Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            download.path("header")
                    .properties()
                    .forEach(header ->
                            headers.put(header.getKey(), header.getValue().asText()));
            return Optional.of(new LfsAction(href, headers, expires(download, clock)));
        } catch (IllegalArgumentException | DateTimeException e) {
            // An address or a time that is none: the object counts as told in a malformed way.
            return Optional.empty();
        }
    }

    private static Instant expires(JsonNode download, Clock clock) {
        long seconds = download.path("expires_in").asLong(0);
        if (seconds != 0) {
            return clock.instant().plusSeconds(Math.max(-86_400, Math.min(seconds, 365L * 86_400)));
        }
        String at = download.path("expires_at").asText("");
        return at.isEmpty() || at.startsWith("0001-")
                ? Instant.MAX
                : OffsetDateTime.parse(at).toInstant();
    }

    /** The action, when there is one for an object of this size; {@code what} names the file and its object. */
    LfsAction require(long promised, String what) throws SourceException {
        if (action.isPresent() && size == promised) {
            return action.get();
        }
        if (action.isPresent()) {
            throw Refusals.broken(
                    "Git LFS holds " + size + " bytes for " + what + " where its pointer promises " + promised + ".",
                    null);
        }
        throw switch (code) {
            case 404, 410 ->
                Refusals.notFound("Git LFS has no content for " + what
                        + ". It was never pushed there or was removed: ask the repository's owner to push it (git lfs"
                        + " push --all).");
            case 401, 403 ->
                Refusals.denied("Git LFS refuses access to " + what
                        + ". Send a token that may read the repository's contents.");
            default ->
                code == 429 || code >= 500
                        ? new SourceException(
                                Reason.UNREACHABLE,
                                "Git LFS cannot hand out " + what + " now (" + code + "). Try again later.")
                        : Refusals.broken(
                                "Git LFS cannot hand out " + what + ": it answered " + code + " for that object.",
                                null);
        };
    }
}
