package dev.modeldock.tools;

import com.fasterxml.jackson.databind.JsonNode;

/** How a fault names what was found: kinds of values, never values, and names cut to what can be read. */
final class Found {
    private static final int SHOWN = 80;

    private Found() {}

    static String kind(JsonNode node) {
        return switch (node.getNodeType()) {
            case OBJECT -> "an object";
            case ARRAY -> "an array";
            case STRING -> node.textValue().isEmpty() ? "an empty text" : "a text";
            case NUMBER -> "a number";
            case BOOLEAN -> "true or false";
            case NULL -> "null";
            case BINARY, MISSING, POJO -> "nothing that JSON has";
        };
    }

    /** A name or an id in quotes, fit for a sentence. */
    static String shown(String name) {
        return "'" + cut(name) + "'";
    }

    /** The start of a name, without what no line can show. */
    static String cut(String name) {
        String start = name;
        if (name.length() > SHOWN) {
            int end = Character.isHighSurrogate(name.charAt(SHOWN - 1)) ? SHOWN - 1 : SHOWN;
            start = name.substring(0, end) + "…";
        }
        return withoutHalves(start).replaceAll("\\p{Cntrl}", "?");
    }

    /** Where the first code point is that RFC 7493 (2.1) bars: half of a surrogate pair, or a noncharacter; else -1. */
    static int noCharacter(String text) {
        int at = 0;
        while (at < text.length()) {
            int each = text.codePointAt(at);
            if (isHalf(each) || (each & 0xfffe) == 0xfffe || each >= 0xfdd0 && each <= 0xfdef) {
                return at;
            }
            at += Character.charCount(each);
        }
        return -1;
    }

    static boolean isHalf(int codePoint) {
        return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    }

    /** The text with each lone half of a surrogate pair spelled as its escape. */
    static String withoutHalves(String text) {
        if (noCharacter(text) < 0) {
            return text;
        }
        StringBuilder whole = new StringBuilder();
        text.codePoints().forEach(each -> {
            if (isHalf(each)) {
                whole.append(String.format("\\u%04x", each));
            } else {
                whole.appendCodePoint(each);
            }
        });
        return whole.toString();
    }
}
