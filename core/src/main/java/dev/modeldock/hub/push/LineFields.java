package dev.modeldock.hub.push;

import dev.modeldock.problems.DockException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The fields of one line of a commit. */
final class LineFields {
    private static final int MOST = 50;

    private final Map<String, String> texts = new HashMap<>();
    private final Function<String, DockException> refused;
    private byte[] content;

    LineFields(Function<String, DockException> refused) {
        this.refused = refused;
    }

    void put(String name, String text) {
        if (texts.size() == MOST) {
            throw refused.apply("has more than " + MOST + " fields");
        }
        texts.put(name, text);
    }

    void content(byte[] bytes) {
        content = bytes;
    }

    boolean hasContent() {
        return content != null;
    }

    byte[] content() {
        if (content == null) {
            throw refused.apply("is a file without \"content\"");
        }
        return content;
    }

    boolean has(String name) {
        return texts.containsKey(name);
    }

    Optional<String> optional(String name) {
        return Optional.ofNullable(texts.get(name));
    }

    String required(String name) {
        return optional(name)
                .filter(text -> !text.isEmpty())
                .orElseThrow(() -> refused.apply("lacks \"" + name + "\""));
    }

    /** A number that is not negative. */
    Optional<Long> number(String name) {
        Optional<String> text = optional(name);
        if (text.filter(digits -> !digits.matches("\\d{1,18}")).isPresent()) {
            throw refused.apply("has a \"" + name + "\" that is no number of bytes");
        }
        return text.map(Long::valueOf);
    }
}
