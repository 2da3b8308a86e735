package dev.modeldock.server.http;

import java.io.IOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** The header lines of one part. */
final class MultipartHeaders {
    private static final int MAX_BYTES = 16 * 1024;

    private MultipartHeaders() {}

    static PartHeaders read(MultipartBuffer buffer) throws IOException {
        Map<String, String> headers = new HashMap<>();
        int left = MAX_BYTES;
        String name = "";
        for (String line = buffer.readLine(left); !line.isEmpty(); line = buffer.readLine(left)) {
            left -= Math.min(left, line.length() + 2);
            int colon = line.indexOf(':');
            if (line.charAt(0) == ' ' || line.charAt(0) == '\t') {
                headers.merge(name, line.strip(), (first, more) -> first + " " + more);
            } else if (colon < 1) {
                throw MultipartReader.broken("a part has a header line without a name: \"" + Shown.text(line) + "\"");
            } else {
                name = line.substring(0, colon).strip().toLowerCase(Locale.ROOT);
                headers.put(name, line.substring(colon + 1).strip());
            }
        }
        HeaderParameters disposition = HeaderParameters.of(headers.get("content-disposition"));
        String field = disposition.get("name");
        if (field == null || field.isEmpty()) {
            throw MultipartReader.broken("a part has no name; expected is a line such as "
                    + "Content-Disposition: form-data; name=\"file\"");
        }
        return new PartHeaders(field, disposition.filename(), headers.get("content-type"));
    }
}
