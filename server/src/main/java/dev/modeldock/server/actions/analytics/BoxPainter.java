package dev.modeldock.server.actions.analytics;

import dev.modeldock.server.actions.labels.Box;
import dev.modeldock.server.actions.labels.ImageFiles;
import dev.modeldock.server.actions.labels.ImageFiles.Size;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Semaphore;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/** Writes images again with the boxes of valid objects and their classes drawn on them. For any number of threads. */
final class BoxPainter {
    private static final float QUALITY = 0.9f;
    private static final int BYTES_PER_PIXEL = 8;
    private static final int PART_OF_HEAP = 3;

    private final Path from;
    private final Path to;
    private final int kibis;
    /** Pictures in memory at once, in KiB. */
    private final Semaphore room;

    /**
     * @param from the directory of images
     * @param to the directory that is written to
     */
    BoxPainter(Path from, Path to) {
        this.from = from;
        this.to = to;
        this.kibis = (int) Math.min(Integer.MAX_VALUE, Runtime.getRuntime().maxMemory() / PART_OF_HEAP / 1024);
        this.room = new Semaphore(kibis, true);
    }

    /** Whether it could be read. */
    boolean draw(String name, List<ObjectRow> rows) throws IOException, InterruptedException {
        Path image = from.resolve(name).normalize();
        Path target = to.resolve(name).normalize();
        if (!image.startsWith(from) || !target.startsWith(to) || !Files.isRegularFile(image)) {
            return false;
        }
        Optional<Size> size = ImageFiles.size(image);
        long needed = size.map(each -> (long) each.width() * each.height() * BYTES_PER_PIXEL / 1024 + 1)
                .orElse(Long.MAX_VALUE);
        if (needed > kibis) {
            return false;
        }
        room.acquire((int) needed);
        try {
            return draw(image, target, rows);
        } finally {
            room.release((int) needed);
        }
    }

    private static boolean draw(Path image, Path target, List<ObjectRow> rows) throws IOException {
        BufferedImage read;
        try {
            read = ImageIO.read(image.toFile());
        } catch (IOException | RuntimeException e) {
            // The decoders throw many things at broken files.
            return false;
        }
        if (read == null) {
            return false;
        }
        BufferedImage drawn = new BufferedImage(read.getWidth(), read.getHeight(), BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = drawn.createGraphics();
        graphics.drawImage(read, 0, 0, null);
        graphics.setStroke(new BasicStroke(1));
        graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 11));
        rows.stream().filter(row -> !row.faults().any()).forEach(row -> box(row, graphics));
        graphics.dispose();
        Files.createDirectories(target.getParent());
        write(drawn, target);
        return true;
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

    private static void write(BufferedImage image, Path target) throws IOException {
        String name = target.getFileName().toString().toLowerCase(Locale.ROOT);
        ImageWriter writer = ImageIO.getImageWritersByFormatName(name.endsWith(".png") ? "png" : "jpeg")
                .next();
        try (ImageOutputStream out = ImageIO.createImageOutputStream(target.toFile())) {
            ImageWriteParam parameters = writer.getDefaultWriteParam();
            if (!name.endsWith(".png")) {
                parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
                parameters.setCompressionQuality(QUALITY);
            }
            writer.setOutput(out);
            writer.write(null, new IIOImage(image, null, null), parameters);
        } finally {
            writer.dispose();
        }
    }
}
