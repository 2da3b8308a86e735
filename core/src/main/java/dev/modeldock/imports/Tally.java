package dev.modeldock.imports;

import dev.modeldock.jobs.JobContext;

/** Counts the bytes of one import, for its progress and for what is told of it in the end. Safe for many threads. */
final class Tally {
    private final JobContext context;
    private long total;
    private long done;
    private long moved;
    private long saved;

    Tally(JobContext context) {
        this.context = context;
    }

    JobContext context() {
        return context;
    }

    /** There is more to do. */
    synchronized void expect(long bytes) {
        total += bytes;
        context.total(total);
    }

    /** These came over the network, or out of an archive. */
    synchronized void moved(long bytes) {
        moved += bytes;
        context.moved(bytes);
        step(bytes);
    }

    /** These came over the network as a part of something that is yet to be taken apart. */
    synchronized void fetched(long bytes) {
        moved += bytes;
        context.moved(bytes);
    }

    /** These were here already, from other models: none of them had to come. */
    synchronized void saved(long bytes) {
        saved += bytes;
        step(bytes);
    }

    /** These came in an attempt of the same import before this one. */
    synchronized void resumed(long bytes) {
        moved += bytes;
        step(bytes);
    }

    /** These were here from an attempt before this one, or came as a part of something. */
    synchronized void found(long bytes) {
        step(bytes);
    }

    /** These have to be done again. */
    synchronized void dropped(long bytes) {
        step(-bytes);
    }

    private void step(long bytes) {
        done += bytes;
        context.done(done);
    }

    synchronized long movedBytes() {
        return moved;
    }

    synchronized long savedBytes() {
        return saved;
    }
}
