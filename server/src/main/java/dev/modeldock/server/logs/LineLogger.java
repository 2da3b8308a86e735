package dev.modeldock.server.logs;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.MDC;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;

/** One named logger; what it takes is asked of {@link Logs} at each event, so that configuring it late is no problem. */
final class LineLogger extends LegacyAbstractLogger {
    private static final long serialVersionUID = 1L;

    private final Logs.Voice voice;

    LineLogger(String name) {
        this.name = name;
        this.voice = Logs.voice(name);
    }

    @Override
    public boolean isTraceEnabled() {
        return Logs.takes(Level.TRACE, voice);
    }

    @Override
    public boolean isDebugEnabled() {
        return Logs.takes(Level.DEBUG, voice);
    }

    @Override
    public boolean isInfoEnabled() {
        return Logs.takes(Level.INFO, voice);
    }

    @Override
    public boolean isWarnEnabled() {
        return Logs.takes(Level.WARN, voice);
    }

    @Override
    public boolean isErrorEnabled() {
        return Logs.takes(Level.ERROR, voice);
    }

    @Override
    protected String getFullyQualifiedCallerName() {
        return null;
    }

    @Override
    protected void handleNormalizedLoggingCall(
            Level level, Marker marker, String pattern, Object[] arguments, Throwable cause) {
        String message = MessageFormatter.basicArrayFormat(pattern, arguments);
        Map<String, String> context = MDC.getCopyOfContextMap();
        Logs.write(new LogEvent(
                Instant.now(), level, name, message, context == null ? Map.of() : new TreeMap<>(context), cause));
    }
}
