package dev.modeldock.server.http;

import io.javalin.http.Context;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** What a request's path holds, as the documents print it and as clients send it. */
public final class Paths {
    private static final String DOCK_STATUS = "ds-";

    private Paths() {}

    /** An id in the path, decoded, without the one colon that documents print in front of it ({@code /tools/:id}). */
    public static String id(Context ctx, String parameter) {
        String value = ctx.pathParam(parameter);
        return value.startsWith(":") ? value.substring(1) : value;
    }

    /** The id of a job in the path, as {@link #id}; the id of its dock status will do ({@code ds-<id>}). */
    public static String jobId(Context ctx, String parameter) {
        String value = id(ctx, parameter);
        return value.startsWith(DOCK_STATUS) ? value.substring(DOCK_STATUS.length()) : value;
    }

    /** A decoded path as a URL may hold it (RFC 3986 section 3.3); its slashes stay. */
    public static String encoded(String path) {
        return URLEncoder.encode(path, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("%2F", "/");
    }
}
