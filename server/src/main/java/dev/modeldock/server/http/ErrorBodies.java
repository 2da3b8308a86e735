package dev.modeldock.server.http;

import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.http.MethodNotAllowedResponse;
import io.javalin.router.EndpointNotFound;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.io.EofException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Turns whatever a route throws into the answer of its API family, always JSON. The client gets the sentence, the log
 * gets the cause; a fault of ours shows nothing but a reference that stands in the log line as well.
 */
public final class ErrorBodies {
    private static final Logger LOG = LoggerFactory.getLogger(ErrorBodies.class);

    private ErrorBodies() {}

    static void register(RoutesConfig routes) {
        routes.exception(DockException.class, (e, ctx) -> refuse(ctx, e));
        routes.exception(EndpointNotFound.class, (e, ctx) -> write(ctx, unknownRoute(ctx)));
        routes.exception(MethodNotAllowedResponse.class, (e, ctx) -> write(ctx, wrongMethod(ctx, e)));
        routes.exception(HttpResponseException.class, (e, ctx) -> write(ctx, ofHttp(family(ctx), e.getStatus())));
        routes.exception(
                HttpException.RuntimeException.class, (e, ctx) -> write(ctx, ofHttp(family(ctx), e.getCode())));
        routes.exception(EofException.class, (e, ctx) -> hungUp(ctx, e));
        // Javalin sets this status itself when the connection was idle for too long.
        routes.error(408, ctx -> write(ctx, ofHttp(family(ctx), 408)));
        routes.exception(Exception.class, (e, ctx) -> write(ctx, fault(family(ctx), e)));
    }

    /** Answer with a refusal, as if the route had thrown it. */
    public static void refuse(Context ctx, DockException refusal) {
        ErrorReply reply = refusal.problem() == Problem.SERVER_ERROR
                ? fault(family(ctx), refusal)
                : ErrorReply.of(family(ctx), refusal);
        if (refusal.problem() != Problem.SERVER_ERROR) {
            // Clients of Hugging Face try many names of files that a model may have: that is no news.
            Level level =
                    family(ctx) == ApiFamily.HUB && refusal.problem() == Problem.NOT_FOUND ? Level.DEBUG : Level.INFO;
            LOG.atLevel(level)
                    .log(
                            "{} {} was refused: {} {}",
                            ctx.method(),
                            Shown.path(ctx.path()),
                            refusal.problem(),
                            refusal.getMessage(),
                            refusal.getCause());
        }
        write(ctx, reply);
    }

    private static void hungUp(Context ctx, EofException e) {
        LOG.debug("The client hung up on {} {}", ctx.method(), Shown.path(ctx.path()), e);
        RequestFilter.abortLater(ctx.req(), e);
    }

    /** A fault of ours: the cause goes to the log, the client gets a reference to it. */
    static ErrorReply fault(ApiFamily family, Throwable cause) {
        String reference = UUID.randomUUID().toString().substring(0, 8);
        LOG.error("The server failed; reference={}", reference, cause);
        return ErrorReply.of(
                family,
                new DockException(
                        Problem.SERVER_ERROR,
                        "The server failed; its log has the cause under the reference " + reference + ".",
                        Map.of("reference", reference)));
    }

    /** An answer for what HTTP itself refuses, in a family's words. */
    static ErrorReply ofHttp(ApiFamily family, int status) {
        return switch (status) {
            case 404 -> ErrorReply.of(family, status, "NOT_FOUND", "There is nothing here.");
            case 405 -> ErrorReply.of(family, status, "METHOD_NOT_ALLOWED", "This method is not taken here.");
            case 408 -> ErrorReply.of(family, status, "TIMEOUT", "The request came too slowly; send it again.");
            case 413 -> ErrorReply.of(family, status, "TOO_LARGE", "The request is larger than is taken.");
            case 414 -> ErrorReply.of(family, status, "TOO_LARGE", "The address is longer than is taken.");
            case 431 -> ErrorReply.of(family, status, "TOO_LARGE", "The headers are larger than is taken.");
            case 500 -> ErrorReply.of(family, status, "SERVER_ERROR", "The server failed; its log has the cause.");
            default ->
                ErrorReply.of(
                        family,
                        status,
                        "VALIDATION_ERROR",
                        "The request is not well-formed HTTP (status " + status + ").");
        };
    }

    /** Write a reply where there is no context: the answer to an {@link Error} that no route could catch. */
    static void write(HttpServletResponse response, ErrorReply reply) {
        if (response.isCommitted()) {
            return;
        }
        response.setStatus(reply.status());
        response.setContentType("application/json");
        byte[] body = Json.text(reply.body()).getBytes(StandardCharsets.UTF_8);
        response.setContentLength(body.length);
        try {
            response.getOutputStream().write(body);
        } catch (IOException e) {
            LOG.debug("The client was gone before it was refused", e);
        }
    }

    private static ApiFamily family(Context ctx) {
        return ApiFamily.of(ctx.path());
    }

    private static ErrorReply unknownRoute(Context ctx) {
        return ErrorReply.of(
                family(ctx),
                404,
                "NOT_FOUND",
                "There is no route " + ctx.method() + " " + Shown.text(Shown.path(ctx.path()))
                        + "; look at the path again.");
    }

    private static ErrorReply wrongMethod(Context ctx, MethodNotAllowedResponse e) {
        String allowed = String.join(", ", e.getDetails().values());
        ctx.header("Allow", allowed);
        return ErrorReply.of(
                family(ctx),
                405,
                "METHOD_NOT_ALLOWED",
                "The method " + ctx.method() + " is not taken at " + Shown.text(Shown.path(ctx.path()))
                        + "; expected is one of " + allowed + ".");
    }

    private static void write(Context ctx, ErrorReply reply) {
        if (ctx.res().isCommitted()) {
            return;
        }
        UnreadBody.drain(ctx.req(), reply.status());
        reply.headers().forEach(ctx::header);
        ctx.status(reply.status());
        ctx.json(reply.body());
    }
}
