package dev.modeldock.network;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;

/** The connections of the whole dock. */
final class Connections {
    static {
        // The JDK reads these once, when the first client of the process is made; who set them has the last word.
        // By default a proxy's password is not told where a tunnel is asked for, so that no password would ever do.
        setUnlessSet("jdk.http.auth.tunneling.disabledSchemes", "");
        // With the default of 16 KiB a read, half of the time of a fast download goes into handing pieces around.
        setUnlessSet("jdk.httpclient.bufsize", String.valueOf(128 << 10));
    }

    private final HttpClient client;
    private final Duration answer;
    private final Duration silence;

    Connections(NetworkConfig config, ProxyChoice proxies) {
        HttpClient.Builder builder = HttpClient.newBuilder()
                // Several files, and parts of one, come at once: with HTTP/2 all would share one connection's window.
                .version(HttpClient.Version.HTTP_1_1)
                // What may be followed, and with which headers, is ours to say.
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(config.connect())
                .proxy(proxies);
        trust(config).ifPresent(builder::sslContext);
        client = builder.build();
        answer = config.answer();
        silence = config.silence();
    }

    private static void setUnlessSet(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }

    private static Optional<SSLContext> trust(NetworkConfig config) {
        return config.caFile().map(Trust::with);
    }

    /** Send and wait until the answer begins; when it does not, nothing of it stays open. */
    HttpResponse<BodyStream> send(HttpRequest request, Optional<Duration> within)
            throws IOException, InterruptedException {
        BodyStream body = new BodyStream(Origin.of(request.uri()).place(), silence);
        CompletableFuture<HttpResponse<BodyStream>> coming = client.sendAsync(request, head -> body);
        boolean began = false;
        try {
            HttpResponse<BodyStream> begun = coming.get(within.orElse(answer).toMillis(), TimeUnit.MILLISECONDS);
            began = true;
            return begun;
        } catch (TimeoutException e) {
            throw (IOException) new HttpTimeoutException("The answer did not begin in time").initCause(e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException failed ? failed : new IOException(e.getCause());
        } finally {
            if (!began) {
                coming.cancel(true);
                body.close();
            }
        }
    }
}
