package dev.modeldock.server.http;

import dev.modeldock.server.config.Config;

/**
 * Where and how to listen.
 *
 * @param host name or address
 * @param port 0 for any free one
 * @param publicUrl how clients reach the server, or empty: then as each request says
 */
public record WebOptions(String host, int port, String publicUrl) {
    public static WebOptions of(Config config) {
        return new WebOptions(config.text("host"), config.number("port"), config.text("server.publicUrl"));
    }
}
