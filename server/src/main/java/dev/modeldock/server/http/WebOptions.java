package dev.modeldock.server.http;

import dev.modeldock.server.config.Config;
import java.time.Duration;

/**
 * Where and how to listen.
 *
 * @param host name or address
 * @param port 0 for any free one
 * @param publicUrl how clients reach the server, or empty: then as each request says
 * @param idle after so long without a byte a connection is given up, be it a slow upload or a stalled download
 */
public record WebOptions(String host, int port, String publicUrl, Duration idle) {
    private static final Duration IDLE = Duration.ofSeconds(30);

    /** Any free port of this machine alone, as tests want it. */
    static WebOptions local() {
        return new WebOptions("127.0.0.1", 0, "", IDLE);
    }

    public static WebOptions of(Config config) {
        return new WebOptions(config.text("host"), config.number("port"), config.text("server.publicUrl"), IDLE);
    }
}
