package dev.modeldock.server.it;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What {@code curl --include} or a bare socket shows of an answer. */
final class CurlAnswer {
    private CurlAnswer() {}

    static Answer parse(String request, String shown) {
        String rest = shown;
        while (rest.startsWith("HTTP/1.1 100")) {
            rest = rest.substring(rest.indexOf("\r\n\r\n") + 4);
        }
        int end = rest.indexOf("\r\n\r\n");
        if (!rest.startsWith("HTTP/1.1 ") || end < 0) {
            throw new AssertionError("no HTTP answer to " + request + " but: " + shown);
        }
        String[] lines = rest.substring(0, end).split("\r\n");
        Map<String, List<String>> headers = new TreeMap<>();
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            headers.put(
                    lines[i].substring(0, colon).toLowerCase(Locale.ROOT),
                    List.of(lines[i].substring(colon + 1).trim()));
        }
        byte[] body = rest.substring(end + 4).getBytes(StandardCharsets.UTF_8);
        return new Answer(request, Integer.parseInt(lines[0].split(" ")[1]), headers, body);
    }
}
