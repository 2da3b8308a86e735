package dev.modeldock.server.logs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.slf4j.event.Level;

class LogsTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final Logger log = LoggerFactory.getLogger("dev.modeldock.jobs.Workers");

    @AfterEach
    void asBefore() {
        MDC.clear();
        Logs.configure(Level.INFO, Logs.Format.TEXT);
    }

    @Test
    void anEventIsOneLineWithItsContextAndItsWholeCause() {
        Logs.configure(Level.INFO, Logs.Format.TEXT, out);
        MDC.put("request", "r-1");
        MDC.put("job", "j-7");
        Exception cause = new IllegalStateException("the copy failed", new IOException("No space left\non device"));

        log.error("import of {} failed", "a/b", cause);

        String text = out.toString(StandardCharsets.UTF_8);
        assertEquals(1, text.lines().count(), text);
        assertTrue(
                text.matches("(?s)\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z ERROR jobs\\.Workers "
                        + "job=j-7 request=r-1: import of a/b failed; cause=.*"),
                text);
        assertTrue(
                text.contains("IllegalStateException: the copy failed | at dev.modeldock.server.logs.LogsTest"), text);
        assertTrue(text.contains("caused by: java.io.IOException: No space left\\non device | at "), text);
    }

    @Test
    void aMessageCannotForgeASecondLine() {
        Logs.configure(Level.INFO, Logs.Format.TEXT, out);

        log.info("name is {}", "x\r\n2026-01-01T00:00:00.000Z ERROR forged \u0085\u2028\u001b[31m");

        String text = out.toString(StandardCharsets.UTF_8);
        assertEquals(1, text.chars().filter(c -> c == '\n').count(), text);
        assertFalse(text.chars().limit(text.length() - 1).anyMatch(Character::isISOControl), text);
    }

    @Test
    void inJsonEveryEventIsOneObject() throws IOException {
        Logs.configure(Level.DEBUG, Logs.Format.JSON, out);
        MDC.put("job", "j\"7");

        log.debug("said \"{}\" \\ and\nmore", "this", new IOException("gone"));

        JsonNode event = new ObjectMapper().readTree(out.toByteArray());
        assertEquals("debug", event.path("level").asText());
        assertEquals("j\"7", event.path("job").asText());
        assertEquals("said \"this\" \\ and\nmore", event.path("message").asText());
        assertTrue(event.path("cause").asText().startsWith("java.io.IOException: gone | at "));
    }

    @Test
    void librariesAreQuietBelowAWarningUnlessDebugIsAsked() {
        Logger javalin = LoggerFactory.getLogger("io.javalin.Javalin");
        Logs.configure(Level.INFO, Logs.Format.TEXT, out);
        assertTrue(log.isInfoEnabled());
        assertFalse(javalin.isInfoEnabled());
        assertTrue(javalin.isWarnEnabled());

        Logs.configure(Level.DEBUG, Logs.Format.TEXT, out);
        assertTrue(javalin.isInfoEnabled());
        assertTrue(javalin.isDebugEnabled());
        assertFalse(log.isTraceEnabled());

        Logs.configure(Level.ERROR, Logs.Format.TEXT, out);
        assertFalse(log.isWarnEnabled());
    }

    @Test
    void whoQuotesRequestsAsTheyComeIsNeverLetBelowInfo() {
        Logger jetty = LoggerFactory.getLogger("org.eclipse.jetty.http.HttpParser");
        Logs.configure(Level.INFO, Logs.Format.TEXT, out);
        assertFalse(jetty.isInfoEnabled());
        assertTrue(jetty.isWarnEnabled());

        Logs.configure(Level.TRACE, Logs.Format.TEXT, out);
        assertTrue(jetty.isInfoEnabled());
        assertFalse(jetty.isDebugEnabled());
        assertFalse(jetty.isTraceEnabled());
    }

    @Test
    void aNewThreadDoesNotInheritTheRequestOfItsMaker() throws InterruptedException {
        MDC.put("request", "r-1");
        AtomicReference<String> seen = new AtomicReference<>("nothing yet");
        Thread worker = new Thread(() -> seen.set(MDC.get("request")));
        worker.start();
        worker.join();

        assertNull(seen.get());
    }

    @Test
    void causesThatGoInCirclesAndDeepStacksEnd() {
        Logs.configure(Level.INFO, Logs.Format.TEXT, out);
        IllegalStateException first = new IllegalStateException("first");
        IllegalStateException second = new IllegalStateException("second", first);
        first.initCause(second);

        log.warn("circle", first);

        String text = out.toString(StandardCharsets.UTF_8);
        assertTrue(text.contains("first") && text.contains("caused by: java.lang.IllegalStateException: second"));
        assertTrue(text.length() < 100_000);
    }
}
