package dev.modeldock.fakes;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Something that goes wrong with requests whose path, or whose file's path in its repository, matches a pattern: in force
 * from its making, always, until {@link #off()}. Say {@link #once()}, {@link #times} and {@link #after} before what goes
 * wrong. Several faults at one place add up. Faults of bodies spare HEAD requests.
 */
public final class Fault {
    private final Glob glob;
    private final CountDownLatch stalled = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);
    private final Map<String, String> headers = new LinkedHashMap<>();
    private int times = Integer.MAX_VALUE;
    private int spared;
    private int hits;

    private volatile int status;
    private volatile Content answer;
    private volatile String message = "Told to fail";
    private volatile String location = "";
    private volatile boolean loop;
    private volatile long bytesPerSecond = Long.MAX_VALUE;
    private volatile long cutAfter = Long.MAX_VALUE;
    private volatile long stallAfter = Long.MAX_VALUE;
    private volatile boolean wrongBytes;
    private volatile long delta;
    private volatile boolean noRanges;
    private volatile boolean noLength;
    private volatile Content changed;

    Fault(String pattern) {
        glob = new Glob(pattern);
    }

    /** Only the first matching request (after the spared ones). */
    public Fault once() {
        return times(1);
    }

    public synchronized Fault times(int count) {
        times = count;
        return this;
    }

    /** Spare the first so many matching requests. */
    public synchronized Fault after(int requests) {
        spared = requests;
        return this;
    }

    /** Answer with this status and a short error in JSON. */
    public Fault status(int code) {
        status = code;
        return this;
    }

    /** Add a header to that answer. */
    public synchronized Fault header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    public Fault retryAfter(String value) {
        return header("Retry-After", value);
    }

    /** What that answer says; no {@code X-Error-Code} goes with it. */
    public Fault message(String text) {
        message = text;
        return this;
    }

    /** Answer 200 (or the status) with this body as JSON: broken, huge, anything. */
    public Fault answer(Content body) {
        answer = body;
        return this;
    }

    /** Answer 302 to this address. */
    public Fault redirectTo(URI address) {
        location = address.toString();
        return this;
    }

    /** Answer 302 to the very address that was asked. */
    public Fault redirectLoop() {
        loop = true;
        return this;
    }

    /** Send bodies no faster than this, each. */
    public Fault slow(long bytesEachSecond) {
        bytesPerSecond = bytesEachSecond;
        return this;
    }

    /** Close the connection after so many bytes of a body. */
    public Fault cut(long afterBytes) {
        cutAfter = afterBytes;
        return this;
    }

    /** Fall silent after so many bytes of a body, until {@link #release()}, {@link #off()} or the end of the fake. */
    public Fault stall(long afterBytes) {
        stallAfter = afterBytes;
        return this;
    }

    /** Wait until a body fell silent; false when none did in that time. */
    public boolean awaitStall(Duration longest) throws InterruptedException {
        return stalled.await(longest.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Let the silent bodies go on, and stall no more. */
    public Fault release() {
        released.countDown();
        return this;
    }

    /** Every byte wrong, the size right. */
    public Fault wrongBytes() {
        wrongBytes = true;
        return this;
    }

    /** The body is so many bytes longer (shorter, when negative) than was told before; its Content-Length fits it. */
    public Fault resized(long byBytes) {
        delta = byBytes;
        return this;
    }

    /** Answer 200 with everything to a request for a range. */
    public Fault noRanges() {
        noRanges = true;
        return this;
    }

    /** Send bodies in chunks, without a Content-Length. */
    public Fault noLength() {
        noLength = true;
        return this;
    }

    /** Serve other content, under another ETag: the file changed while it was being downloaded. */
    public Fault changed(Content now) {
        changed = now;
        return this;
    }

    /** Out of force; what it stalled goes on. */
    public synchronized Fault off() {
        times = 0;
        return release();
    }

    /** How many requests it has struck. */
    public synchronized int hits() {
        return hits;
    }

    boolean matches(String path, String file) {
        return glob.matches(path) || (!file.isEmpty() && glob.matches(file));
    }

    synchronized boolean strikes() {
        if (spared > 0) {
            spared--;
            return false;
        }
        if (hits >= times) {
            return false;
        }
        hits++;
        return true;
    }

    boolean answers() {
        return status != 0 || answer != null || loop || !location.isEmpty();
    }

    /** Whether only a body shows it. */
    boolean ofBodies() {
        return !answers();
    }

    void answer(Call call) throws IOException {
        Map<String, String> extra;
        synchronized (this) {
            extra = Map.copyOf(headers);
        }
        extra.forEach(call::header);
        if (loop || !location.isEmpty()) {
            call.redirect(status == 0 ? 302 : status, loop ? call.uri() : location);
        } else if (answer != null) {
            call.whole(status == 0 ? 200 : status, "application/json", answer);
        } else {
            call.json(status, Map.of("error", message, "message", message));
        }
    }

    Content contentInstead(Content original) {
        Content content = changed == null ? original : changed;
        content = delta == 0 ? content : AlteredContent.resized(content, content.size() + delta);
        return wrongBytes ? AlteredContent.flipped(content) : content;
    }

    boolean isChanged() {
        return changed != null;
    }

    boolean withoutRanges() {
        return noRanges;
    }

    boolean withoutLength() {
        return noLength;
    }

    long bytesPerSecond() {
        return bytesPerSecond;
    }

    long cutAfter() {
        return cutAfter;
    }

    long stallAfter() {
        return released.getCount() == 0 ? Long.MAX_VALUE : stallAfter;
    }

    /** Called at the silent point: true once it may go on, false to ask again. */
    boolean stallFor(Duration longest) throws InterruptedException {
        stalled.countDown();
        return released.await(longest.toMillis(), TimeUnit.MILLISECONDS);
    }
}
