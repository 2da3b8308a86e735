package dev.modeldock.server.metrics;

import dev.modeldock.server.http.ApiFamily;
import dev.modeldock.server.http.Exchange;
import dev.modeldock.statistics.Statistics;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.Unit;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;

/**
 * Counts requests, and tells of them and of the dock. Names no model, no user and no key: routes, sources and kinds of jobs
 * are all there is to tell apart.
 */
public final class Metrics {
    /** From a row of the database to a gigabyte on a slow line. */
    private static final double[] SECONDS = {0.001, 0.005, 0.02, 0.1, 0.5, 2, 10, 60, 600};

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final ExpositionFormats formats = ExpositionFormats.init();
    private final Histogram requests = Histogram.builder()
            .name("modeldock_http_request_duration_seconds")
            .help("How long requests took, to the last byte of the answer; answers that go on are left out.")
            .unit(Unit.SECONDS)
            .labelNames("method", "route", "status")
            .classicOnly()
            .classicUpperBounds(SECONDS)
            .register(registry);
    private final Counter received = Counter.builder()
            .name("modeldock_http_received_bytes_total")
            .help("Bytes of the bodies of requests.")
            .labelNames("api")
            .register(registry);
    private final Counter sent = Counter.builder()
            .name("modeldock_http_sent_bytes_total")
            .help("Bytes of the bodies of answers.")
            .labelNames("api")
            .register(registry);
    private final Counter handedOut = Counter.builder()
            .name("modeldock_handed_out_bytes_total")
            .help("Bytes of models that went out, by the source that the model came from.")
            .labelNames("source")
            .register(registry);

    public Metrics(Statistics statistics) {
        new DockMetrics(statistics).register(registry);
        new JvmMetrics().register(registry);
    }

    /** Count a request that is over. */
    public void count(Exchange exchange) {
        if (!exchange.live()) {
            requests.labelValues(exchange.method(), exchange.route(), Integer.toString(exchange.status()))
                    .observe(exchange.seconds());
        }
        String api = ApiFamily.of(exchange.route()).name().toLowerCase(Locale.ROOT);
        received.labelValues(api).inc(exchange.bytes().received());
        sent.labelValues(api).inc(exchange.bytes().sent());
        if (!exchange.source().isEmpty()) {
            handedOut
                    .labelValues(exchange.source().toLowerCase(Locale.ROOT))
                    .inc(exchange.bytes().sent());
        }
    }

    /**
     * Who writes what a client takes.
     *
     * @param accept the header, or null: then the text format 0.0.4
     */
    Exposition exposition(String accept) {
        ExpositionFormatWriter writer = formats.findWriter(accept);
        return new Exposition(writer.getContentType(), out -> writer.write(out, registry.scrape()));
    }

    /** All figures in one format. */
    record Exposition(String mediaType, Writer writer) {}

    /** Writes all figures. */
    interface Writer {
        void write(OutputStream out) throws IOException;
    }
}
