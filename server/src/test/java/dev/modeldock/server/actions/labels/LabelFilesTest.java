package dev.modeldock.server.actions.labels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.modeldock.spi.ActionException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Label files, images and their names, as they are found. */
class LabelFilesTest {
    @TempDir
    Path temp;

    @Test
    void rowsComeWithTheirLines() throws Exception {
        Path file = Files.writeString(temp.resolve("a.txt"), "\uFEFFcar 0.00 0\n\n  \r\nperson  1\t2 \n");
        List<KittiFile.Line> lines = KittiFile.read(file);
        assertEquals(2, lines.size());
        assertEquals(1, lines.get(0).number());
        assertEquals("car", lines.get(0).row().type());
        assertEquals(4, lines.get(1).number());
        assertEquals(List.of("person", "1", "2"), lines.get(1).row().columns());
    }

    @Test
    void anEmptyLabelFileHasNoRows() throws Exception {
        assertEquals(List.of(), KittiFile.read(Files.writeString(temp.resolve("a.txt"), "\n\n")));
    }

    @Test
    void aLabelFileIsTextOfABearableLength() throws IOException {
        Path bytes = Files.write(temp.resolve("a.txt"), new byte[] {'c', (byte) 0xff, (byte) 0xfe});
        assertThrows(CharacterCodingException.class, () -> KittiFile.read(bytes));
        Path large = Files.write(temp.resolve("b.txt"), new byte[(2 << 20) + 1]);
        ActionException e = assertThrows(ActionException.class, () -> KittiFile.read(large));
        assertTrue(e.getMessage().contains("b.txt has 2097153 bytes"), e.getMessage());
    }

    @Test
    void aRowKnowsItsColumns() {
        KittiRow row = KittiRow.of(" car 0.5 1 0.1 10 5 60.5 40 1 2 3 4 5 6 7 0.9 ");
        assertTrue(row.isComplete());
        assertEquals(new Box(10, 5, 60.5, 40), row.box());
        assertEquals(0.9, row.number(15));
        assertThrows(NumberFormatException.class, () -> row.number(16));
        assertFalse(KittiRow.of("car 1 2").isComplete());
        assertThrows(
                NumberFormatException.class,
                () -> KittiRow.of("car 0 0 0 1 2 nan 4").box());
        assertThrows(
                NumberFormatException.class,
                () -> KittiRow.of("car 0 0 0 1 2 x 4").box());
        assertThrows(
                NumberFormatException.class, () -> KittiRow.of("car 0 0 0 1 2").box());
    }

    @Test
    void aBoxKnowsItsSidesAndBounds() {
        Box box = Box.sized(10, 5, 50.5, 35);
        assertEquals(new Box(10, 5, 60.5, 40), box);
        assertEquals(50.5, box.width());
        assertEquals(35, box.height());
        assertTrue(box.isFilled());
        assertFalse(new Box(5, 5, 5, 9).isFilled());
        assertFalse(new Box(9, 5, 5, 9).isFilled());
        assertEquals(new Box(0, 0, 100, 50), new Box(-5, -1, 120, 51).within(100, 50));
    }

    @Test
    void namesAreSortedAndOnlyThoseThatAreAskedFor() throws IOException {
        TinyDataset dataset = new TinyDataset(temp).image("b.PNG", 4, 4).image("sub/a.jpg", 4, 4);
        dataset.image("a.jpeg", 4, 4)
                .file("images/notes.txt", "x")
                .label("z.txt", "")
                .label("sub/y.txt", "");
        Path images = dataset.data().resolve("images");
        assertEquals(List.of("a.jpeg", "b.PNG"), FileNames.images(images, () -> {}));
        assertEquals(List.of("a.jpeg", "b.PNG", "sub/a.jpg"), FileNames.imagesBelow(images, () -> {}));
        Path labels = dataset.data().resolve("labels");
        assertEquals(List.of("z.txt"), FileNames.labels(labels, () -> {}));
        assertEquals(List.of("sub/y.txt", "z.txt"), FileNames.labelsBelow(labels, () -> {}));
        assertEquals(List.of(), FileNames.images(temp.resolve("nowhere"), () -> {}));
        assertThrows(
                IllegalStateException.class,
                () -> FileNames.images(images, () -> {
                    throw new IllegalStateException("stop");
                }));
    }

    @Test
    void aStemIsANameWithoutItsSuffix() {
        assertEquals("a", FileNames.stem("a.jpeg"));
        assertEquals("d.x/a.b", FileNames.stem("d.x/a.b.png"));
        assertEquals("d.x/a", FileNames.stem("d.x/a"));
        assertEquals("a.png", FileNames.last("d.x/a.png"));
    }

    @Test
    void theSizeOfAnImageIsInItsHeader() throws IOException {
        TinyDataset dataset = new TinyDataset(temp).image("a.png", 7, 5).image("b.jpg", 9, 4);
        dataset.file("images/c.png", "no image").file("images/d.png", "");
        Path images = dataset.data().resolve("images");
        assertEquals(Optional.of(new ImageFiles.Size(7, 5)), ImageFiles.size(images.resolve("a.png")));
        assertEquals(Optional.of(new ImageFiles.Size(9, 4)), ImageFiles.size(images.resolve("b.jpg")));
        assertEquals(Optional.empty(), ImageFiles.size(images.resolve("c.png")));
        assertEquals(Optional.empty(), ImageFiles.size(images.resolve("d.png")));
        Path cut = temp.resolve("cut.png");
        byte[] whole = Files.readAllBytes(images.resolve("a.png"));
        Files.write(cut, java.util.Arrays.copyOf(whole, 20));
        assertEquals(Optional.empty(), ImageFiles.size(cut));
        Files.write(cut, java.util.Arrays.copyOf(Files.readAllBytes(images.resolve("b.jpg")), 10));
        assertEquals(Optional.empty(), ImageFiles.size(cut));
    }
}
