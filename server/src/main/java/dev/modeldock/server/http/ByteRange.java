package dev.modeldock.server.http;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a {@code Range} header asks of a representation of known length (RFC 9110 section 14).
 *
 * @param kind what to answer
 * @param from first byte
 * @param to after the last byte
 */
record ByteRange(Kind kind, long from, long to) {
    enum Kind {
        /** Everything: no range was asked, or one that this server need not obey. */
        WHOLE,
        /** One part: 206. */
        PART,
        /** Nothing of it exists: 416. */
        UNSATISFIABLE
    }

    private static final Pattern ONE = Pattern.compile("bytes\\s*=\\s*(\\d{0,18})\\s*-\\s*(\\d{0,18})\\s*");

    /** Several ranges at once, other units and malformed headers count as none, which the specification allows. */
    static ByteRange of(String header, long length) {
        ByteRange whole = new ByteRange(Kind.WHOLE, 0, length);
        if (header == null) {
            return whole;
        }
        Matcher range = ONE.matcher(header.strip());
        if (!range.matches()) {
            return whole;
        }
        String first = range.group(1);
        String last = range.group(2);
        if (first.isEmpty()) {
            return last.isEmpty() ? whole : suffix(Long.parseLong(last), length);
        }
        long from = Long.parseLong(first);
        long to = last.isEmpty() ? length : Math.min(length, Long.parseLong(last) + 1);
        if (!last.isEmpty() && Long.parseLong(last) < from) {
            return whole;
        }
        return from >= length ? unsatisfiable() : new ByteRange(Kind.PART, from, to);
    }

    private static ByteRange suffix(long count, long length) {
        if (count == 0 || length == 0) {
            return unsatisfiable();
        }
        return new ByteRange(Kind.PART, Math.max(0, length - count), length);
    }

    private static ByteRange unsatisfiable() {
        return new ByteRange(Kind.UNSATISFIABLE, 0, 0);
    }
}
