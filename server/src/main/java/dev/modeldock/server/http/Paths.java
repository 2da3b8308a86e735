package dev.modeldock.server.http;

import io.javalin.http.Context;

/** What a request's path holds, as the documents print it and as clients send it. */
public final class Paths {
    private Paths() {}

    /** An id in the path, decoded, without the one colon that documents print in front of it ({@code /tools/:id}). */
    public static String id(Context ctx, String parameter) {
        String value = ctx.pathParam(parameter);
        return value.startsWith(":") ? value.substring(1) : value;
    }
}
