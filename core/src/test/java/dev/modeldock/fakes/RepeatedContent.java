package dev.modeldock.fakes;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** A short text over and over, up to a size; nothing is stored but the text. */
final class RepeatedContent extends Content {
    private final byte[] text;
    private final long size;

    RepeatedContent(String text, long size) {
        this.text = text.getBytes(StandardCharsets.UTF_8);
        this.size = size;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public void write(long from, long length, OutputStream out) throws IOException {
        long at = from;
        while (at < from + length) {
            int within = (int) (at % text.length);
            int run = (int) Math.min(text.length - within, from + length - at);
            out.write(text, within, run);
            at += run;
        }
    }
}
