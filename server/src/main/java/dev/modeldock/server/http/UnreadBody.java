package dev.modeldock.server.http;

import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads away what a refused client is still sending. Closing the connection at once would reset it, and the client
 * would see a broken pipe instead of the sentence that tells why.
 */
final class UnreadBody {
    private static final Logger LOG = LoggerFactory.getLogger(UnreadBody.class);
    private static final long MAX_BYTES = 128L << 20;
    private static final Duration MAX_TIME = Duration.ofSeconds(5);

    private UnreadBody() {}

    static void drain(HttpServletRequest request) {
        if (request.getHeader("Expect") != null && !RequestFilter.wasRead(request)) {
            // The client waits for a go-ahead and has sent nothing: reading would give it.
            return;
        }
        long end = System.nanoTime() + MAX_TIME.toNanos();
        byte[] buffer = new byte[64 * 1024];
        try {
            ServletInputStream body = request.getInputStream();
            long left = MAX_BYTES;
            while (left > 0 && System.nanoTime() < end) {
                int count = body.read(buffer);
                if (count < 0) {
                    return;
                }
                left -= count;
            }
        } catch (IOException e) {
            LOG.debug("The client was gone before its body was read away", e);
        }
    }
}
