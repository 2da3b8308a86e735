package dev.modeldock.imports;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldock.jobs.JobContext;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** How many bytes imports have brought since the start, by where they came from. Safe for many threads. */
public final class Traffic {
    private final Map<String, LongAdder> sources = new ConcurrentHashMap<>();

    /** By source, in capitals such as {@code HUGGINGFACE}. */
    public Map<String, Long> bytes() {
        Map<String, Long> bytes = new TreeMap<>();
        sources.forEach((source, sum) -> bytes.put(source, sum.sum()));
        return bytes;
    }

    /** So many bytes have come, in requests. */
    void add(String source, long bytes) {
        of(source).add(bytes);
    }

    private LongAdder of(String source) {
        return sources.computeIfAbsent(source, any -> new LongAdder());
    }

    /** The same context; what is said to it of bytes that have come is counted. */
    JobContext counting(String source, JobContext context) {
        return new Counting(context, of(source));
    }

    private record Counting(JobContext context, LongAdder sum) implements JobContext {
        @Override
        public void moved(long bytes) {
            sum.add(bytes);
            context.moved(bytes);
        }

        @Override
        public void phase(String name) {
            context.phase(name);
        }

        @Override
        public void total(long bytes) {
            context.total(bytes);
        }

        @Override
        public void done(long bytes) {
            context.done(bytes);
        }

        @Override
        public void result(ObjectNode soFar) {
            context.result(soFar);
        }

        @Override
        public boolean isShuttingDown() {
            return context.isShuttingDown();
        }

        @Override
        public void check() {
            context.check();
        }
    }
}
