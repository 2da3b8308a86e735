package dev.modeldock.server.http;

import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Keeps the text fields of a form and passes its file on. The field {@code file}, and every part with a file name, is
 * a file; the order of fields is free. A text field holds at most 64 KiB.
 */
public final class FormParts implements PartHandler {
    private static final int MAX_TEXT = 64 * 1024;

    private final PartHandler files;
    private final Map<String, String> texts = new HashMap<>();

    public FormParts(PartHandler files) {
        this.files = files;
    }

    /** The text of a field; empty when it was not sent. */
    public Optional<String> text(String name) {
        return Optional.ofNullable(texts.get(name));
    }

    /** All text fields. */
    public Map<String, String> texts() {
        return Map.copyOf(texts);
    }

    @Override
    public PartSink open(PartHeaders headers) throws IOException {
        if (headers.isFile() || headers.name().equals("file")) {
            return files.open(headers);
        }
        return new TextSink(headers.name());
    }

    private final class TextSink implements PartSink {
        private final String name;
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        private TextSink(String name) {
            this.name = name;
        }

        @Override
        public void write(ByteBuffer content) {
            if (bytes.size() + content.remaining() > MAX_TEXT) {
                throw new DockException(
                        Problem.TOO_LARGE,
                        "The field \"" + Shown.text(name) + "\" is longer than 64 KiB; send large content as a file.");
            }
            bytes.write(content.array(), content.arrayOffset() + content.position(), content.remaining());
        }

        @Override
        public void close() {
            String text = bytes.toString(StandardCharsets.UTF_8);
            String earlier = texts.putIfAbsent(name, text);
            if (earlier != null && !earlier.equals(text)) {
                throw new DockException(
                        Problem.VALIDATION_ERROR,
                        "The field \"" + Shown.text(name) + "\" is sent twice with different values; send it once.");
            }
        }
    }
}
