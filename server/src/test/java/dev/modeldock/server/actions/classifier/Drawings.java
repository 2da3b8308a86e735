package dev.modeldock.server.actions.classifier;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import javax.imageio.ImageIO;

/** Small images of discs, boxes and crosses, each a little different, in folders of classes. */
public final class Drawings {
    private static final String[] SHAPES = {"box", "cross", "disc"};

    private Drawings() {}

    /** A shape on some ground. */
    static BufferedImage shape(int shape, int size, int type, long seed) {
        Random random = new Random(seed * 31 + shape);
        BufferedImage image = new BufferedImage(size, size, type);
        Graphics2D drawing = image.createGraphics();
        boolean clear = image.getColorModel().hasAlpha() && random.nextBoolean();
        drawing.setColor(clear ? new Color(0, 0, 0, 0) : new Color(200 + random.nextInt(56), 230, 255));
        drawing.fillRect(0, 0, size, size);
        drawing.setColor(new Color(random.nextInt(120), random.nextInt(60), random.nextInt(90)));
        int wide = size / 2 + random.nextInt(1 + size / 6);
        int x = random.nextInt(size - wide + 1);
        int y = random.nextInt(size - wide + 1);
        switch (shape % 3) {
            case 0 -> drawing.fillRect(x, y, wide, wide);
            case 1 -> {
                drawing.fillRect(x + wide * 2 / 5, y, wide / 5 + 1, wide);
                drawing.fillRect(x, y + wide * 2 / 5, wide, wide / 5 + 1);
            }
            default -> drawing.fillOval(x, y, wide, wide);
        }
        drawing.dispose();
        return image;
    }

    /** The same as PNG. */
    public static byte[] png(int shape, int size, long seed) {
        return encoded(shape(shape, size, BufferedImage.TYPE_INT_RGB, seed), "png");
    }

    /** The name of a shape's class. */
    public static String name(int shape) {
        return SHAPES[shape];
    }

    static byte[] encoded(BufferedImage image, String format) {
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            if (!ImageIO.write(image, format, out)) {
                throw new AssertionError("Java writes no " + format + " of such an image");
            }
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Three classes with so many images each, below {@code images} of a new dataset. */
    static Path dataset(Path at, int each, long seed) {
        return folders(at.resolve("images"), each, seed).getParent();
    }

    /** The same without the directory above. */
    static Path folders(Path at, int each, long seed) {
        for (int shape = 0; shape < SHAPES.length; shape++) {
            for (int i = 0; i < each; i++) {
                write(at.resolve(SHAPES[shape]).resolve(i + ".png"), png(shape, 16, seed * 1000 + i));
            }
        }
        return at;
    }

    static void write(Path file, byte[] bytes) {
        try {
            Files.createDirectories(file.getParent());
            Files.write(file, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
