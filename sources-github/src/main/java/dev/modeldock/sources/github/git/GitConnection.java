package dev.modeldock.sources.github.git;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.SecureRandom;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.KeyManager;
import javax.net.ssl.TrustManager;
import org.eclipse.jgit.transport.http.HttpConnection;

/** One request of JGit and the answer to it. The request's body is held in memory: it names commits, and holds no files. */
final class GitConnection implements HttpConnection {
    /** These are the HTTP client's to set. */
    private static final Set<String> CLIENTS = Set.of("connection", "content-length", "expect", "host", "upgrade");

    private final URL url;
    private final URI uri;
    private final GitExchange exchange;
    private final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private String method = "GET";
    private HttpResponse<InputStream> response;
    private InputStream content;

    GitConnection(URL url, GitExchange exchange) throws IOException {
        this.url = url;
        this.exchange = exchange;
        try {
            this.uri = url.toURI();
        } catch (URISyntaxException e) {
            throw new IOException("The remote named an address that is none", e);
        }
    }

    @Override
    public void connect() throws IOException {
        if (response != null) {
            return;
        }
        HttpRequest.Builder request = HttpRequest.newBuilder();
        request.method(
                method,
                body.size() == 0
                        ? HttpRequest.BodyPublishers.noBody()
                        : HttpRequest.BodyPublishers.ofByteArray(body.toByteArray()));
        headers.forEach((name, value) -> {
            if (!CLIENTS.contains(name.toLowerCase(Locale.ROOT))) {
                request.setHeader(name, value);
            }
        });
        response = exchange.send(uri, request);
        content = response.statusCode() == HTTP_OK
                ? exchange.metered(response.body())
                : new ByteArrayInputStream(new byte[0]);
    }

    @Override
    public int getResponseCode() throws IOException {
        connect();
        return response.statusCode();
    }

    /** HTTP/2 has no such message, and HTTP/1.1 needs none. */
    @Override
    public String getResponseMessage() throws IOException {
        connect();
        return "";
    }

    @Override
    public InputStream getInputStream() throws IOException {
        connect();
        return content;
    }

    @Override
    public URL getURL() {
        return url;
    }

    @Override
    public Map<String, List<String>> getHeaderFields() {
        return response == null ? Map.of() : response.headers().map();
    }

    @Override
    public String getHeaderField(String name) {
        return response == null ? null : response.headers().firstValue(name).orElse(null);
    }

    @Override
    public List<String> getHeaderFields(String name) {
        return response == null ? List.of() : response.headers().allValues(name);
    }

    @Override
    public String getContentType() {
        return getHeaderField("Content-Type");
    }

    @Override
    public int getContentLength() {
        String length = getHeaderField("Content-Length");
        return length != null && length.matches("[0-9]{1,9}") ? Integer.parseInt(length) : -1;
    }

    @Override
    public void setRequestProperty(String name, String value) {
        headers.put(name, value);
    }

    @Override
    public void setRequestMethod(String name) {
        method = name;
    }

    @Override
    public String getRequestMethod() {
        return method;
    }

    @Override
    public OutputStream getOutputStream() {
        return body;
    }

    /** As the host does: nothing is cached. */
    @Override
    public void setUseCaches(boolean ignored) {}

    /** The host bounds the time. */
    @Override
    public void setConnectTimeout(int ignored) {}

    /** The host bounds the time. */
    @Override
    public void setReadTimeout(int ignored) {}

    /** Never, whatever is asked: JGit checks the redirects of a remote itself. */
    @Override
    public void setInstanceFollowRedirects(boolean ignored) {}

    /** A body is sent when one was written. */
    @Override
    public void setDoOutput(boolean ignored) {}

    /** The length is that of the body. */
    @Override
    public void setFixedLengthStreamingMode(int ignored) {}

    /** The body is sent whole. */
    @Override
    public void setChunkedStreamingMode(int ignored) {}

    @Override
    public boolean usingProxy() {
        return false;
    }

    @Override
    public void configure(KeyManager[] keys, TrustManager[] trust, SecureRandom random) {
        throw new UnsupportedOperationException("The host decides which certificates are trusted");
    }

    @Override
    public void setHostnameVerifier(HostnameVerifier verifier) {
        throw new UnsupportedOperationException("The host decides which names are trusted");
    }
}
