package dev.modeldock.server.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.javalin.http.Context;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A JSON answer that is too large to be held whole. */
public final class JsonStream {
    private static final Logger LOG = LoggerFactory.getLogger(JsonStream.class);

    private JsonStream() {}

    /** Writes one JSON value. */
    @FunctionalInterface
    public interface Writer {
        void write(JsonGenerator json) throws IOException;
    }

    /**
     * Answer with what {@code writer} writes. If it fails, the client never takes the rest for the whole: it gets the
     * refusal as long as nothing was sent, and after that its connection breaks off.
     */
    public static void send(Context ctx, Writer writer) throws IOException {
        ctx.contentType("application/json");
        ClientStream out = new ClientStream(ctx.res().getOutputStream());
        try (JsonGenerator json = Json.mapper().createGenerator(out)) {
            json.disable(JsonGenerator.Feature.AUTO_CLOSE_JSON_CONTENT);
            json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
            json.disable(JsonGenerator.Feature.FLUSH_PASSED_TO_STREAM);
            writer.write(json);
        } catch (IOException | RuntimeException e) {
            if (!ctx.res().isCommitted() && !out.hasFailed()) {
                ctx.res().resetBuffer();
                throw e;
            }
            if (out.hasFailed()) {
                LOG.debug("The client hung up on {}", ctx.path(), e);
            } else {
                LOG.error("The answer to {} broke off", ctx.path(), e);
            }
            RequestFilter.abortLater(ctx.req(), e);
        }
    }
}
