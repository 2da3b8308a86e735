package dev.modeldock.server.cli.remote;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Paths and queries of requests, with everything escaped that was typed. */
public final class Paths {
    private Paths() {}

    /** The path of a model, by its id or its name. */
    public static String model(String reference) {
        return "/v1/models/" + segments(reference);
    }

    /** Text with slashes as part of a path. */
    public static String segments(String text) {
        return Arrays.stream(text.split("/", -1)).map(Paths::escaped).collect(Collectors.joining("/"));
    }

    /** Text as one segment of a path, or as a value of a query. */
    public static String escaped(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** A query of those that are not empty, from names and values in turn; empty when none is left. */
    public static String query(String... namesAndValues) {
        Map<String, String> given = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            if (!namesAndValues[i + 1].isEmpty()) {
                given.put(namesAndValues[i], namesAndValues[i + 1]);
            }
        }
        return given.isEmpty()
                ? ""
                : given.entrySet().stream()
                        .map(each -> each.getKey() + "=" + escaped(each.getValue()))
                        .collect(Collectors.joining("&", "?", ""));
    }
}
