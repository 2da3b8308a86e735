package dev.modeldock.server.actions;

import dev.modeldock.server.actions.labels.Box;
import dev.modeldock.server.actions.pictures.Picture;
import dev.modeldock.server.actions.pictures.PictureFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Pictures that tests draw, pixel by pixel. */
public final class Drawings {
    private Drawings() {}

    /** Says the colour of a pixel, as 0xRRGGBB. */
    @FunctionalInterface
    public interface Paint {
        int at(int x, int y);
    }

    public static Picture of(int width, int height, Paint paint) {
        Picture picture = Picture.black(width, height);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                set(picture, x, y, paint.at(x, y));
            }
        }
        return picture;
    }

    public static void set(Picture picture, int x, int y, int rgb) {
        int at = (y * picture.width() + x) * Picture.CHANNELS;
        for (int c = 0; c < Picture.CHANNELS; c++) {
            picture.bgr()[at + c] = (byte) (rgb >> 8 * c);
        }
    }

    public static int rgb(Picture picture, int x, int y) {
        return picture.at(x, y, 2) << 16 | picture.at(x, y, 1) << 8 | picture.at(x, y, 0);
    }

    /** A street with a car and a person before a sky: something that is seen when it is turned. */
    public static Picture street(int width, int height, Box car, Box person) {
        return of(width, height, (x, y) -> {
            boolean inCar = inside(car, x, y);
            if (inCar) {
                boolean window = y < car.top() + car.height() * 0.45 && (x - (int) car.left()) % 40 > 6;
                return window ? 0xCFE8F5 : 0xC03020;
            }
            double dx = (x + 0.5 - (person.left() + person.right()) / 2) / (person.width() / 2);
            double dy = (y + 0.5 - (person.top() + person.bottom()) / 2) / (person.height() / 2);
            if (dx * dx + dy * dy <= 1) {
                return 0x2050A0;
            }
            if (y > height * 0.7) {
                return x / 30 % 2 == 0 && Math.abs(y - height * 0.85) < 4 ? 0xF0F0F0 : 0x606060;
            }
            return (0x60 + y * 96 / height) << 16 | (0x90 + y * 64 / height) << 8 | 0xE0;
        });
    }

    private static boolean inside(Box box, int x, int y) {
        return x >= box.left() && x < box.right() && y >= box.top() && y < box.bottom();
    }

    /** Draw the outline of a box. */
    public static void outline(Picture picture, Box box, int rgb) {
        for (int y = 0; y < picture.height(); y++) {
            for (int x = 0; x < picture.width(); x++) {
                boolean out = x >= box.left() - 2 && x < box.right() + 2 && y >= box.top() - 2 && y < box.bottom() + 2;
                boolean in = x >= box.left() && x < box.right() && y >= box.top() && y < box.bottom();
                if (out && !in) {
                    set(picture, x, y, rgb);
                }
            }
        }
    }

    public static void write(Path file, Picture picture) {
        try {
            Files.createDirectories(file.getParent());
            new PictureFile(file).write(picture);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static Picture read(Path file) throws Exception {
        return new PictureFile(file).read(pixels -> 0, picture -> picture);
    }
}
