package dev.modeldock.server.http;

import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Duration;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.io.EndPoint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads away what a refused client is still sending. Closing the connection at once would reset it, and the client
 * would see a broken pipe instead of the sentence that tells why. A client that was not let in is not waited for, and
 * no other for longer than a second without a byte: each of them keeps a thread.
 */
final class UnreadBody {
    private static final Logger LOG = LoggerFactory.getLogger(UnreadBody.class);
    private static final long MAX_BYTES = 128L << 20;
    private static final Duration MAX_TIME = Duration.ofSeconds(5);
    private static final Duration MAX_SILENCE = Duration.ofSeconds(1);
    private static final long MAX_BYTES_OF_STRANGERS = 64 * 1024;

    private UnreadBody() {}

    /** Read what belongs to a request that is about to be answered with this status. */
    static void drain(HttpServletRequest request, int status) {
        if (request.getHeader("Expect") != null && !RequestFilter.wasRead(request)) {
            // The client waits for a go-ahead and has sent nothing: reading would give it.
            return;
        }
        try {
            ServletInputStream body = request.getInputStream();
            if (status == 401 || status == 403) {
                readWhatIsHere(body);
            } else {
                readImpatiently(request, body);
            }
        } catch (IOException e) {
            LOG.debug("The client was gone or silent before its body was read away", e);
        }
    }

    private static void readWhatIsHere(ServletInputStream body) throws IOException {
        byte[] buffer = new byte[16 * 1024];
        long left = MAX_BYTES_OF_STRANGERS;
        while (left > 0 && !body.isFinished() && body.available() > 0) {
            left -= Math.max(1, body.read(buffer, 0, (int) Math.min(left, buffer.length)));
        }
    }

    private static void readImpatiently(HttpServletRequest request, ServletInputStream body) throws IOException {
        EndPoint connection = ServletContextRequest.getServletContextRequest(request)
                .getConnectionMetaData()
                .getConnection()
                .getEndPoint();
        long usual = connection.getIdleTimeout();
        connection.setIdleTimeout(Math.min(usual, MAX_SILENCE.toMillis()));
        try {
            readToEnd(body);
        } finally {
            connection.setIdleTimeout(usual);
        }
    }

    private static void readToEnd(ServletInputStream body) throws IOException {
        long end = System.nanoTime() + MAX_TIME.toNanos();
        byte[] buffer = new byte[64 * 1024];
        long left = MAX_BYTES;
        while (left > 0 && System.nanoTime() < end) {
            int count = body.read(buffer);
            if (count < 0) {
                return;
            }
            left -= count;
        }
    }
}
