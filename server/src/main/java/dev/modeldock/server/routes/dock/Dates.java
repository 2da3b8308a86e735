package dev.modeldock.server.routes.dock;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Instants as the documents print them: UTC, always with milliseconds. */
final class Dates {
    private static final DateTimeFormatter ISO =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private Dates() {}

    static String iso(Instant instant) {
        return ISO.format(instant);
    }
}
