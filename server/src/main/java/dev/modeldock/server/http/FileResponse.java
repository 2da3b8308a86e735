package dev.modeldock.server.http;

import dev.modeldock.problems.DockException;
import io.javalin.http.Context;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers GET and HEAD for a download as RFC 9110 has it: conditions first, then the range, then the exact bytes.
 * Javalin's own range handling is wrong for anything but audio and video, so it is never used.
 */
public final class FileResponse {
    private static final Logger LOG = LoggerFactory.getLogger(FileResponse.class);
    private static final List<String> OWN_HEADERS = List.of(
            "Accept-Ranges",
            "ETag",
            "Last-Modified",
            "Content-Disposition",
            "Content-Length",
            "Content-Range",
            "X-Content-Type-Options");
    private static final String ATTRIBUTE_CHARACTERS = "!#$&+-.^_`|~";

    private FileResponse() {}

    /**
     * Send {@code content}, or the part of it that was asked for, or 304, 412 or 416. A client that hangs up meanwhile
     * is no error; content that breaks meanwhile aborts the connection, so that no client takes it for whole.
     */
    public static void send(Context ctx, FileContent content) throws IOException {
        String etag = content.etag() == null ? null : "\"" + content.etag() + "\"";
        describe(ctx, content, etag);
        if (!names(ctx.header("If-Match"), etag, true)) {
            refuse(ctx, 412, "PRECONDITION_FAILED", "The content is another one than If-Match names.");
            return;
        }
        if (isUnchanged(ctx, content, etag)) {
            ctx.res().setContentType(null);
            ctx.status(304);
            return;
        }
        // Without this, Jetty keeps the character set of the type that was there before.
        ctx.res().setContentType(null);
        ctx.contentType(content.mediaType());
        if (content.filename() != null) {
            ctx.header("Content-Disposition", disposition(content.filename()));
        }
        if (content.isSeekable()) {
            sendSeekable(ctx, content, etag);
        } else if (!isHead(ctx)) {
            write(ctx, content, new ByteRange(ByteRange.Kind.WHOLE, 0, Long.MAX_VALUE));
        }
    }

    private static void describe(Context ctx, FileContent content, String etag) {
        ctx.header("Accept-Ranges", content.isSeekable() ? "bytes" : "none");
        ctx.header("X-Content-Type-Options", "nosniff");
        if (etag != null) {
            ctx.header("ETag", etag);
        }
        if (content.lastModified() != null) {
            ctx.header("Last-Modified", httpDate(content.lastModified()));
        }
    }

    private static void sendSeekable(Context ctx, FileContent content, String etag) throws IOException {
        ByteRange range = range(ctx, content, etag);
        switch (range.kind()) {
            case WHOLE -> ctx.status(200);
            case PART ->
                ctx.status(206)
                        .header(
                                "Content-Range",
                                "bytes " + range.from() + "-" + (range.to() - 1) + "/" + content.length());
            case UNSATISFIABLE -> {
                ctx.res().setHeader("Content-Disposition", null);
                ctx.header("Content-Range", "bytes */" + content.length());
                refuse(
                        ctx,
                        416,
                        "RANGE_NOT_SATISFIABLE",
                        "The range " + Shown.text(ctx.header("Range")) + " begins behind the last of "
                                + content.length() + " bytes.");
                return;
            }
        }
        ctx.res().setContentLengthLong(range.to() - range.from());
        if (!isHead(ctx)) {
            write(ctx, content, range);
        }
    }

    private static ByteRange range(Context ctx, FileContent content, String etag) {
        ByteRange asked = ByteRange.of(mayRange(ctx, content, etag) ? ctx.header("Range") : null, content.length());
        boolean resumes = asked.kind() == ByteRange.Kind.PART && asked.from() > 0;
        return resumes && !content.resumable() ? ByteRange.of(null, content.length()) : asked;
    }

    private static void write(Context ctx, FileContent content, ByteRange range) throws IOException {
        ClientStream out = new ClientStream(ctx.res().getOutputStream());
        try {
            content.writer().write(range.from(), range.to(), out);
            out.flush();
        } catch (IOException | RuntimeException e) {
            if (out.hasFailed()) {
                LOG.debug("The client hung up on the download of {}", ctx.path(), e);
            } else if (!ctx.res().isCommitted()) {
                ctx.res().resetBuffer();
                OWN_HEADERS.forEach(header -> ctx.res().setHeader(header, null));
                throw e;
            } else if (e instanceof DockException) {
                LOG.warn("The download of {} broke off: {}", Shown.path(ctx.path()), e.getMessage());
            } else {
                LOG.error("The download of {} broke off", ctx.path(), e);
            }
            RequestFilter.abortLater(ctx.req(), e);
        }
    }

    private static void refuse(Context ctx, int status, String code, String sentence) {
        ctx.status(status).json(ApiFamily.of(ctx.path()).body(status, code, sentence));
    }

    private static boolean isHead(Context ctx) {
        return ctx.req().getMethod().equals("HEAD");
    }

    private static boolean isUnchanged(Context ctx, FileContent content, String etag) {
        String tags = ctx.header("If-None-Match");
        if (tags != null) {
            return etag != null && names(tags, etag, false);
        }
        Instant known = instant(ctx.header("If-Modified-Since"));
        return known != null
                && content.lastModified() != null
                && !content.lastModified().truncatedTo(ChronoUnit.SECONDS).isAfter(known);
    }

    /** Whether {@code If-Range} allows a part: it names exactly what is here now, or it is missing. */
    private static boolean mayRange(Context ctx, FileContent content, String etag) {
        String condition = ctx.header("If-Range");
        if (condition == null) {
            return true;
        }
        if (condition.startsWith("\"") || condition.startsWith("W/")) {
            return condition.strip().equals(etag);
        }
        Instant known = instant(condition);
        return known != null
                && content.lastModified() != null
                && content.lastModified().truncatedTo(ChronoUnit.SECONDS).equals(known);
    }

    /** Whether a list of entity tags names {@code etag}; a missing list names everything. */
    private static boolean names(String list, String etag, boolean strong) {
        if (list == null || list.strip().equals("*")) {
            return true;
        }
        return Arrays.stream(list.split(","))
                .map(String::strip)
                .map(tag -> strong || !tag.startsWith("W/") ? tag : tag.substring(2))
                .anyMatch(tag -> tag.equals(etag));
    }

    private static Instant instant(String httpDate) {
        if (httpDate == null) {
            return null;
        }
        try {
            return Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(httpDate.strip()));
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    private static String httpDate(Instant instant) {
        return DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", java.util.Locale.ENGLISH)
                .withZone(ZoneOffset.UTC)
                .format(instant);
    }

    /** RFC 6266: a plain name for old clients, and the exact one as RFC 8187 encodes it. */
    static String disposition(String filename) {
        StringBuilder plain = new StringBuilder();
        StringBuilder exact = new StringBuilder();
        for (byte each : filename.getBytes(StandardCharsets.UTF_8)) {
            int c = each & 0xff;
            boolean word = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
            if (word || ATTRIBUTE_CHARACTERS.indexOf(c) >= 0) {
                exact.append((char) c);
            } else {
                exact.append(String.format("%%%02X", c));
            }
        }
        filename.codePoints()
                .forEach(c -> plain.appendCodePoint(c < ' ' || c > '~' || "\"\\/%".indexOf(c) >= 0 ? '_' : c));
        return "attachment; filename=\"" + plain + "\"; filename*=UTF-8''" + exact;
    }
}
