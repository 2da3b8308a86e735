package dev.modeldock.fakes;

/** A request in the log while it is being answered. */
final class LogEntry {
    private final RequestLog log;
    private final LoggedRequest asked;
    private String file = "";
    private int status;
    private long bytes;
    private String failure = "";

    LogEntry(RequestLog log, LoggedRequest asked) {
        this.log = log;
        this.asked = asked;
    }

    void file(String path) {
        synchronized (log) {
            file = path;
        }
    }

    void answered(int code) {
        synchronized (log) {
            status = code;
        }
        log.changed();
    }

    /** Called with the bytes about to be written, and negatively with those that could not be. */
    void sent(long more) {
        synchronized (log) {
            bytes += more;
        }
        log.changed();
    }

    void failed(Throwable reason) {
        synchronized (log) {
            failure = String.valueOf(reason);
        }
    }

    LoggedRequest view() {
        synchronized (log) {
            return new LoggedRequest(
                    asked.server(),
                    asked.method(),
                    asked.path(),
                    asked.query(),
                    file,
                    asked.headers(),
                    status,
                    bytes,
                    failure);
        }
    }
}
