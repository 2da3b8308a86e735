package dev.modeldock.sources.huggingface;

import dev.modeldock.spi.FileSink;
import dev.modeldock.spi.Part;
import dev.modeldock.spi.RemoteContent;
import dev.modeldock.spi.RemoteFile;
import dev.modeldock.spi.SourceException;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Opens files at the hub. Each opening begins at the hub's own address: the addresses of stores that it sends to are
 * signed for a short while.
 */
final class HubOpener implements FileSink.Opener {
    private static final Pattern CONTENT_RANGE = Pattern.compile("bytes ([0-9]{1,18})-[0-9]{1,18}/([0-9]{1,18}|\\*)");
    private static final Pattern STRONG_TAG = Pattern.compile("\"[\\x21\\x23-\\x7e]{1,1000}\"");
    /** What stores answer to a signature that ran out. */
    private static final Set<Integer> RAN_OUT = Set.of(400, 401, 403, 410);

    private final Hub hub;
    private final Asked asked;

    HubOpener(Hub hub, Asked asked) {
        this.hub = hub;
        this.asked = asked;
    }

    @Override
    public boolean inParts() {
        return true;
    }

    @Override
    public RemoteContent open(RemoteFile file, long offset) throws SourceException, InterruptedException {
        return open(file, Part.from(offset));
    }

    @Override
    public RemoteContent open(RemoteFile file, Part part) throws SourceException, InterruptedException {
        HttpResponse<InputStream> answer = ask(file, part);
        if (answer.statusCode() == 416) {
            // The file ends before the part begins, so it is another one than was known.
            Hub.close(answer);
            answer = ask(file, Part.from(0));
        }
        return switch (answer.statusCode()) {
            case 200 -> content(answer, file, 0);
            case 206 -> content(answer, file, start(answer, file, part));
            default -> throw refusal(answer, file);
        };
    }

    private HttpResponse<InputStream> ask(RemoteFile file, Part part) throws SourceException, InterruptedException {
        HttpRequest.Builder request =
                hub.request(hub.endpoint().file(asked.id(), asked.revision(), file.path()), asked.token());
        if (!part.whole()) {
            String last = part.end() == RemoteFile.UNKNOWN ? "" : Long.toString(part.end() - 1);
            request.header("Range", "bytes=" + part.offset() + "-" + last);
            if (STRONG_TAG.matcher(part.validator()).matches()) {
                request.header("If-Range", part.validator());
            }
        }
        return hub.send(request.build());
    }

    private static long start(HttpResponse<InputStream> answer, RemoteFile file, Part part) throws SourceException {
        String told = answer.headers().firstValue("Content-Range").orElse("");
        Matcher range = CONTENT_RANGE.matcher(told);
        if (!range.matches() || Long.parseLong(range.group(1)) != part.offset()) {
            Hub.close(answer);
            throw Refusals.broken(answer.uri().getHost() + " was asked for '" + Refusals.shown(file.path())
                    + "' from byte " + part.offset() + " on and answered with another part of it ('"
                    + Refusals.shown(told) + "').");
        }
        return part.offset();
    }

    private static RemoteContent content(HttpResponse<InputStream> answer, RemoteFile file, long offset)
            throws SourceException {
        String coding = answer.headers().firstValue("Content-Encoding").orElse("identity");
        if (!coding.equalsIgnoreCase("identity")) {
            Hub.close(answer);
            throw Refusals.broken(answer.uri().getHost() + " sent '" + Refusals.shown(file.path()) + "' packed ('"
                    + Refusals.shown(coding) + "') although it was asked for it as it is.");
        }
        String tag = answer.headers().firstValue("ETag").map(String::strip).orElse("");
        // A weak tag promises the same meaning, not the same bytes.
        return new RemoteContent(answer.body(), offset, STRONG_TAG.matcher(tag).matches() ? tag : "");
    }

    private SourceException refusal(HttpResponse<InputStream> answer, RemoteFile file) {
        boolean ofStore = !hub.endpoint().holds(answer.uri())
                && answer.headers().firstValue("X-Error-Code").isEmpty();
        if (ofStore && RAN_OUT.contains(answer.statusCode())) {
            Hub.close(answer);
            return SourceException.unreachable(
                    answer.uri().getHost() + ", where the hub keeps '" + Refusals.shown(file.path()) + "', answered "
                            + answer.statusCode() + ": the hub's permission for it may have run out. Try again.",
                    null);
        }
        return hub.refusal(answer, asked, file.path());
    }
}
