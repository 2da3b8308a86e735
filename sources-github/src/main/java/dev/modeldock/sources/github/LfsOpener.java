package dev.modeldock.sources.github;

import dev.modeldock.spi.FileSink;
import dev.modeldock.spi.Part;
import dev.modeldock.spi.RemoteContent;
import dev.modeldock.spi.RemoteFile;
import dev.modeldock.spi.RemoteHttp;
import dev.modeldock.spi.SourceException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Opens LFS objects where the batch API says, with the headers that it says and no credentials of ours. */
final class LfsOpener implements FileSink.Opener {
    private static final Duration ANSWERS_WITHIN = Duration.ofSeconds(60);
    private static final Pattern CONTENT_RANGE = Pattern.compile("bytes ([0-9]{1,18})-[0-9]{1,18}/.*");

    private final RemoteHttp http;
    private final LfsActions actions;
    private final String userAgent;

    LfsOpener(RemoteHttp http, LfsActions actions, String userAgent) {
        this.http = http;
        this.actions = actions;
        this.userAgent = userAgent;
    }

    @Override
    public boolean inParts() {
        return true;
    }

    @Override
    public RemoteContent open(RemoteFile file, long offset) throws SourceException, IOException, InterruptedException {
        return open(file, Part.from(offset));
    }

    @Override
    public RemoteContent open(RemoteFile file, Part part) throws SourceException, IOException, InterruptedException {
        LfsAction action = actions.action(file);
        HttpResponse<InputStream> response = get(action, part, file);
        if (response.statusCode() == 401 || response.statusCode() == 403) {
            // Signed addresses end, at some places sooner than they tell.
            response.body().close();
            response = get(actions.renewed(file, action), part, file);
        }
        if (response.statusCode() == 416) {
            response.body().close();
            if (part.offset() == file.size()) {
                return new RemoteContent(new ByteArrayInputStream(new byte[0]), part.offset(), part.validator());
            }
            response = get(actions.action(file), Part.from(0), file);
        }
        return content(response, part, file);
    }

    private HttpResponse<InputStream> get(LfsAction action, Part part, RemoteFile file)
            throws SourceException, InterruptedException {
        try {
            HttpRequest.Builder request = HttpRequest.newBuilder(action.href()).timeout(ANSWERS_WITHIN);
            request.setHeader("User-Agent", userAgent);
            for (Map.Entry<String, String> header : action.headers().entrySet()) {
                // The client itself names the host of the address, and there is no body to measure.
                if (!header.getKey().equalsIgnoreCase("Host")) {
                    request.setHeader(header.getKey(), header.getValue());
                }
            }
            if (!part.whole()) {
                request.setHeader(
                        "Range",
                        "bytes=" + part.offset() + "-" + (part.end() == RemoteFile.UNKNOWN ? "" : part.end() - 1));
                if (!part.validator().isEmpty()) {
                    request.setHeader("If-Range", part.validator());
                }
            }
            return http.sendPublic(request.build());
        } catch (IllegalArgumentException e) {
            throw Refusals.broken(
                    "Git LFS asks for headers that HTTP does not allow for " + Refusals.quoted(file.path()) + ".", e);
        }
    }

    private static RemoteContent content(HttpResponse<InputStream> response, Part part, RemoteFile file)
            throws SourceException, IOException {
        String validator = response.headers()
                .firstValue("ETag")
                .filter(tag -> !tag.startsWith("W/"))
                .orElse("");
        if (response.statusCode() == 200) {
            return new RemoteContent(response.body(), 0, validator);
        }
        if (response.statusCode() == 206) {
            Matcher range = CONTENT_RANGE.matcher(
                    response.headers().firstValue("Content-Range").orElse(""));
            if (range.matches() && Long.parseLong(range.group(1)) == part.offset()) {
                return new RemoteContent(response.body(), part.offset(), validator);
            }
        }
        response.body().close();
        if (response.statusCode() == 206) {
            throw Refusals.broken(
                    "Git LFS sent another part of " + Refusals.quoted(file.path()) + " than was asked for.", null);
        }
        throw RemoteHttp.refusal(response, "the Git LFS object of " + Refusals.quoted(file.path()));
    }
}
