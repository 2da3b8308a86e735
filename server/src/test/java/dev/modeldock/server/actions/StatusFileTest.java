package dev.modeldock.server.actions;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.modeldock.actions.status.Result;
import dev.modeldock.actions.status.StatusReader;
import dev.modeldock.server.actions.StatusFile.Epoch;
import dev.modeldock.server.actions.StatusFile.Figures;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatusFileTest {
    private static final String NOW = "\"date\":\"7/4/2023\",\"time\":\"9:1:2\"";

    @TempDir
    Path results;

    private StatusFile status;

    @BeforeEach
    void begin() {
        status = new StatusFile(results, Clock.fixed(Instant.parse("2023-07-04T09:01:02Z"), ZoneOffset.UTC));
    }

    private List<String> lines() throws Exception {
        return Files.readAllLines(results.resolve("status.json"));
    }

    @Test
    void eachIsALineWithDateAndTimeWithoutPadding() throws Exception {
        status.started("Starting.");
        status.running("On it: \"ä\"\nstill");
        status.success("Done.");
        status.failure(null);
        assertEquals(
                List.of(
                        "{" + NOW + ",\"status\":\"STARTED\",\"verbosity\":\"INFO\",\"message\":\"Starting.\"}",
                        "{" + NOW
                                + ",\"status\":\"RUNNING\",\"verbosity\":\"INFO\",\"message\":\"On it: \\\"ä\\\"\\nstill\"}",
                        "{" + NOW + ",\"status\":\"SUCCESS\",\"verbosity\":\"INFO\",\"message\":\"Done.\"}",
                        "{" + NOW + ",\"status\":\"FAILURE\",\"verbosity\":\"ERROR\",\"message\":null}"),
                lines());
    }

    @Test
    void anEpochTellsWhatIsLeft() throws Exception {
        status.epoch(new Epoch(1, 12, Duration.ofMillis(10_500)), "On it.");
        assertEquals(
                List.of(
                        "{\"epoch\":1,\"max_epoch\":12,\"time_per_epoch\":\"0:00:10.500000\",\"eta\":\"0:01:55.500000\","
                                + NOW + ",\"status\":\"RUNNING\",\"verbosity\":\"INFO\",\"message\":\"On it.\"}"),
                lines());
    }

    @Test
    void figuresAreToldAgainOnEachLineOnceTheyAreSet() throws Exception {
        status.started("Starting.");
        status.figures(Figures.KPI).put("loss", 1.5);
        status.running("a");
        status.figures(Figures.CATEGORICAL).putObject("num_objects").put("car", 2);
        status.figures(Figures.GRAPHICAL).put("accuracy", 0.5);
        status.figures(Figures.KPI).put("loss", 1.25);
        status.success("b");
        String common = ",\"verbosity\":\"INFO\",\"message\":";
        assertEquals("{" + NOW + ",\"status\":\"RUNNING\"" + common + "\"a\",\"kpi\":{\"loss\":1.5}}", lines().get(1));
        assertEquals(
                "{" + NOW + ",\"status\":\"SUCCESS\"" + common
                        + "\"b\",\"kpi\":{\"loss\":1.25},\"categorical\":{\"num_objects\":{\"car\":2}},"
                        + "\"graphical\":{\"accuracy\":0.5}}",
                lines().get(2));
    }

    /** What it writes is what the dock understands. */
    @Test
    void theDockReadsIt() throws Exception {
        status.started("Starting.");
        status.figures(Figures.CATEGORICAL).putObject("num_objects").put("car", 2);
        status.epoch(new Epoch(3, 4, Duration.ofSeconds(90_000)), "On it.");
        status.success("Done.");
        Result read = new StatusReader(results, "").finish();
        assertEquals(true, read.isSuccess());
        assertEquals(List.of("car"), read.classes());
        assertEquals("1 day, 1:00:00", read.toJson().path("eta").asText());
        assertEquals(3, read.toJson().path("epoch").asInt());
    }

    @Test
    void durationsAreWrittenAsPythonDoes() {
        assertEquals("0:00:00", StatusFile.text(Duration.ZERO));
        assertEquals("0:00:00.000001", StatusFile.text(Duration.ofNanos(1_999)));
        assertEquals("23:59:59.250000", StatusFile.text(Duration.ofDays(1).minusMillis(750)));
        assertEquals("1 day, 0:00:01", StatusFile.text(Duration.ofSeconds(86_401)));
        assertEquals("12 days, 10:00:00", StatusFile.text(Duration.ofHours(298)));
    }
}
