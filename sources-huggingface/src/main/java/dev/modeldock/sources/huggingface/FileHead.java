package dev.modeldock.sources.huggingface;

import dev.modeldock.spi.RemoteFile;
import dev.modeldock.spi.SourceException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What the hub tells of a file without giving it. Where it sends to a store, its own answer is the one to read: the
 * store's tags are of the store's making.
 */
final class FileHead {
    private static final int MOST_REDIRECTS = 5;
    private static final Set<Integer> NOT_ANSWERED = Set.of(405, 501);
    private static final String LINKED_ETAG = "X-Linked-Etag";

    private final Hub hub;
    private final Asked asked;

    FileHead(Hub hub, Asked asked) {
        this.hub = hub;
        this.asked = asked;
    }

    /**
     * The file with the size and the hash that the hub tells, as far as they were not known.
     *
     * @throws SourceException what the hub says when the caller may not read it
     */
    RemoteFile completed(RemoteFile file) throws SourceException, InterruptedException {
        URI uri = hub.endpoint().file(asked.id(), asked.revision(), file.path());
        for (int redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
            HttpResponse<?> answer = hub.head(uri, asked.token());
            if (NOT_ANSWERED.contains(answer.statusCode())) {
                return file;
            }
            if (answer.statusCode() >= 400) {
                throw hub.refusals().of(answer, asked, file.path());
            }
            Optional<URI> next = elsewhereAtTheHub(answer, uri);
            if (next.isEmpty()) {
                return told(answer, file);
            }
            uri = next.get();
        }
        throw Refusals.broken(hub.endpoint().host() + " redirects without end for '" + Refusals.shown(file.path())
                + "' of the model '" + asked.id() + "'.");
    }

    private static Optional<URI> elsewhereAtTheHub(HttpResponse<?> answer, URI uri) throws SourceException {
        Optional<String> location = answer.headers().firstValue("Location");
        if (answer.statusCode() < 300 || location.isEmpty() || has(answer, LINKED_ETAG)) {
            return Optional.empty();
        }
        try {
            return Optional.of(uri.resolve(location.get())).filter(next -> Endpoint.sameOrigin(uri, next));
        } catch (IllegalArgumentException noAddress) {
            throw Refusals.broken(uri.getHost() + " redirects to what is no address.");
        }
    }

    private static RemoteFile told(HttpResponse<?> answer, RemoteFile file) {
        long size = file.size() == RemoteFile.UNKNOWN ? size(answer) : file.size();
        String tag = tag(answer);
        RemoteFile sized = RemoteFile.of(file.path(), size);
        if (!file.sha256().isEmpty() || tag.matches("[0-9a-f]{64}")) {
            return sized.withSha256(file.sha256().isEmpty() ? tag : file.sha256());
        }
        return tag.matches("[0-9a-f]{40}") && size != RemoteFile.UNKNOWN ? sized.withGitSha1(tag) : sized;
    }

    private static long size(HttpResponse<?> answer) {
        boolean whole = answer.statusCode() == 200 && !has(answer, "Content-Encoding");
        return answer.headers()
                .firstValue("X-Linked-Size")
                .or(() -> whole ? answer.headers().firstValue("Content-Length") : Optional.empty())
                .filter(text -> text.matches("[0-9]{1,18}"))
                .map(Long::parseLong)
                .orElse(RemoteFile.UNKNOWN);
    }

    private static String tag(HttpResponse<?> answer) {
        // A repository manager that tags a file with the plain SHA-1 of its content tells that sum beside it; this is
        // as long as git's hash, and another one.
        boolean plainSum = has(answer, "X-Checksum-Sha1") || answer.statusCode() != 200;
        return answer.headers()
                .firstValue(LINKED_ETAG)
                .or(() -> plainSum ? Optional.empty() : answer.headers().firstValue("ETag"))
                .map(tag ->
                        tag.strip().replaceFirst("^W/", "").replace("\"", "").toLowerCase(Locale.ROOT))
                .orElse("");
    }

    private static boolean has(HttpResponse<?> answer, String header) {
        return answer.headers().firstValue(header).isPresent();
    }
}
