package dev.modeldock.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.modeldock.server.logs.LogCapture;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.event.Level;

class DeleteQueryTest {
    private static LogCapture log;
    private static WebServer server;

    @BeforeAll
    static void start() {
        log = new LogCapture(Level.INFO);
        server = WebServer.start(WebOptions.local(), routes -> {
            routes.delete("/v1/models/{id}", ctx -> ctx.result("dry " + DeleteQuery.dryRun(ctx)));
            routes.delete("/v1/keys/{id}", ctx -> {
                DeleteQuery.none(ctx);
                ctx.status(204);
            });
        });
    }

    @AfterAll
    static void stop() {
        server.close();
        log.close();
    }

    @ParameterizedTest
    @CsvSource({
        "?dryRun,true",
        "?dryRun=,true",
        "?dryRun=1,true",
        "?dryrun=TRUE,true",
        "?DRYRUN=True,true",
        "?dryRun=true&dryrun=1,true",
        "?dryRun=0,false",
        "?dryRun=False,false",
        "'',false",
        "?,false"
    })
    void aDryRunMayBeSaidInManyWays(String query, boolean expected) throws IOException {
        String answer = delete("/v1/models/m" + query);
        assertEquals("dry " + expected, answer.substring(answer.indexOf("\r\n\r\n") + 4), answer);
    }

    @ParameterizedTest
    @ValueSource(strings = {"dryRun=yes", "dryRun=2", "dryRun=tru", "dryRun=1&dryRun=0", "dry_run=true", "dryRun=1&x"})
    void whatIsNotUnderstoodDeletesNothing(String query) throws IOException {
        String answer = delete("/v1/models/m?" + query);
        assertTrue(answer.startsWith("HTTP/1.1 400 ") && answer.contains("VALIDATION_ERROR"), answer);
    }

    @Test
    void anUnknownParameterIsNamed() throws IOException {
        assertTrue(delete("/v1/models/m?dryrum=true").contains("\\\"dryrum\\\""));
        assertTrue(delete("/v1/keys/k?dryRun=1").startsWith("HTTP/1.1 400 "));
        assertTrue(delete("/v1/keys/k").startsWith("HTTP/1.1 204 "));
    }

    private static String delete(String path) throws IOException {
        return RawClient.exchange(
                server.address(), "DELETE " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    }
}
