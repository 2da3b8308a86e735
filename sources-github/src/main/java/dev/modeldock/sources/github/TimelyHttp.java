package dev.modeldock.sources.github;

import dev.modeldock.spi.RemoteHttp;
import dev.modeldock.spi.SourceException;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** The host's HTTP, with an end to bodies that fall silent. */
final class TimelyHttp implements RemoteHttp, AutoCloseable {
    private final RemoteHttp http;
    private final SilenceWatch watch;

    /** @param longest that nothing may come of a body while somebody waits for it */
    TimelyHttp(RemoteHttp http, Duration longest) {
        this.http = http;
        this.watch = new SilenceWatch(longest);
    }

    @Override
    public HttpResponse<InputStream> send(HttpRequest request) throws SourceException, InterruptedException {
        return timely(http.send(request));
    }

    @Override
    public HttpResponse<InputStream> sendOnce(HttpRequest request) throws SourceException, InterruptedException {
        return timely(http.sendOnce(request));
    }

    @Override
    public HttpResponse<InputStream> sendPublic(HttpRequest request) throws SourceException, InterruptedException {
        return timely(http.sendPublic(request));
    }

    private HttpResponse<InputStream> timely(HttpResponse<InputStream> response) {
        return new TimelyResponse(response, watch.over(response.body()));
    }

    @Override
    public void close() {
        watch.close();
    }
}
