package dev.modeldock.server.http;

import java.net.URLDecoder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** The parameters behind a header's first word, as in {@code form-data; name="file"; filename="a.tar"} (RFC 9110 5.6.6). */
final class HeaderParameters {
    private final Map<String, String> values = new HashMap<>();

    private HeaderParameters() {}

    static HeaderParameters of(String header) {
        HeaderParameters parameters = new HeaderParameters();
        int at = header == null ? -1 : header.indexOf(';');
        while (at >= 0 && at < header.length()) {
            at = parameters.readOne(header, at + 1);
        }
        return parameters;
    }

    /** The value of a parameter, or null. The first of several counts. */
    String get(String name) {
        return values.get(name);
    }

    /** The file name, the extended form of RFC 8187 before the plain one; null when there is none. */
    String filename() {
        String extended = values.get("filename*");
        if (extended != null) {
            String[] parts = extended.split("'", 3);
            if (parts.length == 3) {
                try {
                    Charset charset = "iso-8859-1".equalsIgnoreCase(parts[0])
                            ? StandardCharsets.ISO_8859_1
                            : StandardCharsets.UTF_8;
                    return URLDecoder.decode(parts[2].replace("+", "%2B"), charset);
                } catch (IllegalArgumentException e) {
                    return values.get("filename");
                }
            }
        }
        return values.get("filename");
    }

    /** Read {@code name=value} from {@code start} on; the answer is where the next semicolon is, or the end. */
    private int readOne(String header, int start) {
        int equals = header.indexOf('=', start);
        int semicolon = header.indexOf(';', start);
        if (equals < 0 || (semicolon >= 0 && semicolon < equals)) {
            return semicolon;
        }
        String name = header.substring(start, equals).strip().toLowerCase(Locale.ROOT);
        int at = equals + 1;
        while (at < header.length() && Character.isWhitespace(header.charAt(at))) {
            at++;
        }
        StringBuilder value = new StringBuilder();
        if (at < header.length() && header.charAt(at) == '"') {
            at = quoted(header, at + 1, value);
            semicolon = header.indexOf(';', at);
        } else {
            semicolon = header.indexOf(';', at);
            value.append(header, at, semicolon < 0 ? header.length() : semicolon);
        }
        values.putIfAbsent(name, value.toString().strip());
        return semicolon;
    }

    private static int quoted(String header, int start, StringBuilder value) {
        int at = start;
        while (at < header.length() && header.charAt(at) != '"') {
            boolean escape = header.charAt(at) == '\\'
                    && at + 1 < header.length()
                    && (header.charAt(at + 1) == '"' || header.charAt(at + 1) == '\\');
            value.append(header.charAt(escape ? ++at : at));
            at++;
        }
        return Math.min(at + 1, header.length());
    }
}
