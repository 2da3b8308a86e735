package dev.modeldock.fakes;

import java.io.IOException;
import java.io.OutputStream;

/** One content after another. */
final class JoinedContent extends Content {
    private final Content head;
    private final Content tail;

    JoinedContent(Content head, Content tail) {
        this.head = head;
        this.tail = tail;
    }

    @Override
    public long size() {
        return head.size() + tail.size();
    }

    @Override
    public void write(long from, long length, OutputStream out) throws IOException {
        long ofHead = Math.max(0, Math.min(head.size() - from, length));
        if (ofHead > 0) {
            head.write(from, ofHead, out);
        }
        if (length > ofHead) {
            tail.write(from + ofHead - head.size(), length - ofHead, out);
        }
    }
}
