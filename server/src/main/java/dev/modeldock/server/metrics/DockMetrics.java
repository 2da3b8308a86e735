package dev.modeldock.server.metrics;

import dev.modeldock.Dock;
import dev.modeldock.statistics.Statistics;
import dev.modeldock.statistics.Statistics.Counts;
import dev.modeldock.statistics.Statistics.Disk;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Info;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/** Figures of the dock, looked up when somebody asks for them. */
record DockMetrics(Statistics statistics) {
    void register(PrometheusRegistry registry) {
        Info.builder()
                .name("modeldock_build_info")
                .help("Which Modeldock this is.")
                .labelNames("version")
                .register(registry)
                .addLabelValues(Dock.version());
        jobs(registry);
        store(registry);
        disk(registry);
        database(registry);
    }

    private void jobs(PrometheusRegistry registry) {
        GaugeWithCallback.builder()
                .name("modeldock_jobs")
                .help("Jobs that are kept, by kind and state.")
                .labelNames("kind", "state")
                .callback(gauge -> statistics
                        .counts()
                        .jobs()
                        .forEach(each -> gauge.call(each.count(), lower(each.kind()), lower(each.state()))))
                .register(registry);
        CounterWithCallback.builder()
                .name("modeldock_imported_bytes_total")
                .help("Bytes that imports have brought, by source.")
                .labelNames("source")
                .callback(
                        counter -> statistics.imported().forEach((source, bytes) -> counter.call(bytes, lower(source))))
                .register(registry);
    }

    private void store(PrometheusRegistry registry) {
        Figures<Counts> counts = new Figures<>(registry, statistics::counts);
        counts.gauge("modeldock_models", "Models.", Counts::models);
        counts.gauge("modeldock_versions", "Versions of models.", Counts::versions);
        counts.gauge("modeldock_version_bytes", "Bytes of all versions, each counted whole.", Counts::versionBytes);
        counts.gauge("modeldock_blobs", "Contents that are kept.", Counts::blobs);
        counts.gauge("modeldock_blob_bytes", "Bytes of contents; what is equal is kept once.", Counts::blobBytes);
    }

    private void disk(PrometheusRegistry registry) {
        Figures<Disk> disk = new Figures<>(registry, statistics::disk);
        disk.gauge("modeldock_disk_free_bytes", "Free bytes of the disk.", Disk::free);
        disk.gauge("modeldock_disk_available_bytes", "Bytes that can still be promised to work.", Disk::available);
        disk.gauge("modeldock_disk_reserved_bytes", "Bytes promised to work under way.", Disk::reserved);
        disk.gauge("modeldock_disk_used_bytes", "Bytes that contents, staging and results take.", Disk::used);
    }

    private void database(PrometheusRegistry registry) {
        Figures<dev.modeldock.database.Database.Use> use = new Figures<>(registry, statistics::database);
        use.gauge("modeldock_database_bytes", "Bytes of the database.", each -> each.fileBytes());
        use.gauge("modeldock_database_wal_bytes", "Bytes of its write-ahead log.", each -> each.walBytes());
        use.counter("modeldock_database_writes_total", "Transactions that wrote.", each -> each.writes());
        use.counter(
                "modeldock_database_write_seconds_total",
                "Time that they took.",
                each -> each.written().toNanos() / 1e9);
        use.counter(
                "modeldock_database_write_wait_seconds_total",
                "Time that they waited for their turn.",
                each -> each.waited().toNanos() / 1e9);
    }

    /** Figures that are looked up together. */
    private record Figures<T>(PrometheusRegistry registry, Supplier<T> source) {
        void gauge(String name, String help, ToDoubleFunction<T> figure) {
            GaugeWithCallback.builder()
                    .name(name)
                    .help(help)
                    .callback(gauge -> gauge.call(figure.applyAsDouble(source.get())))
                    .register(registry);
        }

        void counter(String name, String help, ToDoubleFunction<T> figure) {
            CounterWithCallback.builder()
                    .name(name)
                    .help(help)
                    .callback(counter -> counter.call(figure.applyAsDouble(source.get())))
                    .register(registry);
        }
    }

    private static String lower(String word) {
        return word.toLowerCase(Locale.ROOT);
    }
}
