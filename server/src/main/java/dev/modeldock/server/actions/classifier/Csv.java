package dev.modeldock.server.actions.classifier;

/** Cells of CSV (RFC 4180). */
final class Csv {
    private Csv() {}

    static String cell(String text) {
        boolean plain = text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return plain ? text : "\"" + text.replace("\"", "\"\"") + "\"";
    }
}
