package dev.modeldock.fakes;

import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The answer to a GET or HEAD of a file's bytes: whole, a range, or none.
 *
 * @param content what is served
 * @param etag strong, without its quotes
 */
record FileAnswer(Content content, String etag) {
    private static final Pattern RANGE = Pattern.compile("bytes=(\\d*)-(\\d*)");

    void send(Call call) throws IOException {
        FileAnswer now = this;
        for (Fault fault : call.faults()) {
            now = new FileAnswer(
                    fault.contentInstead(now.content), fault.isChanged() ? "changed-" + now.etag : now.etag);
        }
        call.header("ETag", '"' + now.etag + '"');
        boolean ranges = call.faults().stream().noneMatch(Fault::withoutRanges);
        if (ranges) {
            call.header("Accept-Ranges", "bytes");
        }
        Matcher range = RANGE.matcher(call.requestHeader("Range").orElse(""));
        if (ranges && now.stillAsked(call) && range.matches() && !range.group().equals("bytes=-")) {
            now.sendRange(call, range.group(1), range.group(2));
        } else {
            call.whole(200, "application/octet-stream", now.content);
        }
    }

    private boolean stillAsked(Call call) {
        return call.requestHeader("If-Range")
                .map(tag -> tag.equals('"' + etag + '"'))
                .orElse(true);
    }

    private void sendRange(Call call, String first, String last) throws IOException {
        long size = content.size();
        long start = first.isEmpty() ? Math.max(0, size - Long.parseLong(last)) : Long.parseLong(first);
        long end = first.isEmpty() || last.isEmpty() ? size - 1 : Math.min(size - 1, Long.parseLong(last));
        if (start >= size || end < start) {
            call.header("Content-Range", "bytes */" + size);
            call.whole(416, "text/plain", Content.of("Range Not Satisfiable\n"));
            return;
        }
        call.header("Content-Range", "bytes " + start + "-" + end + "/" + size);
        call.header("Content-Type", "application/octet-stream");
        call.part(206, content, start, end - start + 1);
    }
}
