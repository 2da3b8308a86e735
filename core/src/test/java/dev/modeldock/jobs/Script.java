package dev.modeldock.jobs;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/** A runner that does what a test says for each tag, and remembers what it was asked to do. */
final class Script implements JobRunner {
    /** What one job does. */
    interface Act {
        void play(Job job, JobContext context) throws Exception;
    }

    private final Map<String, Act> acts = new ConcurrentHashMap<>();
    private final List<String> played = new CopyOnWriteArrayList<>();
    private final List<String> discarded = new CopyOnWriteArrayList<>();
    private volatile boolean repeatable = true;

    Script on(String tag, Act act) {
        acts.put(tag, act);
        return this;
    }

    void notRepeatable() {
        repeatable = false;
    }

    List<String> played() {
        return played;
    }

    List<String> discarded() {
        return discarded;
    }

    /** Blocks until it is interrupted. */
    static Act block(CountDownLatch begun) {
        return (job, context) -> {
            begun.countDown();
            new CountDownLatch(1).await();
        };
    }

    @Override
    public ObjectNode run(Job job, JobContext context) throws Exception {
        played.add(job.tag());
        acts.getOrDefault(job.tag(), (any, thing) -> {}).play(job, context);
        return JsonNodeFactory.instance.objectNode().put("by", job.tag());
    }

    @Override
    public boolean repeatable(Job job) {
        return repeatable;
    }

    @Override
    public void discard(Job job) {
        discarded.add(job.tag());
    }
}
