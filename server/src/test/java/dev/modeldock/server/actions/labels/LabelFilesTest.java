package dev.modeldock.server.actions.labels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.modeldock.spi.ActionException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Label files, images and their names, as they are found. */
class LabelFilesTest {
    @TempDir
    Path temp;

    @Test
    void rowsComeWithTheirLines() throws Exception {
        Path file = Files.writeString(temp.resolve("a.txt"), "\uFEFFcar 0.00 0\n\n  \r\nperson  1\t2 \n");
        List<KittiFile.Line> lines = KittiFile.read(file, "labels/a.txt").lines();
        assertEquals(2, lines.size());
        assertEquals(1, lines.get(0).number());
        assertEquals("car", lines.get(0).row().type());
        assertEquals(4, lines.get(1).number());
        assertEquals(List.of("person", "1", "2"), lines.get(1).row().columns());
    }

    @Test
    void anEmptyLabelFileHasNoRows() throws Exception {
        KittiFile empty = KittiFile.read(Files.writeString(temp.resolve("a.txt"), "\n\n"), "labels/a.txt");
        assertEquals(List.of(), empty.whole().lines());
    }

    @Test
    void aLabelFileIsTextOfABearableLength() throws IOException {
        assertUnreadable("is no text in UTF-8", new byte[] {'c', '\n', (byte) 0xff, (byte) 0xfe});
        assertUnreadable("is longer than 1 MiB: no image is described by so much", new byte[(1 << 20) + 1]);
        assertUnreadable(
                "has more than 20000 rows: no image has so many objects",
                "c\n".repeat(20_001).getBytes());
    }

    private void assertUnreadable(String why, byte[] bytes) throws IOException {
        KittiFile file = KittiFile.read(Files.write(temp.resolve("a.txt"), bytes), "labels/a.txt");
        assertEquals(Optional.of(why), file.fault());
        assertEquals(List.of(), file.lines());
        ActionException e = assertThrows(ActionException.class, file::readable);
        assertEquals("labels/a.txt " + why + ".", e.getMessage());
        assertEquals(
                e.getMessage(), assertThrows(ActionException.class, file::whole).getMessage());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "car 0 0|it has 3 columns; expected are 15, or 16 with a score",
                "car 0 0 0 1 2 3 4 0 0 0 0 0 0 0 0.9 1|it has 17 columns; expected are 15, or 16 with a score",
                "car 0 0 0 1 2 3 4 0 0 0 0 0 0 0 0.9 1 2 3 4|it has more than 17 columns; expected are 15, or 16 with a score",
                "car 0 0 0 1 2 ten 4 0 0 0 0 0 0 0|column 7 is \"ten\"; expected is a number",
                "car 0 0 0 1 2 3 4 0 0 0 0 0 0 0 high|column 16 is \"high\"; expected is a number",
                "car 0 0 0 1 2 10f 4 0 0 0 0 0 0 0|column 7 is \"10f\"; expected is a number",
                "car 0 0 0 1 2 10D 4 0 0 0 0 0 0 0|column 7 is \"10D\"; expected is a number",
                "car 0 0 0 1 2 0x1p5 4 0 0 0 0 0 0 0|column 7 is \"0x1p5\"; expected is a number",
                "car 0 0 0 1 2 Infinity 4 0 0 0 0 0 0 0|column 7 is \"Infinity\"; expected is a number",
                "car 0 0 0 1 2 1e19 4 0 0 0 0 0 0 0|column 7 is \"1e19\"; expected is a number",
                "car 0 0 0 1 2 1e999 4 0 0 0 0 0 0 0|column 7 is \"1e999\"; expected is a number"
            })
    void aRowThatIsNoLabelSaysWhy(String row, String why) {
        assertEquals(Optional.of(why), KittiRow.of(row).fault());
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e3", "1E+3", "1000", "+1000.", "1000.0", ".1e4", "1e3\t"})
    void numbersMayHaveEveryUsualForm(String number) {
        KittiRow row = KittiRow.of("car 0 0 0 1 2 " + number + " 4 0 0 0 0 0 0 0");
        assertEquals(Optional.empty(), row.fault());
        assertEquals(1000, row.box().right());
    }

    @Test
    void aClassHasANameOfABearableLength() {
        String rest = " 0 0 0 1 2 3 4 0 0 0 0 0 0 0";
        assertEquals(Optional.empty(), KittiRow.of("c".repeat(200) + rest).fault());
        assertEquals(
                Optional.of("its class has more than 200 letters"),
                KittiRow.of("c".repeat(201) + rest).fault());
    }

    @Test
    void aRowKnowsItsColumns() {
        KittiRow row = KittiRow.of(" car 0.5 1 0.1 10 5 60.5 40 1 2 3 4 5 6 7 0.9 ");
        assertEquals(Optional.empty(), row.fault());
        assertEquals(new Box(10, 5, 60.5, 40), row.box());
        assertEquals(0.9, row.number(15));
        assertThrows(NumberFormatException.class, () -> row.number(16));
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
