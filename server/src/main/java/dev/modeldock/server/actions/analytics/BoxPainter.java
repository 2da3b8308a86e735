package dev.modeldock.server.actions.analytics;

import dev.modeldock.server.actions.labels.Box;
import dev.modeldock.server.actions.pictures.BrokenPictureException;
import dev.modeldock.server.actions.pictures.Picture;
import dev.modeldock.server.actions.pictures.PictureFile;
import dev.modeldock.spi.ActionException;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/**
 * Writes images again with the boxes of valid objects and their classes drawn on them. For any number of threads.
 *
 * @param from the directory of images
 * @param to the directory that is written to
 */
record BoxPainter(Path from, Path to) {
    /** Whether it could be read. */
    boolean draw(String name, List<ObjectRow> rows) throws ActionException, IOException, InterruptedException {
        Path image = from.resolve(name).normalize();
        Path target = to.resolve(name).normalize();
        if (!image.startsWith(from) || !target.startsWith(to)) {
            return false;
        }
        try {
            return new PictureFile(image).read(pixels -> pixels * Picture.CHANNELS, picture -> {
                new PictureFile(target).write(drawn(picture.image(), rows));
                return true;
            });
        } catch (BrokenPictureException e) {
            return false;
        }
    }

    private static BufferedImage drawn(BufferedImage image, List<ObjectRow> rows) {
        Graphics2D graphics = image.createGraphics();
        graphics.setStroke(new BasicStroke(1));
        graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 11));
        rows.stream().filter(row -> !row.faults().any()).forEach(row -> box(row, graphics));
        graphics.dispose();
        return image;
    }

    private static void box(ObjectRow row, Graphics2D graphics) {
        Box box = row.box();
        graphics.setColor(color(row.type()));
        graphics.draw(new Rectangle2D.Double(box.left(), box.top(), box.width(), box.height()));
        graphics.drawString(
                row.type(),
                (float) box.left() + 2,
                (float) box.top() + graphics.getFontMetrics().getAscent());
    }

    /** By chance, but the same for a class each time; none that is dark or pale. */
    static Color color(String type) {
        Random random = new Random(type.hashCode());
        random.nextFloat();
        return Color.getHSBColor(
                random.nextFloat(), 0.7f + random.nextFloat() * 0.3f, 0.8f + random.nextFloat() * 0.2f);
    }
}
