package dev.modeldock.server.actions.analytics;

import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.util.ArrayList;
import java.util.List;

/**
 * Draws pages of one size. All is drawn larger on a large page, so that it can be read when the page is shown as a whole.
 *
 * @param width and {@code height} in points
 */
record PagePainter(int width, int height) {
    private static final Color LINES = new Color(0xBBBBBB);
    private static final int SENTENCE = 14;
    private static final int CELL = 12;
    private static final int LONGEST_CELL = 60;
    /** A page of this width shows letters in their own sizes. */
    private static final int USUAL_WIDTH = 600;

    void paint(Page page, Graphics2D graphics) {
        double larger = Math.max(1, (double) width / USUAL_WIDTH);
        AffineTransform before = graphics.getTransform();
        graphics.scale(larger, larger);
        new PagePainter((int) Math.ceil(width / larger), (int) Math.ceil(height / larger)).draw(page, graphics);
        graphics.setTransform(before);
    }

    private void draw(Page page, Graphics2D graphics) {
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, width, height);
        int margin = width / 20;
        int top = sentence(page.sentence(), graphics, margin);
        if (page.table().rows().isEmpty()) {
            sentence("There is nothing to show.", graphics, top + margin);
        } else if (page.look() == Page.Look.TABLE) {
            table(page.table(), graphics, top);
        } else {
            AffineTransform before = graphics.getTransform();
            graphics.translate(0, top);
            Charts.of(page, height - top).paint(graphics, width, height - top);
            graphics.setTransform(before);
        }
    }

    /** Where it ends. */
    private int sentence(String text, Graphics2D graphics, int top) {
        graphics.setColor(Color.BLACK);
        graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, SENTENCE));
        FontMetrics metrics = graphics.getFontMetrics();
        int margin = width / 20;
        int y = top;
        for (String line : lines(text, metrics, width - 2 * margin)) {
            y += metrics.getHeight();
            graphics.drawString(line, margin, y);
        }
        return y + metrics.getHeight();
    }

    private static List<String> lines(String text, FontMetrics metrics, int room) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.split(" ")) {
            if (line.length() > 0 && metrics.stringWidth(line + " " + word) > room) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.length() == 0 ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }

    /** As large as it can be, but not larger than usual. */
    private void table(Table table, Graphics2D graphics, int top) {
        List<List<String>> cells = cells(table);
        Font usual = new Font(Font.SANS_SERIF, Font.PLAIN, CELL);
        int margin = width / 20;
        int[] widths = widths(cells, graphics.getFontMetrics(usual.deriveFont(Font.BOLD)));
        int all = 0;
        for (int each : widths) {
            all += each;
        }
        int rowHeight = graphics.getFontMetrics(usual).getHeight() + 6;
        double scale = Math.min(
                1,
                Math.min(
                        (double) (width - 2 * margin) / all,
                        (double) (height - top - margin) / (rowHeight * cells.size())));
        AffineTransform before = graphics.getTransform();
        graphics.translate(margin, top);
        graphics.scale(scale, scale);
        for (int i = 0; i < cells.size(); i++) {
            graphics.setFont(i == 0 ? usual.deriveFont(Font.BOLD) : usual);
            row(cells.get(i), widths, graphics, i * rowHeight);
        }
        graphics.setTransform(before);
    }

    private static List<List<String>> cells(Table table) {
        List<List<String>> cells = new ArrayList<>();
        cells.add(table.columns());
        table.rows()
                .forEach(row -> cells.add(row.stream().map(PagePainter::cell).toList()));
        return cells;
    }

    private static String cell(Object value) {
        String text = Table.text(value);
        return text.length() > LONGEST_CELL ? text.substring(0, LONGEST_CELL) + "…" : text;
    }

    private static int[] widths(List<List<String>> cells, FontMetrics metrics) {
        int[] widths = new int[cells.get(0).size()];
        for (List<String> row : cells) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], metrics.stringWidth(row.get(i)) + 16);
            }
        }
        return widths;
    }

    private static void row(List<String> row, int[] widths, Graphics2D graphics, int top) {
        FontMetrics metrics = graphics.getFontMetrics();
        int rowHeight = metrics.getHeight() + 6;
        int x = 0;
        for (int i = 0; i < widths.length; i++) {
            graphics.setColor(LINES);
            graphics.drawRect(x, top, widths[i], rowHeight);
            graphics.setColor(Color.BLACK);
            int left = i == 0 ? 8 : widths[i] - 8 - metrics.stringWidth(row.get(i));
            graphics.drawString(row.get(i), x + left, top + 3 + metrics.getAscent());
            x += widths[i];
        }
    }
}
