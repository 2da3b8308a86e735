package dev.modeldock.server.cli.terminal;

import java.util.ArrayList;
import java.util.List;

/** Rows in columns as wide as they need, two blanks between. */
public final class Table {
    private static final String ESCAPE = "\033\\[[0-9;]*m";

    private final List<String> head;
    private final List<List<String>> rows = new ArrayList<>();

    /** A table with these words above its columns. */
    public Table(String... head) {
        this.head = List.of(head);
    }

    /** Add a row with as many cells as the table has columns. */
    public void add(String... cells) {
        rows.add(List.of(cells));
    }

    /** Print it; one without rows prints nothing. */
    public void print(Screen screen) {
        if (rows.isEmpty()) {
            return;
        }
        int[] widths = new int[head.size()];
        measure(widths, head);
        rows.forEach(row -> measure(widths, row));
        screen.line(screen.bold(line(widths, head)));
        rows.forEach(row -> screen.line(line(widths, row)));
    }

    private static void measure(int[] widths, List<String> cells) {
        for (int i = 0; i < widths.length; i++) {
            widths[i] = Math.max(widths[i], width(cells.get(i)));
        }
    }

    private static int width(String cell) {
        String bare = cell.indexOf('\033') < 0 ? cell : cell.replaceAll(ESCAPE, "");
        return bare.codePointCount(0, bare.length());
    }

    private static String line(int[] widths, List<String> cells) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            line.append(cells.get(i)).append(" ".repeat(widths[i] - width(cells.get(i)) + 2));
        }
        return line.toString().stripTrailing();
    }
}
