package dev.modeldock.server.metrics;

import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;

/** The few figures of the process that those who watch it look at first, under the names that others give them. */
final class JvmMetrics {
    void register(PrometheusRegistry registry) {
        GaugeWithCallback.builder()
                .name("process_start_time_seconds")
                .help("When the process began, in seconds since 1970.")
                .callback(
                        gauge -> gauge.call(ManagementFactory.getRuntimeMXBean().getStartTime() / 1000.0))
                .register(registry);
        GaugeWithCallback.builder()
                .name("jvm_memory_used_bytes")
                .help("Bytes of memory in use.")
                .labelNames("area")
                .callback(gauge -> {
                    var memory = ManagementFactory.getMemoryMXBean();
                    gauge.call(memory.getHeapMemoryUsage().getUsed(), "heap");
                    gauge.call(memory.getNonHeapMemoryUsage().getUsed(), "nonheap");
                })
                .register(registry);
        GaugeWithCallback.builder()
                .name("jvm_threads_current")
                .help("Threads of the platform.")
                .callback(
                        gauge -> gauge.call(ManagementFactory.getThreadMXBean().getThreadCount()))
                .register(registry);
        CounterWithCallback.builder()
                .name("jvm_gc_collection_seconds_total")
                .help("Time spent on collecting garbage.")
                .labelNames("gc")
                .callback(counter -> {
                    for (GarbageCollectorMXBean each : ManagementFactory.getGarbageCollectorMXBeans()) {
                        counter.call(Math.max(0, each.getCollectionTime()) / 1000.0, each.getName());
                    }
                })
                .register(registry);
    }
}
