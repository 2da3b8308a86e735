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

    private static final Pattern ONE = Pattern.compile("(?i:bytes)\\s*=\\s*(\\d*)\\s*-\\s*(\\d*)\\s*");
    /** Stands for all larger numbers: no file is as long. */
    private static final String HUGE = "1" + "0".repeat(18);

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
            return last.isEmpty() ? whole : suffix(number(last), length);
        }
        long from = number(first);
        long to = last.isEmpty() ? length : Math.min(length, number(last) + 1);
        if (!last.isEmpty() && number(last) < from) {
            return whole;
        }
        return from >= length ? unsatisfiable() : new ByteRange(Kind.PART, from, to);
    }

    private static long number(String digits) {
        String figures = digits.replaceFirst("^0+(?=.)", "");
        return Long.parseLong(figures.length() < HUGE.length() ? figures : HUGE);
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
