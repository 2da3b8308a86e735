package dev.modeldock.server.logs;

import java.time.Instant;
import java.util.Map;
import org.slf4j.event.Level;

/** One event. {@code context} holds {@code request} and {@code job} where there are any; {@code cause} may be null. */
record LogEvent(Instant at, Level level, String logger, String message, Map<String, String> context, Throwable cause) {}
