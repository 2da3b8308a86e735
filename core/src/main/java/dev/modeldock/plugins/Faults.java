package dev.modeldock.plugins;

/** Words for what a plug-in threw. */
final class Faults {
    private static final int LONGEST = 600;

    private Faults() {}

    /** The innermost cause in one line: what kind it is and what it says. The log has all of it. */
    static String told(Throwable thrown) {
        Throwable innermost = thrown;
        for (int i = 0; i < 10 && innermost.getCause() != null; i++) {
            innermost = innermost.getCause();
        }
        String message =
                innermost.getMessage() == null ? "" : innermost.getMessage().strip();
        String kind = innermost.getClass().getSimpleName();
        String told = message.isEmpty() ? kind : kind + ": " + message.replaceAll("\\s+", " ");
        return told.length() <= LONGEST ? told : told.substring(0, LONGEST) + "…";
    }

    /** A plug-in's message as a sentence for people: one line, bounded, never missing. */
    static String sentence(String message) {
        String told = message == null || message.isBlank() ? "It gave no reason" : message.strip();
        String line = told.replaceAll("\\s+", " ");
        String bounded = line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
        return bounded.endsWith(".") || bounded.endsWith("…") ? bounded : bounded + ".";
    }

    /** Foreign text as a sentence may quote it: bounded and without control characters. */
    static String shown(String text) {
        String bounded = text.length() <= 80 ? text : text.substring(0, 80) + "…";
        return bounded.replaceAll("\\p{Cntrl}", "?");
    }
}
